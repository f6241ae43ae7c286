import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestUser } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let automationId: string;
let personId: string;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  automationId = await buildNoteAutomation(studio.firm);
  ({ personId } = await enrolPerson(studio.firm, automationId));
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const toast = (page: Page, words: string) => page.getByText(words).first().waitFor();

test('a wrong password is told at once and keeps what was typed; a right one leads where one wanted to go', async () => {
  const page = await studio.page();
  await page.goto(`${studio.url}/leads?sort=name`);
  await page.getByLabel('Work email').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Work email').inputValue()).toBe(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Leads', exact: true }).waitFor();
  expect(new URL(page.url()).search).toContain('sort=name');
}, 60_000);

test('a lead is added, seen by a colleague without a reload, moved on the board by keys, and moved back', async () => {
  const page = await studio.signedIn(owner);
  const colleague = await studio.signedIn(await studio.addUser('advisor'));
  await colleague.goto(`${studio.url}/leads`);
  await colleague.getByRole('heading', { name: 'Leads', exact: true }).waitFor();
  await studio.firm.run((ctx) =>
    ctx.em.query(
      `insert into app.lead_source (name, kind) values ('Seminar', 'event') on conflict do nothing`,
    ),
  );
  await page.goto(`${studio.url}/leads`);
  await page.getByRole('button', { name: 'Add lead' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('First name').fill('Maria');
  await dialog.getByLabel('Last name').fill('Lopez');
  await dialog.getByLabel('State, optional').fill('Ohio'.slice(0, 1));
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  // what is wrong is said at its field, and nothing typed is gone
  await dialog.getByText('use the two letters of the state').waitFor();
  expect(await dialog.getByLabel('First name').inputValue()).toBe('Maria');
  await dialog.getByLabel('State, optional').fill('OH');
  await dialog.getByRole('button', { name: 'Add lead' }).click();
  await page.getByRole('link', { name: 'Maria Lopez' }).waitFor();
  await colleague.getByRole('link', { name: 'Maria Lopez' }).waitFor();

  await page.goto(`${studio.url}/leads?as=board`);
  const card = page.getByRole('region', { name: 'New' }).getByRole('link', { name: 'Maria Lopez' });
  await card.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await page.getByRole('region', { name: 'Contacted' }).getByRole('link', { name: 'Maria Lopez' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'New' }).getByRole('link', { name: 'Maria Lopez' }).waitFor();
  // a way out of the board that asks why, by key, and back
  await card.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await dialog.getByRole('radio', { name: 'Not now' }).check();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Move to lost' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await card.waitFor();
  // by dragging, to the place of those who become clients: it asks first
  await card.dragTo(page.getByText('Drop here: client'));
  await dialog.getByText('This cannot be undone.', { exact: false }).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await card.waitFor();
  // under each other on a phone, each with its cards
  await page.setViewportSize(PHONE);
  const boxOf = async (name: string) => {
    const box = await page.getByRole('region', { name }).boundingBox();
    if (!box) throw new Error(`${name} is not drawn`);
    return box;
  };
  const [first, second] = [await boxOf('New'), await boxOf('Contacted')];
  expect(first.y + first.height).toBeLessThanOrEqual(second.y);
  expect(first.height).toBeGreaterThan(100);
}, 90_000);

test('a session that ends asks for the password over the page, and what was typed is still there', async () => {
  const user = await studio.addUser('advisor');
  const page = await studio.signedIn(user);
  await page.goto(`${studio.url}/people/${personId}`);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('She wants to work until 67.');
  await studio.firm.run((ctx) =>
    ctx.em.query(`update app.session set revoked_at = now() where user_id = $1`, [user.userId]),
  );
  await page.getByRole('button', { name: 'Keep the note' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('Work email').fill(user.email);
  await dialog.getByLabel('Password', { exact: true }).fill(user.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByText('She wants to work until 67.').waitFor();
}, 60_000);

test('an automation is drawn by keyboard alone in the outline, saved by itself, and published', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}?view=outline`);
  const rows = page.getByRole('treegrid', { name: 'Outline' }).getByRole('row');
  await rows.first().waitFor();
  const before = await rows.count();
  await rows.first().focus();
  await page.keyboard.press('a');
  await page.getByRole('menuitem', { name: 'Note', exact: true }).waitFor();
  await page.getByRole('menuitem', { name: 'Note', exact: true }).press('Enter');
  await page.getByRole('complementary', { name: 'Step: Note' }).waitFor();
  expect(await rows.count()).toBe(before + 1);
  await page.getByText('Not ready').or(page.getByText('1 problem')).first().waitFor();
  await page.getByLabel('Text').fill('Came in by the new way.');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await rows.nth(1).click();
  expect(await page.getByLabel('Text').inputValue()).toBe('Came in by the new way.');
  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await toast(page, 'Version 2 is live');
}, 90_000);

test('a draft is tested on a person before it goes live: nothing is sent, and what would happen later is told apart', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}?view=test`);
  const steps = page.getByRole('list', { name: 'What would happen' }).getByRole('button');
  await steps.first().waitFor();
  expect(await steps.count()).toBeGreaterThan(1);
  await page.getByText('Nothing is sent').first().waitFor();
  // the week that is waited lies ahead on the first day, and behind on the eighth
  const day = page.getByRole('slider', { name: 'Day of the year' });
  await day.press('Home');
  await day.press('ArrowRight');
  await page.locator('[data-later]').first().waitFor();
  for (let press = 0; press < 8; press += 1) await day.press('ArrowRight');
  await page.locator('[data-later]').first().waitFor({ state: 'detached' });
  const { rows } = await studio.firm.run(async (ctx) => ({
    rows: (await ctx.em.query(`select 1 from app.delivery`)) as unknown[],
  }));
  expect(rows).toEqual([]);
}, 60_000);

test('a step is copied into the same automation, its settings are changed, and all of it is undone by keys', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}?view=outline`);
  const rows = page.getByRole('treegrid', { name: 'Outline' }).getByRole('row');
  await rows.nth(1).click();
  const before = await rows.count();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => rows.count()).toBe(before + 1);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('How often somebody may come in').selectOption('afterEnd');
  await page.getByText('Saved', { exact: true }).waitFor();
  // one press, one step back: the settings first, then the copy
  await rows.first().focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.getByRole('button', { name: 'Do again' }).isEnabled()).toBe(true);
  expect(await rows.count()).toBe(before + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => rows.count()).toBe(before);
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await page.getByLabel('How often somebody may come in').inputValue()).not.toBe('afterEnd');
  await page.getByText('Saved', { exact: true }).waitFor();
}, 60_000);

test('an automation of the gallery is played, taken over with its texts, and opened step by step on the canvas', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations`);
  await page.getByRole('link', { name: 'Add from the gallery' }).click();
  await page.getByRole('textbox', { name: 'Search the gallery' }).fill('no-show');
  await page.getByRole('link', { name: 'No-show follow-up' }).click();
  await page.getByRole('list', { name: 'What would happen' }).getByText('Offer a new time').waitFor();
  await page.getByRole('tab', { name: 'Its texts' }).click();
  await page.getByText('Shall we find another time?').waitFor();
  await page.getByRole('button', { name: 'Use this' }).click();
  await page.getByText('Ready to publish').waitFor();
  const step = (name: string) => page.locator('.react-flow__node').filter({ hasText: name }).first();
  for (const name of ['Offer a new time', 'Wait for an answer']) {
    await step(name).click();
    await page.getByRole('complementary', { name: `Step: ${name}` }).waitFor();
  }
  await step('Did they agree to texts?').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Step: Did they agree to texts?' }).waitFor();
}, 60_000);

