import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Authenticator } from '../support/build/codes.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;

beforeAll(async () => {
  studio = await TestStudio.open();
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

test('a second factor is set up, its codes are shown once, and the sign-in asks for it', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  await page.goto(`${studio.url}/settings/account`);
  await page.getByRole('button', { name: 'Set it up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('not this one');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.locator('.mantine-InputWrapper-error').waitFor();
  await dialog.getByLabel('Your password').fill(user.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByRole('img', { name: 'Picture for the authenticator app' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  const app = new Authenticator((await dialog.locator('code').textContent()) ?? '');
  await dialog.getByLabel('Six digits').fill(app.next());
  await dialog.getByRole('button', { name: 'Switch it on' }).click();
  await dialog.getByRole('list', { name: 'Recovery codes' }).waitFor();
  const codes = await dialog
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  expect(codes).toHaveLength(10);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: 'Switch it off' }).waitFor();

  const elsewhere = await studio.page();
  await elsewhere.goto(studio.url);
  await elsewhere.getByLabel('Work email').fill(user.email);
  await elsewhere.getByLabel('Password', { exact: true }).fill(user.password);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.getByLabel('Code of your authenticator app').fill(codes[0] ?? '');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.getByRole('navigation', { name: 'Pages' }).first().waitFor();

  // and the other place is signed out from here
  await page.reload();
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await page.getByText('It is signed out there').waitFor();
  await elsewhere.reload();
  await elsewhere.getByLabel('Work email').waitFor();
}, 60_000);

test('a firm that asks for a second factor has it set up before the first page', async () => {
  const user = await studio.addUser('assistant');
  const owner = await studio.signedIn(await studio.addUser('owner'));
  await owner.goto(`${studio.url}/settings/firm`);
  await owner.getByLabel('Whoever signs in by password needs a second factor').check();
  await owner.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('The firm is changed').waitFor();

  const page = await studio.page();
  await page.goto(studio.url);
  await page.getByLabel('Work email').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Your firm asks for a second factor').waitFor();
  const app = new Authenticator((await page.locator('code').textContent()) ?? '');
  await page.getByLabel('Six digits').fill(app.next());
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByLabel('Code of your authenticator app').fill(app.next());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).first().waitFor();
  await owner.getByLabel('Whoever signs in by password needs a second factor').uncheck();
  await owner.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('The firm is changed').last().waitFor();
}, 60_000);

test('another password is refused with its reason, and a good one counts', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  await page.goto(`${studio.url}/settings/account`);
  await page.getByLabel('The one now').fill(user.password);
  await page.getByLabel('The new one').fill('short');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.locator('.mantine-InputWrapper-error').waitFor();
  await page.getByLabel('The new one').fill('seven quiet herons by the lake');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('The password is changed').waitFor();
  for (const viewport of [undefined, PHONE]) {
    if (viewport) await page.setViewportSize(viewport);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
}, 60_000);
