import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLATFORM } from '@rap/database/identity/platform';
import { addUser, askAs, startApi, type Ask, type TestApi, type TestUser } from '../support/build/api.ts';
import { Authenticator } from '../support/build/codes.ts';
import { lettersOf } from '../support/build/letters.ts';
import { buildOperator } from '../support/build/operator.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: TestUser;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await addUser(api, firm, 'owner');
  ask = await askAs(api, owner);
});
afterAll(() => api?.close());

const post = async (url: string, payload: object) => {
  const answer = await api.app.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : {} };
};
const signIn = ({ email, password }: TestUser, code?: string) =>
  post('/api/sessions', { email, password, ...(code ? { code } : {}) });
const REASON = 'the phone fell into the lake';
const switchOff = (userId: string, password = owner.password) =>
  ask('POST', `/api/users/${userId}/second-factor/switch-off`, { password, reason: REASON });

/** Turns one on; the app is lost afterwards. */
async function withFactor(user: TestUser): Promise<Ask> {
  const asked = await askAs(api, user);
  const begun = await asked('POST', '/api/second-factor', { password: user.password });
  const app = new Authenticator(String(begun.body['secret']));
  expect((await asked('POST', '/api/second-factor/confirm', { code: app.next() })).status).toBe(200);
  return asked;
}
const isOn = async (user: TestUser) => (await signIn(user)).body.code === 'code_needed';

test('an owner does it for somebody, who is signed out, told by mail, and signs in by password', async () => {
  const user = await addUser(api, firm, 'advisor');
  const theirs = await withFactor(user);
  expect(await switchOff(user.userId, 'not it')).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'password' }] },
  });
  expect(await isOn(user)).toBe(true);
  expect((await switchOff(user.userId)).status).toBe(204);
  expect((await theirs('GET', '/api/sessions/current')).status).toBe(401);
  expect((await signIn(user)).status).toBe(201);
  expect(await switchOff(user.userId)).toMatchObject({ status: 409, body: { code: 'no_second_factor' } });

  const [letter] = await lettersOf(firm);
  expect(letter).toMatchObject({
    address: user.email,
    text: expect.stringContaining('The owner has switched'),
  });
  const rows: { action: string; actor: string; detail: object }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select action, actor, detail from audit.event where action = 'app.second_factor.switch_off'`,
    ),
  );
  expect(rows).toEqual([
    {
      action: 'app.second_factor.switch_off',
      actor: `user:${owner.userId}`,
      detail: { userId: user.userId },
    },
  ]);
  const versions: { reason: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select reason from audit.record_version where record_id = $1 and reason is not null`, [
      user.userId,
    ]),
  );
  expect(versions).toEqual([{ reason: REASON }]);
});

test('nobody does it for themselves, and nobody but an owner for another', async () => {
  const second = await addUser(api, firm, 'owner');
  await withFactor(second);
  const own = await ask('POST', `/api/users/${owner.userId}/second-factor/switch-off`, {
    password: owner.password,
    reason: REASON,
  });
  expect(own).toMatchObject({ status: 409, body: { code: 'own_account' } });
  for (const role of ['advisor', 'compliance', 'operations'] as const) {
    const user = await addUser(api, firm, role);
    const theirs = await askAs(api, user);
    const path = `/api/users/${second.userId}/second-factor/switch-off`;
    expect((await theirs('POST', path, { password: user.password, reason: REASON })).status).toBe(403);
  }
  expect(await isOn(second)).toBe(true);
  expect((await switchOff(second.userId)).status).toBe(204);
});

test('an owner does it for nobody who works elsewhere too or is an operator; for the only owner an operator does', async () => {
  const [operator, colleague] = [await buildOperator(api), await buildOperator(api)];
  const byOperator = (email: string, code = operator.app.next()) =>
    operator.ask('POST', '/api/operator/second-factors/switch-off', { email, reason: REASON, code });

  // somebody who has an owner
  const user = await addUser(api, firm, 'advisor');
  await withFactor(user);
  expect(await byOperator(user.email, '000000')).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'code' }] },
  });
  expect(await byOperator(user.email)).toMatchObject({ status: 409, body: { code: 'owner_does_it' } });

  // the same account in a second firm, whose only owner they are
  const other = await buildFirm(api.world);
  const identityId = await api.directory.identityOf(user.email);
  await other.run(async (ctx) => {
    await ctx.em.query(`update app.user set identity_id = $2, email = $3 where id = $1`, [
      other.ownerId,
      identityId,
      user.email,
    ]);
    await api.directory.put(ctx, 'login', user.email, other.ownerId);
  });
  expect(await switchOff(user.userId)).toMatchObject({ status: 409, body: { code: 'several_firms' } });
  expect(await isOn(user)).toBe(true);
  // the codes of that app for now are used up
  const done = await colleague.ask('POST', '/api/operator/second-factors/switch-off', {
    email: user.email,
    reason: REASON,
    code: colleague.app.next(),
  });
  expect(done.status, JSON.stringify(done.body)).toBe(204);
  expect((await signIn(user)).body.code).toBe('choose_firm');
  for (const one of [firm, other]) {
    const [letter] = await lettersOf(one);
    expect(letter).toMatchObject({ address: user.email, text: expect.stringContaining('An operator of') });
  }
});

