// `npm test`: the static checks, then every test; the last line is `N passed, N failed`. `npm test -- path` runs tests of a path.
import { spawnSync } from 'node:child_process';
import { boot, root } from './boot.mjs';
await boot();

const FENCED = ['contracts', 'domain', 'database', 'providers', 'activities', 'workflows', 'apps', 'sandbox'];
const paths = process.argv.slice(2);
const count = { passed: 0, failed: 0 };
if (paths.length === 0) staticChecks();
await tests();
if (count.passed + count.failed === 0) {
  console.error('no test ran');
  count.failed = 1;
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed ? 1 : 0);

/** Each counts as one test: a red one fails the run, and the others still say what they found. */
function staticChecks() {
  const bin = `${root}node_modules/.bin/`;
  const checks = [
    ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
    ['types of the studio', 'tsc', ['--noEmit', '-p', 'apps/studio/tsconfig.json']],
    ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
    ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
    [
      'import fences',
      'depcruise',
      ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...FENCED],
    ],
    ['dead code', 'knip', ['--no-progress']],
  ];
  for (const [name, command, args] of checks) {
    const startedMs = Date.now();
    const done = spawnSync(bin + command, args, { cwd: root, stdio: 'inherit' });
    const ok = done.status === 0;
    count[ok ? 'passed' : 'failed']++;
    console.error(`${ok ? 'ok' : 'FAILED'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  }
}

async function tests() {
  const { startVitest } = await import('vitest/node');
  const counter = {
    onTestRunEnd(modules, unhandled) {
      for (const module of modules) {
        const states = [...module.children.allTests()].map((test) => test.result().state);
        count.passed += states.filter((state) => state === 'passed').length;
        count.failed += states.filter((state) => state === 'failed').length;
        // a file that fails before its tests are known has none to count: it counts itself
        if (module.state() === 'failed' && !states.includes('failed')) count.failed++;
      }
      count.failed += unhandled.length;
    },
  };
  try {
    const vitest = await startVitest('test', paths, {
      root,
      watch: false,
      run: true,
      reporters: ['default', counter],
    });
    await vitest.close(); // runs the teardown: the servers stop here
  } catch (error) {
    console.error(error);
    count.failed++;
  }
}
