// `npm run fuzz -- --minutes 30`: asks every route for good and for nonsense, each round with another seed.
import { parseArgs } from 'node:util';
import { boot, root } from './boot.mjs';
await boot();

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const fuzzMinutes = Number(values.minutes);
if (!(fuzzMinutes > 0)) {
  console.error('--minutes wants a number above 0');
  process.exit(1);
}
const { startVitest } = await import('vitest/node');
const vitest = await startVitest('test', ['tests/fuzz'], {
  root,
  watch: false,
  run: true,
  provide: { fuzzMinutes },
});
const failed = vitest.state.getCountOfFailedTests();
await vitest.close();
process.exit(failed > 0 ? 1 : 0);
