import { boot } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build({ force: process.argv.includes('--force') });
