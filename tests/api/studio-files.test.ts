import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compress, firstLoad, keepBudget } from '../../scripts/lib/studio-files.mjs';
import { startApi, type TestApi } from '../support/build/api.ts';

const PAGE = '<!doctype html><title>Studio</title>';
const CODE = 'export {};'.repeat(200);
let studio: string;
let api: TestApi;

beforeAll(async () => {
  studio = mkdtempSync(join(tmpdir(), 'studio-'));
  mkdirSync(join(studio, 'assets'));
  mkdirSync(join(studio, '.vite'));
  const files = { 'main-1.js': CODE, 'main-1.css': 'a{}', 'today-1.js': 'today', 'far-1.js': 'far' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(studio, 'assets', name), text);
  writeFileSync(join(studio, 'index.html'), PAGE);
  writeFileSync(
    join(studio, '.vite/manifest.json'),
    JSON.stringify({
      'index.html': { file: 'assets/main-1.js', css: ['assets/main-1.css'], dynamicImports: ['far'] },
      'src/today/today-page.tsx': { file: 'assets/today-1.js', imports: ['index.html'] },
      far: { file: 'assets/far-1.js' },
    }),
  );
  compress(studio);
  api = await startApi({ STUDIO_DIR: studio });
});
afterAll(async () => {
  await api.close();
  rmSync(studio, { recursive: true });
});

const get = (url: string, accept: string, encoding = 'identity') =>
  api.app.inject({ method: 'GET', url, headers: { accept, 'accept-encoding': encoding } });

test('a page of the studio is the studio, whatever its address; what the API does not have stays a problem', async () => {
  const page = await get('/automations/any?view=outline', 'text/html,*/*');
  expect([page.statusCode, page.body]).toEqual([200, PAGE]);
  expect((await get('/', 'text/html')).body).toBe(PAGE);
  expect((await get('/api/nothing', 'text/html')).statusCode).toBe(404);
  expect((await get('/automations/any', 'application/json')).statusCode).toBe(404);
  const asset = await get('/assets/main-1.js', '*/*');
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await get('/index.html', 'text/html')).headers['cache-control']).toBe('no-cache');
  expect((await get('/assets/gone.js', '*/*')).statusCode).toBe(404);
  expect((await get('/../package.json', '*/*')).statusCode).toBe(404);
});

test('the files are handed out as the build has compressed them', async () => {
  const brotli = await get('/assets/main-1.js', '*/*', 'gzip, br');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(CODE);
  expect(brotli.headers['content-type']).toContain('javascript');
  expect(brotli.headers['cache-control']).toContain('immutable');
  const gzip = await get('/people', 'text/html', 'gzip');
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(PAGE);
  expect((await get('/assets/main-1.js', '*/*')).body).toBe(CODE);
});

test('a first load over its budget fails the build and names what is heaviest; what is loaded later does not count', () => {
  const files = firstLoad(studio).map(({ file }) => file);
  expect(files.toSorted()).toEqual([
    'assets/main-1.css',
    'assets/main-1.js',
    'assets/today-1.js',
    'index.html',
  ]);
  expect(keepBudget(studio, 1_000)).toBeGreaterThan(50);
  expect(() => keepBudget(studio, 50)).toThrow(/its budget is 50[^]*assets\/main-1\.js/);
});
