// `npm run architecture`: draws the map in ARCHITECTURE.md from the real imports.
import { readFileSync, writeFileSync } from 'node:fs';
import { boot, root } from './boot.mjs';
await boot();
const { architectureMap, cruise, withMap } = await import('./lib/architecture-map.mjs');

const file = `${root}ARCHITECTURE.md`;
writeFileSync(file, withMap(readFileSync(file, 'utf8'), architectureMap(cruise())));
