import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, askAs, startApi, type TestApi } from '../support/build/api.ts';
import { Authenticator } from '../support/build/codes.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
});
afterAll(() => api?.close());

const signIn = async (payload: object) => {
  const answer = await api.app.inject({ method: 'POST', url: '/api/sessions', payload });
  return { status: answer.statusCode, code: answer.json().code as unknown };
};

test('a second factor is turned on with a code, asked for at sign-in, and turned off with another', async () => {
  const user = await addUser(api, firm, 'advisor');
  const { email, password } = user;
  const ask = await askAs(api, user);
  expect((await ask('POST', '/api/second-factor', { password: 'not it' })).status).toBe(422);
  const begun = await ask('POST', '/api/second-factor', { password });
  const app = new Authenticator(String(begun.body['secret']));
  // until it is confirmed nothing has changed
  expect((await signIn({ email, password })).status).toBe(201);
  expect((await ask('POST', '/api/second-factor/confirm', { code: '000000' })).status).toBe(422);
  const confirmed = await ask('POST', '/api/second-factor/confirm', { code: app.next() });
  const recoveryCodes = confirmed.body['recoveryCodes'] as string[];
  expect(recoveryCodes).toHaveLength(10);

  expect(await signIn({ email, password })).toEqual({ status: 401, code: 'code_needed' });
  expect(await signIn({ email, password, code: '000000' })).toEqual({ status: 401, code: 'wrong_code' });
  const code = app.next();
  expect((await signIn({ email, password, code })).status).toBe(201);
  expect(await signIn({ email, password, code })).toEqual({ status: 401, code: 'wrong_code' });
  expect((await signIn({ email, password, code: recoveryCodes[3] })).status).toBe(201);
  // without the password a code tells nothing
  expect(await signIn({ email, password: 'x', code })).toEqual({ status: 401, code: 'wrong_password' });

  expect((await ask('POST', '/api/second-factor', { password })).status).toBe(409);
  expect((await ask('POST', '/api/second-factor/remove', { password, code: '000000' })).status).toBe(422);
  const removed = await ask('POST', '/api/second-factor/remove', { password, code: app.next() });
  expect(removed.status, JSON.stringify(removed.body)).toBe(204);
  expect((await signIn({ email, password })).status).toBe(201);
});

test('the secret is not in the database', async () => {
  const user = await addUser(api, firm, 'assistant');
  const ask = await askAs(api, user);
  const { body } = await ask('POST', '/api/second-factor', { password: user.password });
  const app = new Authenticator(String(body['secret']));
  const owner = await api.world.asOwner(`select encode(secret_sealed, 'hex') as hex from directory.totp`);
  expect(owner.length).toBeGreaterThan(0);
  for (const row of owner) expect(String(row['hex'])).not.toContain(app.hex);
});
