import { randomUUID } from 'node:crypto';
import { Tickets } from '@rap/database/identity/tickets';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

/* A firm begins; what is typed is not lost; a page that fails says a number. */

let studio: TestStudio;
beforeAll(async () => {
  studio = await TestStudio.open();
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

async function newLink(): Promise<string> {
  const email = `ines-${randomUUID()}@ortega.example`;
  const identityId = await studio.api.directory.addIdentity(email);
  const ticket = await studio.api.app.get(Tickets).issue(identityId, 'firm_set_up', 60);
  return `${studio.url}/welcome#${new URLSearchParams({ email, ticket })}`;
}

test('an owner sets up their firm by the link, by keyboard on a phone, and finds the first steps', async () => {
  const page = await studio.page({ viewport: PHONE });
  await page.goto(await newLink());
  await page.getByLabel('Your name').fill('Ines Ortega');
  await page.getByLabel('Choose a password', { exact: true }).fill('password1');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of the firm').fill('Ortega Retirement');
  await page.getByRole('combobox', { name: 'States where it is registered' }).fill('Color');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Postal address').fill('1 Main Street, Boulder, CO 80302');
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Two people look at', { exact: false }).uncheck();
  await page.getByLabel('Whoever signs in by password', { exact: false }).uncheck();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open the firm' }).click();
  // the password is one from known thefts: said where it stands, and the rest is kept
  await page.getByRole('heading', { name: 'About you' }).waitFor();
  expect(await page.getByLabel('Your name').inputValue()).toBe('Ines Ortega');
  await page.getByLabel('Choose a password', { exact: true }).fill('seven lanterns over the quiet harbor');
  for (const name of ['Continue', 'Continue', 'Open the firm'])
    await page.getByRole('button', { name }).click();
  const steps = page.getByRole('list', { name: 'First steps' });
  await steps.getByRole('link', { name: 'Invite whoever works with you' }).waitFor();
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Do not show this list any more' }).click();
  await page.getByText('The list is put away').waitFor();
  await steps.waitFor({ state: 'detached' });
}, 60_000);

test('a link that was used, or none at all, says what to do', async () => {
  const page = await studio.page();
  await page.goto(`${studio.url}/welcome`);
  await page.getByText('This page needs your link').waitFor();
  await page.goto(`${studio.url}/sign-in`);
  await page.goto(`${studio.url}/welcome#email=a@b.example&ticket=${'x'.repeat(40)}`);
  await page.getByText('This link is not good any more').waitFor();
  expect(await barriers(page)).toEqual([]);
}, 30_000);

test('what was typed and not saved is asked about before it is left, on a page and in a dialog', async () => {
  const page = await studio.signedIn(await studio.addUser('owner'));
  await page.goto(`${studio.url}/settings/firm`);
  await page.getByLabel('Phone').fill('(303) 555-0100');
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  expect(await barriers(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(await page.getByLabel('Phone').inputValue()).toBe('(303) 555-0100');
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await asked.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();

  await page.goto(`${studio.url}/settings/books`);
  await page.getByRole('button', { name: 'New book' }).click();
  await page.getByRole('dialog').getByRole('textbox').first().fill('North side');
  await page.keyboard.press('Escape');
  await page
    .getByRole('dialog', { name: 'Close without saving?' })
    .getByRole('button', { name: 'Cancel' })
    .click();
  expect(await page.getByRole('dialog').getByRole('textbox').first().inputValue()).toBe('North side');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // saved is saved: nobody is asked
  await page.goto(`${studio.url}/settings/firm`);
  await page.getByLabel('Phone').fill('(303) 555-0101');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The firm is changed').waitFor();
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
}, 60_000);

test('a page that fails says a number that stands in the logs, and nothing of what it held is sent', async () => {
  const page = await studio.signedIn(await studio.addUser('owner'));
  const faults: Promise<unknown>[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/browser-faults')) faults.push(Promise.resolve(request.postDataJSON()));
  });
  // an answer that no page is made for
  await page.route('**/api/tasks*', (route) =>
    route.fulfill({ json: { items: [null, { title: 'Secret of Maria' }], nextCursor: null } }),
  );
  await page.goto(`${studio.url}/tasks`);
  await page.getByText('Support finds it in the logs by this number').waitFor();
  expect(await barriers(page)).toEqual([]);
  const number = await page.getByRole('alert').locator('code').textContent();
  expect(number).toMatch(/^[\w-]{10,}$/);
  expect(faults).toHaveLength(1);
  const told = await faults[0];
  expect(told).toMatchObject({ page: '/tasks', name: 'TypeError' });
  expect(JSON.stringify(told)).not.toContain('Maria');
}, 30_000);