test('an operator does it for the only owner of a firm', async () => {
  const small = await buildFirm(api.world);
  const only = await addUser(api, small, 'owner');
  await small.run((ctx) =>
    ctx.em.query(`update app.user set status = 'left' where id = $1`, [small.ownerId]),
  );
  await withFactor(only);
  const operator = await buildOperator(api);
  const done = await operator.ask('POST', '/api/operator/second-factors/switch-off', {
    email: only.email,
    reason: REASON,
    code: operator.app.next(),
  });
  expect(done.status, JSON.stringify(done.body)).toBe(204);
  expect((await signIn(only)).status).toBe(201);
});

test('an operator does it for another operator and never for themselves, and the log of the platform says so', async () => {
  const [operator, colleague, third] = [
    await buildOperator(api),
    await buildOperator(api),
    await buildOperator(api),
  ];
  const path = '/api/operator/second-factors/switch-off';
  const code = operator.app.next();
  expect(await operator.ask('POST', path, { email: operator.email, reason: REASON, code })).toMatchObject({
    status: 409,
    body: { code: 'own_account' },
  });
  const done = await third.ask('POST', path, {
    email: colleague.email,
    reason: REASON,
    code: third.app.next(),
  });
  expect(done.status, JSON.stringify(done.body)).toBe(204);
  expect((await colleague.ask('GET', '/api/operator/sessions/current')).status).toBe(401);
  const identityId = await api.directory.identityOf(colleague.email);
  const who = { firmId: PLATFORM, actor: 'system:test', books: '*', correlationId: 'test' } as const;
  const rows: { actor: string; reason: string }[] = await api.world.db.run(who, (ctx) =>
    ctx.em.query(
      `select actor, detail->>'reason' as reason from audit.event where action = 'directory.operator.second_factor_off' and detail->>'identityId' = $1`,
      [identityId],
    ),
  );
  const by = await api.directory.identityOf(third.email);
  expect(rows).toEqual([{ actor: `operator:${by}`, reason: REASON }]);
});

test('a firm that asks for a second factor has it set up before anything else is shown', async () => {
  const strict = await buildFirm(api.world, { settings: { requireSecondFactor: true } });
  const user = await addUser(api, strict, 'advisor');
  const refused = await signIn(user);
  expect(refused).toMatchObject({ status: 409, body: { code: 'second_factor_needed' } });
  const { ticket } = refused.body.current as { ticket: string };
  const begun = await post('/api/sessions/second-factor', { ticket });
  const app = new Authenticator(String(begun.body.secret));
  expect((await post('/api/sessions/second-factor/finish', { ticket, code: '000000' })).status).toBe(422);
  const finished = await post('/api/sessions/second-factor/finish', { ticket, code: app.next() });
  expect(finished.body.recoveryCodes).toHaveLength(10);
  // the ticket opened nothing else, and is used up
  expect((await post('/api/sessions/second-factor', { ticket })).status).toBe(401);
  expect(await isOn(user)).toBe(true);
  expect((await signIn(user, app.next())).status).toBe(201);

  // and once more after somebody has switched it off for them
  const boss = await addUser(api, strict, 'owner');
  const bossAsks = await withForced(boss);
  const path = `/api/users/${user.userId}/second-factor/switch-off`;
  const off = await bossAsks('POST', path, { password: boss.password, reason: REASON });
  expect(off.status, JSON.stringify(off.body)).toBe(204);
  expect((await signIn(user)).body.code).toBe('second_factor_needed');
});

async function withForced(user: TestUser): Promise<Ask> {
  const { ticket } = (await signIn(user)).body.current as { ticket: string };
  const begun = await post('/api/sessions/second-factor', { ticket });
  const app = new Authenticator(String(begun.body.secret));
  await post('/api/sessions/second-factor/finish', { ticket, code: app.next() });
  return askAs(api, user, app.next());
}