test('two who draw at once: the second is told, and nothing of either is lost', async () => {
  const one = await studio.signedIn(owner);
  const other = await studio.signedIn(await studio.addUser('owner'));
  const address = `${studio.url}/automations/${automationId}?view=outline`;
  for (const page of [one, other]) {
    await page.goto(address);
    await page.getByRole('treegrid', { name: 'Outline' }).getByRole('row').nth(1).click();
  }
  await one.getByLabel('Name of the step').fill('First of us');
  await one.getByText('Saved', { exact: true }).waitFor();
  await other.getByLabel('Name of the step').fill('Second of us');
  await other.getByRole('alert').getByText('Somebody else has changed this draft').waitFor();
  expect(await other.getByLabel('Name of the step').inputValue()).toBe('Second of us');
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await other.getByText('Saved', { exact: true }).waitFor();
  await one.reload();
  await one.getByText('Second of us').first().waitFor();
}, 90_000);

test('every page: no barrier that axe finds, nothing that hangs over, light and dark, desk and phone', async () => {
  const pages = [
    '/',
    '/tasks',
    '/people',
    `/people/${personId}`,
    '/leads',
    '/leads?as=board',
    '/automations',
    '/automations/gallery',
    '/automations/gallery/no-show-follow-up',
  ];
  const drawn = ['', '?view=outline', '?view=test'].map((view) => `/automations/${automationId}${view}`);
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const page = await studio.signedIn(owner, { colorScheme, ...(viewport ? { viewport } : {}) });
      for (const path of [...pages, ...drawn]) {
        await page.goto(`${studio.url}${path}`);
        await page.waitForLoadState('networkidle').catch(() => undefined); // the live line stays open
        for (const barrier of await barriers(page)) faults.push(`${path} ${colorScheme}: ${barrier}`);
        if ((await overhang(page)) > 0) faults.push(`${path} hangs over`);
      }
    }
  }
  expect(faults).toEqual([]);
}, 240_000);
