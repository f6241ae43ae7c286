import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, askAs, signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { tokenFor } from '../support/build/letters.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
});
afterAll(() => api?.close());

const PASSWORD = 'seven tall ships sailing';
const newAddress = (): string => `new-${randomBytes(6).toString('hex')}@lakeside.example`;
const accept = async (token: string, password = PASSWORD) => {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/api/invitations/accept',
    payload: { token, password },
  });
  return { status: answer.statusCode, body: answer.body ? answer.json() : {} };
};
const invite = (email: string, more: object = {}) =>
  owner('POST', '/api/invitations', { email, displayName: 'Kim New', role: 'advisor', ...more });

test('an invited person chooses a password and works for the books they were invited to', async () => {
  const email = newAddress();
  const made = await invite(email, { bookIds: [firm.bookId] });
  expect(made).toMatchObject({ status: 201, body: { status: 'open', letter: 'waiting' } });
  expect(JSON.stringify(made.body)).not.toContain('token');
  const token = await tokenFor(firm, email);
  const page = await api.app.inject({ method: 'GET', url: `/account/invitation?token=${token}` });
  expect(page.body).toContain('Work with Harbor Retirement Advisors');
  expect((await accept(token, 'short')).body).toMatchObject({ errors: [{ code: 'too_short' }] });
  expect((await accept(token)).status).toBe(204);
  expect((await accept(token)).status).toBe(404);
  const ask = await askAs(api, { email, password: PASSWORD });
  const me = await ask('GET', '/api/sessions/current');
  expect(me.body).toMatchObject({ role: 'advisor', displayName: 'Kim New' });
  const user = await ask('GET', `/api/users/${String(me.body['userId'])}`);
  expect(user.body['bookIds']).toEqual([firm.bookId]);
  const { body } = await owner('GET', '/api/invitations');
  expect(body['items']).toContainEqual(expect.objectContaining({ email, status: 'accepted' }));
});

test('two acceptances at once make one user', async () => {
  const email = newAddress();
  await invite(email);
  const token = await tokenFor(firm, email);
  await accept(token, 'x'); // the page was open twice
  const answers = await Promise.all([accept(token), accept(token)]);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  const { body } = await owner('GET', '/api/users');
  const users = body['items'] as { email: string }[];
  expect(users.filter((user) => user.email === email)).toHaveLength(1);
});

test('who has an account elsewhere proves it by its password and keeps it', async () => {
  const other = await buildFirm(api.world);
  const user = await addUser(api, other, 'advisor');
  await invite(user.email);
  const token = await tokenFor(firm, user.email);
  expect((await accept(token)).status).toBe(422);
  expect((await accept(token, user.password)).status).toBe(204);
  const signedIn = await api.app.inject({
    method: 'POST',
    url: '/api/sessions',
    payload: { email: user.email, password: user.password },
  });
  expect(signedIn.json().code).toBe('choose_firm');
});

test('a withdrawn, an expired and a replaced invitation are not open', async () => {
  const email = newAddress();
  const first = await invite(email);
  const replaced = await tokenFor(firm, email);
  const second = await invite(email);
  expect((await accept(replaced)).status).toBe(404);
  const token = await tokenFor(firm, email);
  const { id, version } = second.body;
  const withdrawn = await owner('DELETE', `/api/invitations/${String(id)}?version=${String(version)}`);
  expect(withdrawn.body['status']).toBe('withdrawn');
  expect((await accept(token)).status).toBe(404);
  expect((await owner('DELETE', `/api/invitations/${String(first.body['id'])}?version=1`)).status).toBe(404);
  const late = newAddress();
  await invite(late);
  await firm.run((ctx) =>
    ctx.em.query(
      `update app.invitation set expires_at = now() - interval '1 s' where firm_id = $1 and email = $2`,
      [ctx.firmId, late],
    ),
  );
  expect((await accept(await tokenFor(firm, late))).status).toBe(404);
});

test('a token of another firm or of nobody opens nothing', async () => {
  const email = newAddress();
  await invite(email);
  const [, secret] = (await tokenFor(firm, email)).split('.');
  const other = await buildFirm(api.world);
  expect((await accept(`${other.firmId}.${secret}`)).status).toBe(404);
  expect((await accept('a'.repeat(60))).status).toBe(404);
});

test('only the owner invites, and nobody twice who works here', async () => {
  const advisor = await signInAs(api, firm, 'advisor');
  const body = { email: newAddress(), displayName: 'X', role: 'owner' };
  expect((await advisor('POST', '/api/invitations', body)).status).toBe(403);
  const { email } = await addUser(api, firm, 'assistant');
  expect((await invite(email)).body).toMatchObject({ errors: [{ field: 'email', code: 'member' }] });
  const unknown = await invite(newAddress(), { bookIds: ['00000000-0000-4000-8000-000000000000'] });
  expect(unknown.body).toMatchObject({ errors: [{ field: 'bookIds' }] });
});
