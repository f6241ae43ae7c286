import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type TestUser } from '../support/build/api.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

test('somebody is invited, and a colleague gets another role and a book', async () => {
  const colleague = await studio.addUser('assistant');
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/team`);
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ines Duarte');
  await dialog.getByLabel('Work email').fill('not an address');
  await dialog.getByLabel('Work email').evaluate((field) => field.setAttribute('type', 'text'));
  await dialog.getByRole('button', { name: 'Send the invitation' }).click();
  // what is wrong is said at its field, and nothing typed is gone
  await dialog
    .getByText('Invalid email', { exact: false })
    .or(dialog.locator('[role="alert"], .mantine-InputWrapper-error'))
    .first()
    .waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Ines Duarte');
  await dialog.getByLabel('Work email').fill('ines@lakeside.example');
  await dialog.getByRole('button', { name: 'Send the invitation' }).click();
  const invitations = page.getByRole('list', { name: 'Invitations' });
  await invitations.getByText('Ines Duarte, ines@lakeside.example').waitFor();
  await invitations.getByRole('button', { name: 'Withdraw' }).click();
  await invitations.waitFor({ state: 'detached' });

  const row = page.getByRole('row').filter({ hasText: colleague.email });
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Change role' }).click();
  await page.getByRole('dialog').getByLabel('Role').selectOption('advisor');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await row.getByText('Advisor').waitFor();
}, 60_000);

test('who may not sees who may, and not the section', async () => {
  const page = await studio.signedIn(await studio.addUser('advisor'));
  await page.goto(`${studio.url}/settings/audit`);
  await page.getByText('It is seen by an owner or compliance').waitFor();
  await page.goto(`${studio.url}/settings/nonsense`);
  await page.getByText('There is no such section').waitFor();
}, 60_000);

test('a key is shown once, and opens nothing after it was revoked', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/api-keys`);
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('What it is for').fill('Website');
  await page.getByLabel('See leads').check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const token = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  const asked = () =>
    fetch(`${studio.url}/api/leads`, { headers: { authorization: `Bearer ${token}` } }).then(
      ({ status }) => status,
    );
  expect(await asked()).toBe(200);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Revoked Today').waitFor();
  expect(await asked()).toBe(401);
  expect(await page.content()).not.toContain(token);
}, 60_000);

test('the stop switch says why it was thrown, and everybody sees that nothing leaves', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/sending`);
  await page.getByRole('button', { name: 'Stop everything' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('A wrong list was imported');
  await dialog.getByRole('button', { name: 'Stop everything' }).click();
  const colleague = await studio.signedIn(await studio.addUser('assistant'));
  await colleague.getByText('The stop switch is on').waitFor();
  await page.getByRole('button', { name: 'Let messages leave again' }).click();
  await dialog.getByLabel('Why').fill('The list is taken away');
  await dialog.getByRole('button', { name: 'Let them leave' }).click();
  await page.getByText('The stop switch is on').waitFor({ state: 'detached' });
}, 60_000);

test('limits and hours of a state are changed; hours longer than the default need a reason', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/sending`);
  await page.getByLabel('Texts a day').fill('2');
  await page.getByRole('button', { name: 'Save the limits' }).click();
  await page.getByText('The limits are changed').waitFor();
  const florida = page.getByRole('row').filter({ hasText: 'Florida' });
  await florida.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Weekdays, until').fill('20:30');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('longer than the default of Florida', { exact: false }).waitFor();
  await dialog.getByLabel('Why', { exact: false }).fill('Counsel read Fla. Stat. 501.616 anew');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await florida.getByText('8 am to 8:30 pm').waitFor();
  await florida.getByText('The firm').waitFor();
}, 60_000);

test('addresses are pasted, and what is none stays to be mended', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/suppression`);
  await page.getByRole('button', { name: 'Add addresses' }).click();
  await page.getByLabel('Emails and numbers').fill('quiet@example.com\n12');
  await page.getByRole('button', { name: 'Add 2 addresses' }).click();
  await page.getByRole('dialog').getByRole('alert').getByText('12:').waitFor();
  expect(await page.getByLabel('Emails and numbers').inputValue()).toBe('12');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page
    .getByRole('list', { name: 'Addresses that want no messages' })
    .getByText('quiet@example.com')
    .waitFor();
}, 60_000);

test('the log tells who did what, and is verified', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/audit`);
  await page.getByRole('list', { name: 'Audit log' }).getByText('Session opened').first().waitFor();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('Nothing was changed').waitFor();
  // a line is opened, and the filters stand in the address that one sends on
  const ask = await askAs(studio.api, owner);
  const { body } = await ask('POST', '/api/people', { firstName: 'Ada', lastName: 'Zimmer' });
  await ask('PATCH', `/api/people/${String(body['id'])}`, { version: 1, city: 'Akron' });
  await page.getByLabel('What', { exact: true }).selectOption('Person');
  await page.getByLabel('Id of a record').fill(String(body['id']));
  await page.waitForURL(/kind=app\.person\.&record=/);
  await page.reload();
  const changed = page.getByRole('listitem').filter({ hasText: 'Person changed' });
  await changed.getByText('Before and after').click();
  await changed.getByRole('row', { name: 'city nothing Akron' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize(PHONE);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await page.goto(`${studio.url}/settings/audit?from=nonsense&kind=app.person.`);
  await changed.first().waitFor();
}, 60_000);

test('a template is written, its mistake is said while one types, and its words go live', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/templates`);
  await page.getByRole('button', { name: 'New template' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Year end note');
  await page.getByRole('button', { name: 'Write it' }).click();
  await page.getByRole('heading', { name: 'Year end note' }).waitFor();
  await page.getByLabel('Words, as HTML').fill('<p>Hello {{ person.fristName }}</p>');
  await page.getByText('fristName', { exact: false }).nth(1).waitFor();
  expect(await page.getByRole('button', { name: 'Save as a draft' }).isDisabled()).toBe(true);
  await page.getByLabel('Words, as HTML').fill('<p>Hello , take your RMD by December 31.</p>');
  await page.getByLabel('Words, as HTML').press('Home');
  await page.frameLocator('iframe').getByText('take your RMD').waitFor();
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('It is live').waitFor();
  await page.goto(`${studio.url}/templates`);
  await page.getByRole('row').filter({ hasText: 'Year end note' }).getByText('Version 1 is live').waitFor();
}, 60_000);

test('every section: no barrier that axe finds, nothing that hangs over, light and dark, desk and phone', async () => {
  const paths = [
    'firm',
    'team',
    'books',
    'sending',
    'suppression',
    'forms',
    'api-keys',
    'webhooks',
    'events',
    'legal-holds',
    'audit',
  ].map((section) => `/settings/${section}`);
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const page = await studio.signedIn(owner, { colorScheme, ...(viewport ? { viewport } : {}) });
      for (const path of ['/settings', ...paths, '/templates']) {
        await page.goto(`${studio.url}${path}`);
        await page.waitForLoadState('networkidle').catch(() => undefined); // the live line stays open
        for (const barrier of await barriers(page)) faults.push(`${path} ${colorScheme}: ${barrier}`);
        if ((await overhang(page)) > 0) faults.push(`${path} hangs over`);
      }
    }
  }
  expect(faults).toEqual([]);
}, 240_000);
