// What is done to the built studio before it is served: compressed once, and its first load weighed.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes, compressed by gzip: what a browser that knows nothing yet fetches to show the first page. */
export const FIRST_LOAD_BUDGET = 300_000;

/** The page that one lands on after the sign-in: it is part of the first load. */
const FIRST_PAGE = 'src/today/today-page.tsx';

/**
 * The files of the first load, by what each weighs compressed: the entry, what it imports, its styles, the same of the first page.
 * Fonts are not in it: the page is read before they come.
 */
export function firstLoad(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const chunks = new Set();
  const reach = (key) => {
    if (chunks.has(key)) return;
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the studio's manifest has no ${key}`);
    chunks.add(key);
    for (const each of chunk.imports ?? []) reach(each);
  };
  reach('index.html');
  reach(FIRST_PAGE);
  const files = new Set([...chunks].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));
  files.add('index.html');
  return [...files]
    .map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length }))
    .sort((one, other) => other.bytes - one.bytes);
}

/** Throws when the first load has grown over its budget, and names what is heaviest. */
export function keepBudget(dist, budget = FIRST_LOAD_BUDGET) {
  const files = firstLoad(dist);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= budget) return bytes;
  const heaviest = files.slice(0, 5).map(({ file, bytes: each }) => `  ${each} ${file}`);
  throw new Error(
    [
      `The first load of the studio weighs ${bytes} bytes compressed; its budget is ${budget}.`,
      'Load what the first page does not need when it is needed (lazyRouteComponent, import()). Heaviest:',
      ...heaviest,
    ].join('\n'),
  );
}

/** Beside each file its compressed twins, which the server hands out as they are. */
export function compress(dist) {
  for (const file of globSync('**/*.{js,css,svg,html}', { cwd: dist })) {
    const bytes = readFileSync(join(dist, file));
    writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(
      join(dist, `${file}.br`),
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    );
  }
}
