// `npm run fuzz -- --minutes 30`: asks every route for good and for nonsense, each round with another seed;
// `npm run fuzz -- --seed N`: the one round of a seed that a failure has named.
import { parseArgs } from 'node:util';
import { boot, root } from './boot.mjs';
await boot();

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
});
const fuzzSeed = Number(values.seed ?? 0);
const fuzzMinutes = fuzzSeed ? 0 : Number(values.minutes);
if (!Number.isSafeInteger(fuzzSeed) || (!fuzzSeed && !(fuzzMinutes > 0))) {
  console.error('--minutes wants a number above 0, --seed a whole number');
  process.exit(1);
}
const { startVitest } = await import('vitest/node');
const vitest = await startVitest('test', ['tests/fuzz'], {
  root,
  watch: false,
  run: true,
  provide: { fuzzMinutes, fuzzSeed },
});
const failed = vitest.state.getCountOfFailedTests();
await vitest.close();
process.exit(failed > 0 ? 1 : 0);
