import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';

let api: TestApi;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  const firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
});
afterAll(() => api?.close());

const person = { firstName: 'Maria', lastName: 'Alvarez', emails: [{ address: 'maria@example.com' }] };

describe('bad input is answered with the field and the fix', () => {
  test.each([
    ['a field that does not exist', '/api/people', { ...person, nickname: 'M' }, 400, 'nickname'],
    ['a wrong type', '/api/people', { ...person, state: 'Ohio' }, 400, 'state'],
    ['no name at all', '/api/people', { emails: [] }, 400, 'lastName'],
    [
      'an address without an ending',
      '/api/people',
      { ...person, emails: [{ address: 'maria@example' }] },
      422,
      'emails.0.address',
    ],
    [
      'a number that cannot be',
      '/api/people',
      { ...person, phones: [{ number: '12345' }] },
      422,
      'phones.0.number',
    ],
    ['an unknown time zone', '/api/people', { ...person, timeZone: 'Mars/Olympus' }, 422, 'timeZone'],
    ['a file that is no automation', '/api/automations/import', { yaml: 'format: other\n' }, 422, 'yaml:1:1'],
  ])('%s', async (_name, path, body, status, field) => {
    const answer = await ask('POST', path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:rap:problem:/),
      correlationId: expect.any(String),
    });
    const errors = answer.body['errors'] as { field: string; message: string }[];
    expect(errors.map((error) => error.field)).toContain(field);
    expect(errors.every((error) => error.message.length > 5)).toBe(true);
  });

  test('nothing of a refused person is written', async () => {
    await ask('POST', '/api/people', { ...person, lastName: 'Halfwritten', phones: [{ number: '12345' }] });
    expect((await ask('GET', '/api/people?name=halfwritten')).body['items']).toEqual([]);
  });

  test('malformed JSON, too large a body, an unknown path and an unknown id', async () => {
    const send = (payload: string) =>
      api.app.inject({
        method: 'POST',
        url: '/api/sessions',
        headers: { 'content-type': 'application/json' },
        payload,
      });
    expect((await send('{"email":')).statusCode).toBe(400);
    expect((await send(`{"email":"${'x'.repeat(1_100_000)}"}`)).statusCode).toBe(413);
    const nowhere = await api.app.inject({ method: 'GET', url: '/api/nowhere' });
    expect([nowhere.statusCode, nowhere.headers['content-type']]).toEqual([
      404,
      expect.stringContaining('problem+json'),
    ]);
    expect((await ask('GET', '/api/people/not-an-id')).status).toBe(400);
  });
});

test('a stale version is refused, with the record as it stands', async () => {
  const made = await ask('POST', '/api/people', person);
  const path = `/api/people/${String(made.body['id'])}`;
  expect((await ask('PATCH', path, { version: 1, city: 'Akron' })).body).toMatchObject({
    version: 2,
    city: 'Akron',
  });
  const late = await ask('PATCH', path, { version: 1, city: 'Dayton' });
  expect(late).toMatchObject({
    status: 409,
    body: {
      code: 'stale_version',
      yours: { version: 1, city: 'Dayton' },
      current: { version: 2, city: 'Akron' },
    },
  });
});

test('a list is read page by page, without gaps or doubles', async () => {
  for (let i = 0; i < 7; i++) await ask('POST', '/api/people', { lastName: `Paging ${i}` });
  for (const sort of ['name', 'newest']) {
    const seen: string[] = [];
    let after = '';
    do {
      const page = await ask('GET', `/api/people?limit=3&sort=${sort}${after ? `&after=${after}` : ''}`);
      seen.push(...(page.body['items'] as { id: string }[]).map((item) => item.id));
      after = (page.body['next'] as string | null) ?? '';
    } while (after);
    const whole = await ask('GET', `/api/people?limit=200&sort=${sort}`);
    expect(seen).toEqual((whole.body['items'] as { id: string }[]).map((item) => item.id));
  }
  expect((await ask('GET', '/api/people?after=nonsense')).body).toMatchObject({
    errors: [{ field: 'after' }],
  });
  expect(await ask('GET', '/api/people?colour=blue')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'colour', code: 'unknown_field' }] },
  });
});

test('wrong and unknown accounts are answered alike, and many wrong passwords lock that network out', async () => {
  const signIn = (email: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/sessions',
      payload: { email, password: 'not the password' },
    });
  const identity = `known-${Date.now()}@harbor.example`;
  await api.directory.addIdentity(identity, 'the right password');
  const [wrong, unknown] = [await signIn(identity), await signIn('nobody@harbor.example')];
  expect(wrong.json()).toMatchObject({ status: 401, code: 'wrong_password', title: unknown.json().title });
  for (let i = 0; i < 9; i++) await signIn(identity);
  expect((await signIn(identity)).statusCode).toBe(429);
});

test('a page of another site cannot use our cookie', async () => {
  const answer = await api.app.inject({
    method: 'DELETE',
    url: '/api/sessions/current',
    headers: { cookie: 'session=x.y', origin: 'https://evil.example' },
  });
  expect(answer.json()).toMatchObject({ code: 'foreign_origin' });
});

test('who is late with a body that no route reads, nested without end, gets back what counted', async () => {
  const { body: task } = await ask('POST', '/api/tasks', { title: 'Call' });
  const url = `/api/tasks/${String(task['id'])}`;
  await ask('PATCH', url, { version: 1, title: 'Call her' });
  let deep: unknown[] = [];
  for (let level = 0; level < 500; level += 1) deep = [deep];
  const { status, body } = await ask('DELETE', `${url}?version=1`, deep);
  expect([status, body['yours']]).toEqual([409, { version: '1' }]);
});
