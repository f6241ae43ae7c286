import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestUser } from '../support/build/api.ts';
import { buildNoteAutomation } from '../support/build/note-automation.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let automationId: string;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  automationId = await buildNoteAutomation(studio.firm);
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

test('an automation is copied, archived, brought back, and read again from its own file', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations?state=nonsense`);
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const choose = async (name: string, item: string) => {
    await page.getByRole('button', { name: `What to do with ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Note after a week', 'Duplicate as a draft');
  await page.getByText('is a draft of yours', { exact: false }).first().waitFor();
  await page.waitForURL(/automations\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Review and publish' }).waitFor();
  const copy = (await page.locator('h1').first().textContent()) ?? '';
  expect(copy).not.toBe('Note after a week');

  await page.goto(`${studio.url}/automations?state=draft`);
  await row(copy).waitFor();
  expect(await row('Note after a week').count()).toBe(0);
  await choose(copy, 'Archive');
  await row(copy).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /^Archived/ }).click();
  await choose(copy, 'Bring back');
  await row(copy).waitFor({ state: 'detached' });

  await page.getByRole('link', { name: /^All/ }).click();
  const saved = page.waitForEvent('download');
  await choose('Note after a week', 'Save as a file');
  const file = await saved;
  expect(file.suggestedFilename()).toBe('Note after a week.yaml');
  const yaml = await readFile(await file.path(), 'utf8');
  const open = (text: string) =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'file.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await open('automation: nonsense');
  await page.getByRole('alert').getByText('The file cannot be read as an automation').waitFor();
  await open(yaml);
  await page.getByText('Nothing runs until you publish it', { exact: false }).first().waitFor();
}, 90_000);

test('what changed between two versions is told in words, and each says by whom', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}?view=outline`);
  await page.getByRole('treegrid', { name: 'Outline' }).getByRole('row').nth(1).click();
  await page.getByLabel('Name of the step').fill('Wait for seven days');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByRole('dialog').getByLabel('Note, optional').fill('Clearer name');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 2 is live').first().waitFor();

  await page.goto(`${studio.url}/automations/${automationId}/versions?from=99`);
  const versions = page.getByRole('list', { name: 'Versions' });
  await versions.getByText('Clearer name').waitFor();
  await versions.getByText('Replaced').waitFor();
  await page.getByRole('region', { name: 'What changed' }).getByText('Wait for seven days').first().waitFor();
  for (const viewport of [undefined, PHONE]) {
    if (viewport) await page.setViewportSize(viewport);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
}, 60_000);

test('the test on a person shows what they would read, with their own name', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/gallery/new-lead-nurture`);
  await page.getByRole('button', { name: 'Use this' }).click();
  await page.getByText('Ready to publish').waitFor();
  await page.getByText('Test', { exact: true }).click();
  await page.getByText('What they would read').first().click();
  await page.getByText('Thank you for writing to', { exact: false }).waitFor();
  await page.frameLocator('iframe').first().getByText('Hello Maria').waitFor();
}, 60_000);
