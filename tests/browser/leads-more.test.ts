import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signInAs, type Ask, type TestUser } from '../support/build/api.ts';
import { buildNoteAutomation } from '../support/build/note-automation.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let ask: Ask;
let sourceId: string;
const leads = new Map<string, string>();

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  ask = await signInAs(studio.api, studio.firm, 'owner', [studio.firm.bookId]);
  sourceId = String((await ask('POST', '/api/lead-sources', { name: 'Seminar', kind: 'event' })).body['id']);
  await ask('POST', '/api/tags', { name: 'Retiring soon' });
  await buildNoteAutomation(studio.firm);
  for (const [firstName, lastName] of [
    ['Ada', 'Zimmer'],
    ['Bea', 'Young'],
    ['Cy', 'Xavier'],
  ] as const) {
    const person = {
      firstName,
      lastName,
      emails: [{ address: `${firstName}@example.com`, isPrimary: true }],
    };
    const personId = String((await ask('POST', '/api/people', person)).body['id']);
    const made = await ask('POST', '/api/leads', {
      personId,
      sourceId,
      firstTouch: { source: 'facebook', campaign: 'spring', fbclid: 'fb-1' },
      lastTouch: { source: 'google', medium: 'cpc', campaign: 'fall', gclid: 'g-1' },
    });
    leads.set(lastName, String(made.body['id']));
  }
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const rows = (page: Page) => page.locator('tbody tr');

test('a list is kept as a view with its columns, shared with a colleague, changed and deleted', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads?sort=name`);
  await page.getByRole('link', { name: 'Ada Zimmer' }).waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Campaign' }).uncheck();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('columnheader', { name: 'Campaign' }).count()).toBe(0);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save this list as a view' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('By name');
  await page.getByRole('dialog').getByLabel('Everybody of the firm sees it').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const tab = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'By name' });
  await tab.waitFor();
  await expect.poll(() => tab.getAttribute('aria-current')).toBe('page');

  const colleague = await studio.signedIn(await studio.addUser('advisor'));
  await colleague.goto(`${studio.url}/leads`);
  await colleague.getByRole('link', { name: 'By name' }).click();
  await expect.poll(() => colleague.getByRole('columnheader', { name: 'Campaign' }).count()).toBe(0);
  expect(new URL(colleague.url()).searchParams.get('sort')).toBe('name');
  expect(await barriers(colleague)).toEqual([]);

  // what is narrowed since is kept when one says so
  await page.getByLabel('Last name').fill('young');
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.getByRole('button', { name: 'View, changed' }).click();
  await page.getByRole('menuitem', { name: 'Keep it as it stands now' }).click();
  await page.getByText('keeps the list as it stands').waitFor();
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await tab.waitFor({ state: 'detached' });
  // the columns stay as this reader chose them
  await page.goto(`${studio.url}/leads`);
  await page.getByRole('link', { name: 'Ada Zimmer' }).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Campaign' }).count()).toBe(0);
}, 90_000);

test('the list is taken away as a file, as it is narrowed', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads?name=young`);
  await page.getByRole('link', { name: 'Bea Young' }).waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  const file = await (await downloading).path();
  const lines = readFileSync(file, 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('Bea Young,Bea@example.com');
}, 60_000);

test('a lead tells where it came from, is lost with a reason and a note, and found by it', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads`);
  await page.getByRole('link', { name: 'Cy Xavier' }).click();
  const first = page.getByRole('region', { name: 'First visit' });
  await first.getByText('spring').waitFor();
  await page.getByRole('region', { name: 'Last visit' }).getByText('g-1').waitFor();
  expect(await first.getByText('g-1').count()).toBe(0);
  for (const viewport of [undefined, PHONE]) {
    if (viewport) await page.setViewportSize(viewport);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const dialog = page.getByRole('dialog');
  const lose = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Change stage' }).click();
    await page.getByRole('menuitem', { name: 'Lost' }).click();
    await dialog.getByLabel('Chose another advisor').check();
    await dialog.getByLabel('More about it, optional').fill('Went with a cousin.');
    await dialog.getByRole('button', { name: 'Move to lost' }).click();
    await page.getByText('Lost because').waitFor();
    await page.getByText('Went with a cousin.').waitFor();
  };
  await lose();
  // taken back, the note that said why goes too
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Went with a cousin.').waitFor({ state: 'detached' });
  await page.getByText('Lost because').waitFor({ state: 'detached' });
  await lose();
  await page.goto(`${studio.url}/leads?view=lost&lost=other_advisor`);
  await page.getByRole('link', { name: 'Cy Xavier' }).waitFor();
  await page.getByRole('cell', { name: 'Chose another advisor' }).waitFor();
}, 60_000);

test('several get a tag and an automation; who could not enter is told with the reason', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads?view=all&sort=name`);
  await page.getByRole('link', { name: 'Ada Zimmer' }).waitFor();
  await page.getByLabel('Select Ada Zimmer').check();
  await page.getByLabel('Select Bea Young').check();
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Retiring soon' }).click();
  await page.getByText('put on 2 people').waitFor();
  await page.getByLabel('Select Ada Zimmer').check();
  await page.getByRole('button', { name: 'Automation', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await page.getByText('It starts for 1 person').waitFor();
}, 60_000);

test('who is added is told of whom is known by that address, and may be added all the same', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads`);
  await page.getByRole('button', { name: 'Add lead' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('First name').fill('Beatrice');
  await dialog.getByLabel('Last name').fill('Young-Smith');
  await dialog.getByLabel('Email, optional').fill('bea@example.com');
  await dialog.getByText('has this email address').waitFor();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await page.getByText('Lead added').waitFor();
}, 60_000);
