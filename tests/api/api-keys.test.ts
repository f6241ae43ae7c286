import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from '@rap/api/create-app';
import { Limits } from '@rap/api/http/limits';
import {
  addUser,
  askAs,
  askWithKey,
  startApi,
  type Ask,
  type TestApi,
  type TestUser,
} from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let user: TestUser;
let owner: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  user = await addUser(api, firm, 'owner');
  owner = await askAs(api, user);
});
afterAll(() => api?.close());

async function key(scopes: string[], more: object = {}): Promise<{ id: string; token: string; ask: Ask }> {
  const made = await owner('POST', '/api/api-keys', { name: 'Import', scopes, expiresInDays: 30, ...more });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const [id, token] = [String(made.body['id']), String(made.body['token'])];
  return { id, token, ask: askWithKey(api, token) };
}

test('a key is shown once, does what its scopes say, and is written down as itself', async () => {
  const { id, token, ask } = await key(['task.read', 'task.change']);
  const list = await owner('GET', '/api/api-keys');
  expect(JSON.stringify(list.body)).not.toContain(token);
  expect(list.body['items']).toContainEqual(expect.objectContaining({ id, lastUsedAt: null }));
  const made = await ask('POST', '/api/tasks', { title: 'Call' });
  expect(made.status).toBe(201);
  const refused = await ask('GET', '/api/people');
  expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  const audit = await owner('GET', `/api/audit-events?recordId=${String(made.body['id'])}`);
  expect(audit.body['items']).toMatchObject([{ actor: `key:${id}` }]);
  const used = (await owner('GET', '/api/api-keys')).body['items'] as { id: string; lastUsedAt: unknown }[];
  expect(used.find((one) => one.id === id)?.lastUsedAt).toEqual(expect.any(String));
  const rows = await api.world.asOwner(`select to_jsonb(k)::text as text from app.api_key k`, firm.firmId);
  for (const row of rows) expect(String(row['text'])).not.toContain(token.split('.')[1]);
});

test('a key for one thing opens nothing else, by any route', async () => {
  const { ask } = await key(['task.read']);
  for (const [path, item] of Object.entries(openApi(api.app).paths)) {
    if (path === '/api/sessions/ways') continue; // what the sign-in page asks, whoever looks at it
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      if (!(method.toLowerCase() in item) || (method === 'GET' && /^\/api\/task(s|-templates)/.test(path)))
        continue;
      const url = path.replaceAll(/\{\w+\}/g, user.userId);
      const { status } = await ask(method, url, method === 'GET' ? undefined : { version: 1 });
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    }
  }
});

test('a key sees the people of its books alone', async () => {
  const made = await owner('POST', '/api/books', { name: 'West side' });
  const person = await buildPerson(firm);
  const { ask } = await key(['person.read'], { bookIds: [made.body['id']] });
  expect((await ask('GET', `/api/people/${person.id}`)).status).toBe(404);
  const all = await key(['person.read']);
  expect((await all.ask('GET', `/api/people/${person.id}`)).status).toBe(200);
});

test('a revoked, an expired, a wrong and a foreign key open nothing', async () => {
  const { id, token, ask } = await key(['task.read']);
  expect((await ask('GET', '/api/tasks')).status).toBe(200);
  expect((await owner('DELETE', `/api/api-keys/${id}`)).body['revokedAt']).toEqual(expect.any(String));
  expect((await ask('GET', '/api/tasks')).status).toBe(401);
  const late = await key(['task.read']);
  await firm.run((ctx) =>
    ctx.em.query(
      `update app.api_key set expires_at = now() - interval '1 s' where firm_id = $1 and id = $2`,
      [ctx.firmId, late.id],
    ),
  );
  expect((await late.ask('GET', '/api/tasks')).status).toBe(401);
  const other = await buildFirm(api.world);
  const [, secret] = token.split('.');
  for (const wrong of [`rap_${other.firmId}.${secret}`, 'rap_nothing', `${firm.firmId}.${secret}`]) {
    expect((await askWithKey(api, wrong)('GET', '/api/tasks')).status).toBe(401);
  }
});

test('a key ends with the membership of its maker, and is never more than they are', async () => {
  const maker = await addUser(api, firm, 'owner');
  const ask = await askAs(api, maker);
  const body = { name: 'Theirs', scopes: ['automation.approve', 'task.read'], expiresInDays: 1 };
  const made = await ask('POST', '/api/api-keys', body);
  const program = askWithKey(api, String(made.body['token']));
  expect((await program('GET', '/api/tasks')).status).toBe(200);
  const path = `/api/users/${maker.userId}`;
  await owner('PATCH', path, { version: 1, role: 'assistant' });
  const refused = await program('POST', `/api/automations/${maker.userId}/approve`, { version: 1 });
  expect(refused.body['code']).toBe('forbidden');
  await owner('POST', `${path}/deactivate`, { version: 2 });
  expect((await program('GET', '/api/tasks')).status).toBe(401);
});

test('keys are the owner’s to make, and none may manage users, keys or a sign-in', async () => {
  const body = { name: 'Mine', scopes: ['task.read'], expiresInDays: 1 };
  for (const role of ['advisor', 'compliance', 'operations', 'assistant'] as const) {
    const ask = await askAs(api, await addUser(api, firm, role));
    expect((await ask('POST', '/api/api-keys', body)).status).toBe(403);
  }
  for (const scope of ['user.manage', 'key.manage', 'no.such']) {
    const refused = await owner('POST', '/api/api-keys', { ...body, scopes: [scope] });
    expect(refused.body).toMatchObject({ errors: [{ field: 'scopes', code: 'unknown_scope' }] });
  }
  const { ask } = await key(['task.read']);
  for (const path of ['/api/sessions', '/api/sessions/current']) {
    expect((await ask('GET', path)).body['code']).toBe('people_only');
  }
});

test('a key that asks too often is told so', async () => {
  const { id, ask } = await key(['task.read']);
  const limits = api.app.get(Limits);
  for (let n = 0; n < 599; n++) await limits.takeKeyRequest(id);
  expect((await ask('GET', '/api/tasks')).status).toBe(200);
  expect((await ask('GET', '/api/tasks')).body['code']).toBe('too_many_requests');
});

test('who fails at many accounts is stopped at all of them, and nobody elsewhere is', async () => {
  const attempt = (remoteAddress: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/sessions',
      remoteAddress,
      payload: { email: 'guess@harbor.example', password: 'x' },
    });
  const limits = api.app.get(Limits);
  for (let n = 0; n < 99; n++) await limits.noteFailure('203.0.113.77');
  expect((await attempt('203.0.113.77')).statusCode).toBe(401);
  expect((await attempt('203.0.113.77')).json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect((await attempt('203.0.113.78')).statusCode).toBe(401);
});
