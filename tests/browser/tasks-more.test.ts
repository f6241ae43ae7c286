import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type Ask, type TestUser } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let ask: Ask;
let personId: string;
beforeAll(async () => {
  studio = await TestStudio.open();
  owner = await studio.addUser('owner');
  ask = await askAs(studio.api, owner);
  personId = (await buildPerson(studio.firm)).id;
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const task = (body: object) => ask('POST', '/api/tasks', { assigneeId: owner.userId, personId, ...body });
const cell = (page: Page, name: string) => page.getByRole('region', { name });

test('a task comes again after it is done, and says so; its history tells who did what', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks`);
  await page.getByRole('button', { name: 'New task' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is to be done').fill('Send the statement');
  await dialog.getByLabel('Comes again').selectOption('months');
  await dialog.getByRole('button', { name: 'Add task' }).click();
  // without a day there is nothing to count from
  await dialog.getByText('needs a day on which it is due').waitFor();
  await dialog.getByLabel('Due, optional', { exact: false }).fill('2090-01-31T09:00');
  await dialog.getByLabel('Every').fill('3');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add task' }).click();
  await page.getByText('every 3 months').waitFor();
  await page.getByLabel('Tick off: Send the statement').click();
  await page.getByText('Done: Send the statement').waitFor();
  await page.getByRole('button', { name: 'Send the statement' }).click();
  expect(await dialog.getByLabel('Due, optional', { exact: false }).inputValue()).toContain('2090-0');
  await dialog.getByText('What was changed').click();
  await dialog.getByRole('list', { name: 'What was changed' }).getByText('made it').waitFor();
}, 60_000);

test('on the calendar a task is moved by keys and by dragging, with the way back', async () => {
  await task({ title: 'Call Maria', dueAt: '2091-03-14T15:00:00Z' });
  await task({ title: 'Write to Juan', dueAt: '2091-03-20T15:00:00Z' });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks?view=calendar&day=2091-03-14`);
  const maria = page.getByRole('button', { name: 'Call Maria' });
  await cell(page, 'Wednesday, March 14').getByRole('button', { name: 'Call Maria' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await maria.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await cell(page, 'Wednesday, March 21').getByRole('button', { name: 'Call Maria' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await cell(page, 'Wednesday, March 14').getByRole('button', { name: 'Call Maria' }).waitFor();
  await page.getByRole('button', { name: 'Write to Juan' }).dragTo(cell(page, 'Friday, March 9'));
  await cell(page, 'Friday, March 9').getByRole('button', { name: 'Write to Juan' }).waitFor();
  await page.getByText('Week', { exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('as')).toBe('week');
  await page.getByRole('button', { name: 'After' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('day')).toBe('2091-03-21');
  await page.setViewportSize(PHONE);
  await page.goto(`${studio.url}/tasks?view=calendar&day=2091-03-14`);
  await page.getByRole('button', { name: 'Call Maria' }).waitFor();
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  expect(await barriers(page)).toEqual([]);
}, 60_000);

test('a list of tasks is written once and added to a person as a whole', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks?view=lists`);
  await page.getByText('No list yet').waitFor();
  await page.getByRole('button', { name: 'New list' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the list').fill('Annual review');
  await dialog.getByLabel('What is to be done').fill('Ask for the statements');
  await dialog.getByRole('button', { name: 'Another task' }).click();
  const second = dialog.getByRole('group', { name: 'Task 2' });
  await second.getByLabel('What is to be done').fill('Prepare the plan');
  await second.getByLabel('Due after days').fill('7');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Lists of tasks' }).getByText('Annual review').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.goto(`${studio.url}/people/${personId}`);
  await page.getByRole('button', { name: 'Task', exact: true }).click();
  await dialog.getByLabel('Or all of a list').selectOption({ label: 'Annual review, 2 tasks' });
  await dialog.getByRole('button', { name: 'Add them' }).click();
  await page.getByText('2 tasks added').waitFor();
  await page.getByText('Prepare the plan').first().waitFor();
}, 60_000);

test('several are chosen from one to another with Shift, and by keys alone', async () => {
  for (const title of ['First', 'Second', 'Third']) await task({ title, dueAt: '2092-05-01T12:00:00Z' });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks`);
  await page.getByRole('button', { name: 'Choose several' }).click();
  const box = (title: string) => page.getByLabel(`Choose ${title}`);
  await box('First').click();
  await box('Third').click({ modifiers: ['Shift'] });
  for (const title of ['First', 'Second', 'Third'])
    await expect.poll(() => box(title).isChecked()).toBe(true);
  await box('Second').focus();
  await page.keyboard.press('x');
  await expect.poll(() => box('Second').isChecked()).toBe(false);
  await page.keyboard.press('k');
  await expect.poll(() => box('First').evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await expect.poll(() => box('Second').isChecked()).toBe(true);
}, 60_000);
