import { afterAll, beforeAll, expect, test } from 'vitest';
import { Limits } from '@rap/api/http/limits';
import { Allowances, forgetAllowances } from '@rap/database/allowance/allowances';
import { addUser, startApi, type TestApi } from '../support/build/api.ts';
import { lettersOf } from '../support/build/letters.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

let world: TestWorld;
let one: TestApi;
let two: TestApi;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  one = await startApi({}, world);
  two = await startApi({}, world);
  firm = await buildFirm(world);
});
afterAll(async () => {
  await one?.close();
  await two?.close();
  await world?.close();
});

const post = async (api: TestApi, url: string, payload: object, remoteAddress: string) => {
  const answer = await api.app.inject({ method: 'POST', url, payload, remoteAddress });
  return { status: answer.statusCode, code: answer.body ? (answer.json().code as unknown) : undefined };
};
const limitsOf = (api: TestApi): Limits => api.app.get(Limits);

test('failed sign-ins of a network are counted by both processes together', async () => {
  const network = '203.0.113.10';
  const attempt = (api: TestApi, from: string) =>
    post(api, '/api/sessions', { email: 'guess@harbor.example', password: 'x' }, from);
  await Promise.all(
    Array.from({ length: 98 }, (_, n) => limitsOf(n % 2 === 0 ? one : two).noteFailure(network)),
  );
  expect((await attempt(one, network)).status).toBe(401);
  expect((await attempt(two, network)).status).toBe(401);
  for (const api of [one, two]) {
    expect(await attempt(api, network)).toEqual({ status: 429, code: 'too_many_requests' });
    expect((await attempt(api, '203.0.113.11')).status).toBe(401);
  }
  // operators come in by the same door
  const operator = { email: 'guess@platform.example', password: 'x', code: '123456' };
  expect((await post(two, '/api/operator/sessions', operator, network)).status).toBe(429);
});

test('wrong passwords close an account to the network they came from, in every process, and to no other', async () => {
  const user = await addUser(one, firm, 'advisor');
  const { email, password } = user;
  const network = '203.0.113.20';
  for (let n = 0; n < 10; n++) {
    const api = n % 2 === 0 ? one : two;
    expect((await post(api, '/api/sessions', { email, password: 'wrong' }, network)).status).toBe(401);
  }
  for (const api of [one, two]) {
    expect(await post(api, '/api/sessions', { email, password }, network)).toEqual({
      status: 429,
      code: 'locked',
    });
    expect((await post(api, '/api/sessions', { email, password }, '203.0.113.21')).status).toBe(201);
  }
});

test('resets are counted together, and somebody elsewhere does not use up those of the owner', async () => {
  const { email } = await addUser(one, firm, 'advisor');
  const ask = (api: TestApi, from: string) => post(api, '/api/password-resets', { email }, from);
  const letters = async () => (await lettersOf(firm)).filter(({ address }) => address === email).length;
  for (const api of [one, two, one, two, one]) {
    expect((await ask(api, '203.0.113.30')).status).toBe(202);
  }
  expect(await letters()).toBe(3);
  await ask(two, '203.0.113.31');
  expect(await letters()).toBe(4);
  for (let n = 0; n < 12; n++) await ask(one, `203.0.113.${100 + n}`);
  expect(await letters()).toBe(10);
});

test('a key has its requests once, whichever process is asked', async () => {
  const take = (n: number) => limitsOf(n % 2 === 0 ? one : two).takeKeyRequest('a-key');
  for (let at = 0; at < 600; at += 50) await Promise.all(Array.from({ length: 50 }, (_, n) => take(n)));
  await expect(take(0)).rejects.toThrow(/too often/);
  await expect(take(1)).rejects.toThrow(/too often/);
});

test('links that nobody was given close the links to that network, not its sign-in', async () => {
  const network = '203.0.113.40';
  const { email, password } = await addUser(one, firm, 'advisor');
  const token = `${firm.firmId}.${'x'.repeat(43)}`;
  const accept = (api: TestApi, from: string) =>
    post(api, '/api/invitations/accept', { token, password: 'seven tall ships sailing' }, from);
  for (let n = 0; n < 100; n++) expect((await accept(n % 2 === 0 ? one : two, network)).status).toBe(404);
  expect((await accept(one, network)).status).toBe(429);
  expect((await post(two, '/api/password-resets/finish', { token, password: 'x' }, network)).status).toBe(
    429,
  );
  expect((await accept(two, '203.0.113.41')).status).toBe(404);
  expect((await post(two, '/api/sessions', { email, password }, network)).status).toBe(201);
});

test('what is refused stays counted though the request that asked was undone; what is over is forgotten', async () => {
  const counts = one.app.get(Allowances);
  const allowance = { kind: 'form_phone', most: 1, withinSeconds: 3_600 } as const;
  await expect(
    firm.run(async (ctx) => {
      await ctx.em.query('select 1');
      expect(await counts.take(allowance, 'undone')).toBe(true);
      throw new Error('the request failed');
    }),
  ).rejects.toThrow(/failed/);
  expect(await two.app.get(Allowances).take(allowance, 'undone')).toBe(false);

  await world.asOwner(`update directory.allowance set until = now() - interval '1 second'`);
  expect(await counts.isSpent(allowance, 'undone')).toBe(false);
  expect(await counts.take(allowance, 'undone')).toBe(true);
  expect(await forgetAllowances(world.dataSource)).toBeGreaterThan(3);
  expect(await counts.isSpent(allowance, 'undone')).toBe(true);
  // no address and no network can be read
  const rows = await world.asOwner(`select t::text as text from directory.allowance t`);
  expect(rows).toHaveLength(1);
  expect(String(rows[0]?.['text'])).not.toContain('undone');
});
