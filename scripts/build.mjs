import { boot } from './boot.mjs';
await boot();
const { build, buildStudio } = await import('./lib/build.mjs');
const force = process.argv.includes('--force');
await build({ force });
await buildStudio({ force });
