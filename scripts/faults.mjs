// `npm run faults`: kills the product's processes at every boundary of a run, and counts what was lost or doubled.
import { parseArgs } from 'node:util';
import { boot } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000' },
    only: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    people: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '60' },
  },
});
const { faultRun } = await import('../tests/fault/fault-run.ts');
const { isClean, writeReport, wordsOf } = await import('../tests/fault/report.ts');

// the exit clears away all that was started
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

const startedMs = Date.now();
const report = await faultRun({
  pairs: Number(values.pairs),
  seed: Number(values.seed),
  people: Number(values.people),
  minutes: Number(values.minutes),
  ...(values.only ? { only: values.only } : {}),
  log: (line) => console.log(`${String(Math.round((Date.now() - startedMs) / 1000)).padStart(5)} s  ${line}`),
});
console.log(`\n${wordsOf(report)}`);
// part of the boundaries is no report on all of them
if (!values.only) writeReport(report);
process.exit(isClean(report) ? 0 : 1);
