// SWC per package to dist/, then the workflow bundle and the studio. Each step runs when a hash of its inputs differs from the last time.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../boot.mjs';
import { alone } from './alone.mjs';
import { BUNDLE } from './build-id.mjs';
import { compress, keepBudget } from './studio-files.mjs';
import { compile } from './swc.mjs';

export const PACKAGES = [
  'contracts',
  'domain',
  'database',
  'providers',
  'activities',
  'workflows',
  'apps/api',
  'apps/workers',
  'sandbox',
];

export async function build({ force = false } = {}) {
  const tools = hashOf(
    ['package-lock.json', 'scripts/lib/swc.mjs', 'scripts/lib/build.mjs'],
    process.version,
  );
  for (const folder of PACKAGES) {
    const sources = globSync('src/**/*', { cwd: join(root, folder) })
      .filter((file) => /\.\w+$/.test(file) && !file.endsWith('.test.ts'))
      .sort();
    const inputs = [`${folder}/package.json`, ...sources.map((file) => `${folder}/${file}`)];
    await step(folder, `${folder}/dist`, hashOf(inputs, tools), force, () =>
      Promise.all(sources.map((file) => buildFile(folder, file))),
    );
  }
  const code = ['contracts', 'domain', 'workflows'].flatMap((folder) =>
    globSync('dist/**/*.js', { cwd: join(root, folder) }).map((file) => `${folder}/${file}`),
  );
  await step('workflow-bundle', BUNDLE, hashOf(code.sort(), tools), force, bundleWorkflows);
}

/** The pages of the studio. The generated client has to be there, so nothing that generates it may ask for this. */
export async function buildStudio({ force = false } = {}) {
  const tools = hashOf(
    ['package-lock.json', 'scripts/lib/build.mjs', 'scripts/lib/studio-files.mjs'],
    process.version,
  );
  const pages = ['apps/studio', 'contracts', 'domain'].flatMap((folder) =>
    globSync(['src/**', 'public/**', 'api-client/**', '*.{ts,json,html}'], { cwd: join(root, folder) })
      .filter((file) => /\.\w+$/.test(file) && !file.includes('.test.'))
      .map((file) => `${folder}/${file}`),
  );
  await step('studio', 'apps/studio/dist', hashOf(pages.sort(), tools), force, async () => {
    const { build: vite } = await import('vite');
    // tests run with another NODE_ENV, and Vite would take React's development build for it
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await vite({ root: join(root, 'apps/studio'), logLevel: 'warn' });
    } finally {
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    }
    keepBudget(join(root, 'apps/studio/dist'));
    compress(join(root, 'apps/studio/dist'));
  });
}

async function buildFile(folder, file) {
  const source = join(root, folder, file);
  const target = join(root, folder, 'dist', file.slice('src/'.length));
  mkdirSync(dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) return copyFileSync(source, target);
  const { code, map } = await compile(readFileSync(source, 'utf8'), source);
  const out = target.replace(/\.ts$/, '.js');
  const parsed = JSON.parse(map);
  // relative: no path of this machine in dist
  parsed.sources = [`${'../'.repeat(file.split('/').length - 1)}${file}`];
  writeFileSync(out, `${code}\n//# sourceMappingURL=${out.split('/').at(-1)}.map\n`);
  writeFileSync(`${out}.map`, JSON.stringify(parsed));
}

async function bundleWorkflows() {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { info() {}, debug() {}, trace() {}, log() {}, warn: console.warn, error: console.error };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows/dist/workflows.js'),
    logger: quiet,
  });
  writeFileSync(join(root, BUNDLE), code);
}

/** The stamp is written last, so a killed build is built again. */
/** Two that build at once would take each other's files away: one builds, the other waits and finds it built. */
async function step(name, output, hash, force, run) {
  const file = name.replaceAll('/', '-');
  const stamp = join(root, '.cache', file);
  const isFresh = () =>
    existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isFresh() && !force) return;
  await alone(join(root, '.cache', `${file}.lock`), async () => {
    if (isFresh() && !force) return;
    const startedMs = Date.now();
    rmSync(join(root, output), { recursive: true, force: true });
    await run();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
    console.error(`built ${name} in ${Date.now() - startedMs} ms`);
  });
}

function hashOf(files, ...more) {
  const hash = createHash('sha256');
  for (const text of more) hash.update(`${text}\0`);
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}
