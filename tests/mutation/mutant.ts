import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect } from 'vitest';

/** A deliberate break: in `file` (from the root), the text `from` becomes `to`. */
export interface Break {
  file: string;
  from: string;
  to: string;
}

interface CollectedTest {
  name: string;
  run: () => unknown;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = '\0mutant';
const require = createRequire(import.meta.url);

/** Bundles the test files with one text of the sources changed; throws when that text is not there exactly once. */
async function bundle(testFiles: readonly string[], change: Break | undefined): Promise<string> {
  let changed = 0;
  const built = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) =>
          id === ENTRY ? testFiles.map((file) => `import '${root}${file}';`).join('\n') : undefined,
        transform: (code, id) => {
          if (!change || id !== root + change.file) return undefined;
          const parts = code.split(change.from);
          changed += parts.length - 1;
          return parts.join(change.to);
        },
      },
    ],
    ssr: { noExternal: [/^@rap\//], resolve: { conditions: ['source'] } },
    build: {
      ssr: true,
      write: false,
      minify: false,
      rollupOptions: { input: ENTRY, output: { format: 'cjs' } },
    },
  });
  if (change && changed !== 1)
    throw new Error(`${change.file} has "${change.from}" ${changed} times, not once`);
  const [chunk] = 'output' in built ? built.output : [];
  if (chunk?.type !== 'chunk') throw new Error('the build gave no code');
  return chunk.code;
}

/** The tests of a bundle, in the order of its files, with Vitest's own `expect`. */
function collect(code: string): CollectedTest[] {
  const tests: CollectedTest[] = [];
  const groups: string[] = [];
  const vitest = {
    expect,
    test: (name: string, run: () => unknown) => tests.push({ name: [...groups, name].join(': '), run }),
    describe: (name: string, body: () => void) => {
      groups.push(name);
      body();
      groups.pop();
    },
  };
  const requireFor = (id: string): unknown => (id === 'vitest' ? vitest : require(id));
  // oxlint-disable-next-line no-implied-eval -- the bundle of our own tests, in this process: a process each would take minutes
  new Function('require', 'module', 'exports', code)(requireFor, { exports: {} }, {});
  return tests;
}

/** Runs the tests against the changed sources and answers the first that fails, and how many passed before it. */
export async function firstFailure(
  testFiles: readonly string[],
  change: Break | undefined,
): Promise<{ failed: string | undefined; passed: number; why?: unknown }> {
  const tests = collect(await bundle(testFiles, change));
  for (const [passed, { name, run }] of tests.entries()) {
    try {
      await run();
    } catch (why) {
      return { failed: name, passed, why };
    }
  }
  return { failed: undefined, passed: tests.length };
}
