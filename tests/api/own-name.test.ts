import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_URL, startApi, type TestApi } from '../support/build/api.ts';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api?.close());

const { host, port } = new URL(PUBLIC_URL);
const opened = async (asked: string, headers: Record<string, string> = { 'sec-fetch-mode': 'navigate' }) => {
  const answer = await api.app.inject({
    method: 'GET',
    url: '/docs?x=1',
    headers: { host: asked, ...headers },
  });
  return answer.headers.location;
};

test('a page that is opened under another name of this machine is sent to its own', async () => {
  expect(await opened(`localhost:${port}`)).toBe(`${PUBLIC_URL}/docs?x=1`);
  expect(await opened(`[::1]:${port}`)).toBe(`${PUBLIC_URL}/docs?x=1`);
});

test('programs, its own name and names of other machines are left as they are', async () => {
  expect(await opened(`localhost:${port}`, {})).toBeUndefined();
  expect(await opened(host)).toBeUndefined();
  expect(await opened(`evil.example:${port}`)).toBeUndefined();
  expect(await opened('localhost:9999')).toBeUndefined();
});
