import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type Ask, type TestUser } from '../support/build/api.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let ask: Ask;
beforeAll(async () => {
  studio = await TestStudio.open();
  owner = await studio.addUser('owner');
  ask = await askAs(studio.api, owner);
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const named = async (user: TestUser, displayName: string): Promise<void> => {
  const { body } = await ask('GET', `/api/users/${user.userId}`);
  await ask('PATCH', `/api/users/${user.userId}`, { version: body['version'], displayName });
};

test('who leaves hands over to somebody who sees their people, and may come back', async () => {
  const leaver = await studio.addUser('advisor');
  const heir = await studio.addUser('assistant');
  await named(leaver, 'Lena Whitford');
  await named(heir, 'Tomas Vidal');
  const { body: stranger } = await ask('GET', `/api/users/${(await studio.addUser('advisor')).userId}`);
  await ask('PATCH', `/api/users/${String(stranger['id'])}`, {
    version: stranger['version'],
    displayName: 'Grant Osei',
    bookIds: [],
  });
  const person = { firstName: 'Ada', lastName: 'Zimmer', ownerId: leaver.userId };
  const { body: ada } = await ask('POST', '/api/people', person);
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/settings/team`);
  await page.getByRole('button', { name: 'What to do with Lena Whitford' }).click();
  await page.getByRole('menuitem', { name: 'Remove from the firm' }).click();
  const dialog = page.getByRole('dialog');
  const heirs = dialog.getByLabel('Who gets their people');
  await heirs.selectOption('Grant Osei');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  // said at the field, and said once
  const refusal = dialog.getByText('Grant Osei does not work for', { exact: false });
  await refusal.waitFor();
  expect(await refusal.count()).toBe(1);
  expect(await barriers(page)).toEqual([]);
  await heirs.selectOption('Tomas Vidal');
  await refusal.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Remove' }).click();
  const row = page.getByRole('row').filter({ hasText: leaver.email });
  await row.getByText('Has left').waitFor();
  expect((await ask('GET', `/api/people/${String(ada['id'])}`)).body['ownerId']).toBe(heir.userId);
  await row.getByRole('button').click();
  await row.getByText('Works here').waitFor();
}, 60_000);

test('an owner sees when a user was last here and with what they sign in, and ends one of their sessions', async () => {
  const user = await studio.addUser('advisor');
  await named(user, 'Nora Quill');
  const theirs = await askAs(studio.api, user);
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/settings/team`);
  const row = page.getByRole('row').filter({ hasText: user.email });
  await row.getByRole('cell', { name: 'Password', exact: true }).waitFor();
  await row.getByText(/^Today/).waitFor();
  await page.getByRole('button', { name: 'What to do with Nora Quill' }).click();
  await page.getByRole('menuitem', { name: 'Where they are signed in' }).click();
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await page.getByText('Nowhere').waitFor();
  expect((await theirs('GET', '/api/sessions/current')).status).toBe(401);
  expect(await barriers(page)).toEqual([]);
}, 60_000);

test('what one says of oneself is kept, refused at its field, and tests of texts go to that phone', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/settings/profile`);
  await page.getByLabel('Title').fill('Senior advisor, CFP');
  await page.getByLabel('Phone').fill('555-0142');
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText('Give the number with area code', { exact: false })
    .or(page.getByText('No telephone can have'))
    .waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('Senior advisor, CFP');
  await page.getByLabel('Phone').fill('216 555 0142');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('What you say of yourself is changed').waitFor();
  expect(await page.getByLabel('Phone').inputValue()).toBe('(216) 555-0142');
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  expect(await barriers(page)).toEqual([]);

  const words = { channel: 'sms', body: 'Hello {{ person.firstName }}' };
  const { body } = await ask('POST', '/api/templates', { key: 'hello', name: 'Hello', words });
  await page.goto(`${studio.url}/templates/${String(body['id'])}`);
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await page.getByText('On its way to (216) 555-0142').waitFor();
}, 60_000);
