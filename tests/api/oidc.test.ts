import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, PUBLIC_URL, signInAs, startApi, type TestApi } from '../support/build/api.ts';
import { CLIENT, startOidcProvider, type TestProvider } from '../support/build/oidc-provider.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let provider: TestProvider;
let api: TestApi;
let firm: TestFirm;
beforeAll(async () => {
  provider = await startOidcProvider(`${PUBLIC_URL}/oidc/callback`);
  api = await startApi({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  });
  firm = await buildFirm(api.world);
});
afterAll(async () => {
  await api?.close();
  await provider?.close();
});

const cookieOf = (set: unknown, name: string): string =>
  [set]
    .flat()
    .map(String)
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0] ?? '';

async function start(): Promise<{ url: string; cookie: string }> {
  const started = await api.app.inject({ method: 'GET', url: '/oidc/start' });
  expect(started.statusCode).toBe(302);
  return {
    url: String(started.headers.location),
    cookie: cookieOf(started.headers['set-cookie'], 'oidc'),
  };
}
const back = (address: string, cookie: string) =>
  api.app.inject({ method: 'GET', url: address.slice(PUBLIC_URL.length), headers: { cookie } });

/** All of a sign-in; answers what our side says at its end. */
async function signIn(sub: string, email: string, verified = true) {
  provider.somebody = { sub, email, verified };
  const { url, cookie } = await start();
  const answer = await back(await provider.visit(url), cookie);
  return {
    status: answer.statusCode,
    code: codeOf(answer),
    cookie: cookieOf(answer.headers['set-cookie'], 'session'),
  };
}
/** Why it was refused, as the sign-in page is told; undefined when it was not. */
const codeOf = ({ headers }: { headers: Record<string, unknown> }): string | undefined =>
  new URL(String(headers['location']), PUBLIC_URL).searchParams.get('refused') ?? undefined;
const whoIs = async (cookie: string) =>
  (await api.app.inject({ method: 'GET', url: '/api/sessions/current', headers: { cookie } })).json();

test('a user is found by the verified address once, and by the pinned subject from then on', async () => {
  const user = await addUser(api, firm, 'advisor');
  const sub = randomUUID();
  const first = await signIn(sub, user.email);
  expect([first.status, first.code]).toEqual([302, undefined]);
  expect(await whoIs(first.cookie)).toMatchObject({ userId: user.userId, role: 'advisor' });
  // the address has changed at the provider; the person has not
  expect(await whoIs((await signIn(sub, 'elsewhere@people.example')).cookie)).toMatchObject({
    userId: user.userId,
  });
  // somebody else has got the address
  expect(await signIn(randomUUID(), user.email)).toMatchObject({ code: 'other_account', cookie: '' });
});

test('an address that is not verified, or not known, opens nothing', async () => {
  const user = await addUser(api, firm, 'owner');
  expect(await signIn(randomUUID(), user.email, false)).toMatchObject({
    code: 'email_unverified',
    cookie: '',
  });
  expect(await signIn(randomUUID(), 'stranger@people.example')).toMatchObject({
    code: 'not_invited',
    cookie: '',
  });
});

test('an invited person comes in without a password of ours', async () => {
  const owner = await signInAs(api, firm, 'owner');
  const email = `kim-${randomUUID()}@lakeside.example`;
  await owner('POST', '/api/invitations', { email, displayName: 'Kim New', role: 'assistant' });
  const { code, cookie } = await signIn(randomUUID(), email);
  expect(code).toBe(undefined);
  expect(await whoIs(cookie)).toMatchObject({ role: 'assistant', displayName: 'Kim New' });
  const withPassword = await api.app.inject({
    method: 'POST',
    url: '/api/sessions',
    payload: { email, password: 'null' },
  });
  expect(withPassword.statusCode).toBe(401);
});

test('an answer is good for the attempt that asked for it, once', async () => {
  const user = await addUser(api, firm, 'advisor');
  provider.somebody = { sub: randomUUID(), email: user.email, verified: true };
  const [mine, other] = [await start(), await start()];
  const address = await provider.visit(mine.url);
  expect(codeOf(await back(address, other.cookie))).toBe('oidc_refused');
  expect(codeOf(await back(address, ''))).toBe('oidc_expired');
  expect(codeOf(await back(address, 'oidc=AAAA'))).toBe('oidc_expired');
  const forged = address.replace(/state=[^&]+/, 'state=another');
  expect(codeOf(await back(forged, mine.cookie))).toBe('oidc_refused');
  expect(codeOf(await back(address, mine.cookie))).toBe(undefined);
  expect(codeOf(await back(address, mine.cookie))).toBe('oidc_refused');
  const declined = `${PUBLIC_URL}/oidc/callback?error=access_denied&state=${new URL(mine.url).searchParams.get('state')}`;
  expect(codeOf(await back(declined, mine.cookie))).toBe('oidc_refused');
});
