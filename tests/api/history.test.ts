import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
});
afterAll(() => api?.close());

interface Version {
  readonly version: number;
  readonly change: string;
  readonly actor: string;
  readonly changes: { field: string; before: unknown; after: unknown }[];
}
const versions = async (path: string): Promise<Version[]> =>
  (await ask('GET', path)).body['items'] as Version[];

test('the versions of a person say who changed what and when, sealed dates and deletion included', async () => {
  const made = await ask('POST', '/api/people', { lastName: 'Alvarez', birthDate: '1961-02-28' });
  const path = `/api/people/${String(made.body['id'])}`;
  await ask('PATCH', path, { version: 1, birthDate: '1961-03-01', city: 'Akron' });
  await ask('DELETE', `${path}?version=2`);
  await ask('POST', `${path}/restore?version=3`);
  const [restored, deleted, changed, first] = await versions(`${path}/versions`);
  expect([restored?.change, deleted?.change, changed?.change, first?.change]).toEqual([
    'restore',
    'delete',
    'update',
    'create',
  ]);
  expect(changed?.changes).toEqual(
    expect.arrayContaining([
      { field: 'birthDate', before: '1961-02-28', after: '1961-03-01' },
      { field: 'city', before: null, after: 'Akron' },
    ]),
  );
  expect(changed?.changes).toHaveLength(2);
  expect(first?.changes).toContainEqual({ field: 'lastName', before: null, after: 'Alvarez' });
  expect(deleted?.changes.map(({ field }) => field)).toEqual(['deletedAt']);
  expect(changed?.actor).toMatch(/^user:/);
});

test('page by page it is the whole history', async () => {
  const made = await ask('POST', '/api/tasks', { title: 'Call 0' });
  const path = `/api/tasks/${String(made.body['id'])}`;
  for (let i = 1; i < 6; i++)
    await ask('PATCH', path, { version: i, title: `Call ${i}`, detail: `Words ${i}` });
  const whole = await versions(`${path}/versions`);
  expect(whole.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
  const joined: Version[] = [];
  let after = '';
  do {
    const page = await ask('GET', `${path}/versions?limit=2${after && `&after=${after}`}`);
    joined.push(...(page.body['items'] as Version[]));
    after = (page.body['next'] as string | null) ?? '';
  } while (after);
  expect(joined).toEqual(whole);
  expect(whole[1]?.changes).toContainEqual({ field: 'detail', before: 'Words 3', after: 'Words 4' });
});

test('who may not see the record sees none of its versions', async () => {
  const made = await ask('POST', '/api/people', { lastName: 'Hidden' });
  const path = `/api/people/${String(made.body['id'])}/versions`;
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await stranger('GET', path)).status).toBe(404);
  const operations = await signInAs(api, firm, 'operations');
  expect((await operations('GET', path)).status).toBe(403);
});
