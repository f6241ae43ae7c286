import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CLIENT, startOidcProvider, type TestProvider } from '../support/build/oidc-provider.ts';
import { buildFirm } from '../support/build/world.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

/* The ways in beside email and password: a passkey of a real browser's authenticator, and a real OpenID provider. */

let studio: TestStudio;
let provider: TestProvider;
beforeAll(async () => {
  studio = await TestStudio.open({ settings: { requireSecondFactor: false } }, 'localhost', async (url) => {
    provider = await startOidcProvider(`${url}/oidc/callback`);
    return { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret };
  });
}, 180_000);
afterAll(async () => {
  await studio?.close();
  await provider?.close();
});
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

/** A device with a finger on it, as the browser's own protocol gives one. */
async function giveAuthenticator(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
}

const signOut = async (page: Page): Promise<void> => {
  await page.request.delete(`${studio.url}/api/sessions/current`, { headers: { origin: studio.url } });
  await page.goto(`${studio.url}/sign-in`);
};
const inside = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).first().waitFor();

test('a passkey is made, signs in without a password, counts as the second factor, and is taken away', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  const kept = await giveAuthenticator(page);
  await page.goto(`${studio.url}/settings/account`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What you call it').fill('Office laptop');
  await dialog.getByLabel('Your password, once more').fill('not it');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByText('This is not the password of the account.').waitFor();
  expect(await dialog.getByLabel('What you call it').inputValue()).toBe('Office laptop');
  expect(await kept()).toBe(0);
  await dialog.getByLabel('Your password, once more').fill(user.password);
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).getByText('Office laptop').waitFor();
  expect(await kept()).toBe(1);
  expect(await barriers(page)).toEqual([]);

  await signOut(page);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await inside(page);
  await page.goto(`${studio.url}/settings/account`);
  await page.getByRole('list', { name: 'Passkeys' }).getByText('used', { exact: false }).first().waitFor();

  // the firm asks for a second factor: whoever comes by password has to set one up, by passkey nobody
  await studio.firm.run((ctx) =>
    ctx.em.query(
      `update app.firm set settings = jsonb_set(settings, '{requireSecondFactor}', 'true') where firm_id = $1`,
      [ctx.firmId],
    ),
  );
  await signOut(page);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await inside(page);
  await studio.firm.run((ctx) =>
    ctx.em.query(
      `update app.firm set settings = jsonb_set(settings, '{requireSecondFactor}', 'false') where firm_id = $1`,
      [ctx.firmId],
    ),
  );

  await page.goto(`${studio.url}/settings/account`);
  await page.getByRole('list', { name: 'Passkeys' }).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('It signs nobody in any more').waitFor();
  await signOut(page);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.getByRole('alert').getByText('The passkey was not accepted').waitFor();
}, 90_000);

test('an answer of a passkey is good once, and only for the challenge that was given', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  await giveAuthenticator(page);
  await page.goto(`${studio.url}/settings/account`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Your password, once more').fill(user.password);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).waitFor();
  await signOut(page);
  const sent = page.waitForRequest((request) => request.url().endsWith('/api/sessions/passkey'));
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  const again = JSON.parse((await sent).postData() ?? '');
  await inside(page);
  const post = (data: unknown) =>
    page.request.post(`${studio.url}/api/sessions/passkey`, { data, headers: { origin: studio.url } });
  const replayed = await post(again);
  expect([replayed.status(), (await replayed.json()).code]).toEqual([401, 'passkey_refused']);
  const stranger = await post({ credential: { ...again.credential, id: 'AAAA', rawId: 'AAAA' } });
  expect((await stranger.json()).code).toBe('passkey_refused');
}, 60_000);

test('who comes by the provider gets in, chooses among firms, or reads why not', async () => {
  const user = await studio.addUser('advisor');
  provider.somebody = { sub: randomUUID(), email: user.email, verified: true };
  const page = await studio.page();
  await page.goto(`${studio.url}/sign-in`);
  await page.getByRole('link', { name: 'Continue with' }).click();
  await inside(page);

  const second = await buildFirm(studio.api.world, { name: 'Lakeside Retirement' });
  await second.run(async (ctx) => {
    const [account] = await studio.firm.run((own) =>
      own.em.query<{ identity_id: string }[]>(`select identity_id from app.user where id = $1`, [
        user.userId,
      ]),
    );
    const [row] = await ctx.em.query<{ id: string }[]>(
      `insert into app.user (identity_id, display_name, email, role, time_zone)
       values ($1, 'The other', $2, 'assistant', 'America/New_York') returning id`,
      [account?.identity_id, user.email],
    );
    await studio.api.directory.put(ctx, 'login', user.email, row?.id ?? '');
  });
  await signOut(page);
  await page.getByRole('link', { name: 'Continue with' }).click();
  await page.getByText('Which firm do you want to work in?').waitFor();
  expect(new URL(page.url()).search).not.toContain('ticket');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Lakeside Retirement' }).click();
  await inside(page);
  const current = await page.request.get(`${studio.url}/api/sessions/current`);
  expect(await current.json()).toMatchObject({ firmId: second.firmId, role: 'assistant' });

  provider.somebody = { sub: randomUUID(), email: 'stranger@people.example', verified: true };
  const stranger = await studio.page({ viewport: PHONE });
  await stranger.goto(`${studio.url}/sign-in`);
  await stranger.getByRole('link', { name: 'Continue with' }).click();
  await stranger.getByRole('alert').getByText('There is no account for your address').waitFor();
  expect(await overhang(stranger)).toBeLessThanOrEqual(0);
  expect(await barriers(stranger)).toEqual([]);
}, 90_000);
