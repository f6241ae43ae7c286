import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePerson, createPerson, listPeople } from '@rap/contracts/api-client';
import { writeApiClient } from '../../scripts/lib/api-client.mjs';
import { clientOf } from '../support/build/api-client.ts';
import { signInAs, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

test('the committed client is that of the document: npm run api-client writes it anew', async () => {
  const fresh = await mkdtemp(join(tmpdir(), 'rap-client-'));
  try {
    await writeApiClient(fresh);
    const committed = new URL('../../contracts/api-client', import.meta.url).pathname;
    expect(await contents(committed)).toEqual(await contents(fresh));
  } finally {
    await rm(fresh, { recursive: true });
  }
});

test('a program makes, changes and lists people by it, and is told the types of what it gets', async () => {
  const firm = await buildFirm(api.world);
  const client = clientOf(await signInAs(api, firm, 'advisor', [firm.bookId]));
  const made = await createPerson({ client, body: { firstName: 'Maria', lastName: 'Alvarez' } });
  expect(made.response?.status).toBe(201);
  const id = made.data?.id ?? '';
  const changed = await changePerson({ client, path: { id }, body: { version: 1, city: 'Akron' } });
  expect(changed.data).toMatchObject({ version: 2, city: 'Akron' });
  const listed = await listPeople({ client, query: { name: 'alv', limit: 5 } });
  expect(listed.data?.items.map((person) => person.lastName)).toEqual(['Alvarez']);
  const late = await changePerson({ client, path: { id }, body: { version: 1, city: 'Dayton' } });
  expect(late.error?.code).toBe('stale_version');
  expect(late.error?.current).toMatchObject({ version: 2, city: 'Akron' });
});

/** Every file of a folder by its path. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (file: string) => [file.slice(folder.length), await readFile(file, 'utf8')] as const;
  return Object.fromEntries(await Promise.all(files.sort().map(read)));
}
