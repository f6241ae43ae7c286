import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Operators } from '@rap/database/identity/operators';
import { PLATFORM } from '@rap/database/identity/platform';
import { startApi, type TestApi } from '../support/build/api.ts';
import { Authenticator } from '../support/build/codes.ts';
import { addOperator, OPERATOR_PASSWORD } from '../support/build/operator.ts';

let api: TestApi;
let operators: Operators;
beforeAll(async () => {
  api = await startApi();
  operators = api.app.get(Operators);
});
afterAll(() => api?.close());

const post = async (url: string, payload: object) => {
  const answer = await api.app.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : {}, headers: answer.headers };
};

const signIn = (email: string, code: string, password = OPERATOR_PASSWORD) =>
  post('/api/operator/sessions', { email, password, code });
const current = (cookie: string) =>
  api.app.inject({ method: 'GET', url: '/api/operator/sessions/current', headers: { cookie } });

test('an operator is set up once, signs in with a code, and signs out', async () => {
  const { email, app, token } = await addOperator(api);
  expect((await post('/api/operator/set-up', { token })).status).toBe(401);
  const signedIn = await signIn(email, app.next());
  expect(signedIn.status).toBe(204);
  const set = String(signedIn.headers['set-cookie']);
  expect(set).toMatch(/HttpOnly/);
  expect(set).toMatch(/SameSite=Lax/);
  const cookie = set.split(';')[0] ?? '';
  expect((await current(cookie)).json()).toMatchObject({ name: 'Sam Op' });
  const out = await api.app.inject({
    method: 'DELETE',
    url: '/api/operator/sessions/current',
    headers: { cookie },
  });
  expect(out.statusCode).toBe(204);
  expect((await current(cookie)).statusCode).toBe(401);
});

test('the page of the sign-in gives the same session, keeps the address after a fault, and signs out', async () => {
  const { email, app } = await addOperator(api);
  const page = (method: 'GET' | 'POST', url: string, form = '', headers: Record<string, string> = {}) =>
    api.app.inject({
      method,
      url: `/account/operator${url}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      ...(method === 'POST' ? { payload: form } : {}),
    });
  const typed = (code: string, password = OPERATOR_PASSWORD) =>
    new URLSearchParams({ email, password, code }).toString();
  const wrong = await page('POST', '', typed('000000', 'my wrong password'));
  expect(wrong.statusCode).toBe(401);
  expect(wrong.body).toContain(`value="${email}"`);
  expect(wrong.body).toContain('is not right');
  expect(wrong.body).not.toContain('my wrong password');
  expect((await page('POST', '', 'email=a%40b.example')).statusCode).toBe(422);
  const code = app.next();
  const signedIn = await page('POST', '', typed(`${code.slice(0, 3)} ${code.slice(3)}`));
  expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/account/operator']);
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  expect((await current(cookie)).statusCode).toBe(200);
  const shown = await page('GET', '', '', { cookie });
  expect(shown.body).toContain('Signed in as Sam Op');
  // else a browser says `Origin: null` of this very page
  expect(shown.headers['referrer-policy']).toBe('same-origin');
  expect((await page('POST', '/sign-out', '', { cookie, origin: 'null' })).statusCode).toBe(403);
  expect((await page('POST', '/sign-out', '', { cookie })).statusCode).toBe(303);
  expect((await current(cookie)).statusCode).toBe(401);
  expect((await page('GET', '', '', { cookie })).body).toContain('name="password"');
});

test('a code is right once, a recovery code too, and the password alone never', async () => {
  const { email, app, code, recoveryCodes } = await addOperator(api);
  expect((await signIn(email, code)).status).toBe(401);
  const next = app.next();
  const both = await Promise.all([signIn(email, next), signIn(email, next)]);
  expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  expect((await signIn(email, recoveryCodes[0] ?? '')).status).toBe(204);
  expect((await signIn(email, recoveryCodes[0] ?? '')).status).toBe(401);
  expect((await signIn(email, '000000')).status).toBe(401);
});

test('who is no operator gets the very answer of a wrong password, and no ordinary sign-in comes of being one', async () => {
  const email = `user-${randomBytes(6).toString('hex')}@harbor.example`;
  await api.directory.addIdentity(email, OPERATOR_PASSWORD);
  const { email: known, app } = await addOperator(api);
  const answers = [
    await signIn(email, '123456'),
    await signIn('nobody@harbor.example', '123456'),
    await signIn(known, app.next(), 'not the password'),
  ];
  const bodies = answers.map(({ status, body }) => ({ status, code: body.code, title: body.title }));
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect((await post('/api/sessions', { email: known, password: OPERATOR_PASSWORD })).status).toBe(401);
});

test('a weak password is refused and the token stays good', async () => {
  const token = await operators.add('weak@platform.example', 'Weak');
  const { body } = await post('/api/operator/set-up', { token });
  const code = new Authenticator(body.secret).next();
  const refused = await post('/api/operator/set-up/finish', { token, password: 'password1234', code });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'password', code: 'common' }] } });
  expect(
    (await post('/api/operator/set-up/finish', { token, password: OPERATOR_PASSWORD, code })).status,
  ).toBe(200);
});

test('ten wrong codes lock the account, from whatever network they come', async () => {
  const { email, app } = await addOperator(api);
  for (let n = 0; n < 10; n++) {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/operator/sessions',
      remoteAddress: `203.0.113.${n}`,
      payload: { email, password: OPERATOR_PASSWORD, code: '000000' },
    });
    expect(answer.statusCode).toBe(401);
  }
  expect((await signIn(email, app.next())).status).toBe(429);
});

test('who is removed is out at once, and all of it is in the audit log of the platform', async () => {
  const { email, app } = await addOperator(api);
  const signedIn = await signIn(email, app.next());
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  expect(await operators.remove(email)).toBe(true);
  expect((await current(cookie)).statusCode).toBe(401);
  expect((await signIn(email, app.next())).status).toBe(401);
  const identityId = await api.directory.identityOf(email);
  const who = { firmId: PLATFORM, actor: 'system:test', books: '*', correlationId: 'test' } as const;
  const rows: { action: string }[] = await api.world.db.run(who, (ctx) =>
    ctx.em.query(`select action from audit.event where detail->>'identityId' = $1 order by id`, [identityId]),
  );
  expect(rows.map(({ action }) => action)).toEqual(
    ['add', 'set_up', 'sign_in', 'remove'].map((what) => `directory.operator.${what}`),
  );
});
