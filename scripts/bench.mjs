// `npm run bench [-- relay records web parked executions] [--quick] [--json] [--write] [--parked=N]`: figures of this machine.
import { writeFileSync } from 'node:fs';
import { boot, root } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { runBench, SUITES } = await import('../tests/bench/main.ts');
const { reportOf } = await import('../tests/bench/report.ts');

const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
const suites = words.filter((word) => !word.startsWith('--'));
const parked = Number(
  [...flags].find((flag) => /^--parked=\d+$/.test(flag))?.slice('--parked='.length) ?? 10_000,
);
const unknown = [...flags].filter(
  (flag) => !['--quick', '--json', '--write'].includes(flag) && !/^--parked=\d+$/.test(flag),
);
unknown.push(...suites.filter((suite) => !SUITES.includes(suite)));
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(', ')}. Parts are ${SUITES.join(', ')}; flags are --quick, --json, --write, --parked=N`,
  );
  process.exit(1);
}

const results = await runBench({
  suites: suites.length > 0 ? suites : SUITES,
  quick: flags.has('--quick'),
  parked,
  log: (line) => console.error(`  ${line}`),
});
const page = reportOf(results);
console.log(flags.has('--json') ? JSON.stringify(results, null, 2) : page);
if (flags.has('--write')) writeFileSync(`${root}docs/benchmarks.md`, page);
process.exit(0);
