import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runIdOf } from '@rap/contracts/automation/run';
import { createTask } from '@rap/database/task/task-commands';
import type { TestUser } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const made = (title: string, more: object = {}, madeBy?: string) =>
  studio.firm.run((ctx) =>
    createTask(
      ctx,
      { title, assigneeId: owner.userId, ...more },
      madeBy === undefined ? undefined : { madeBy, effectKey: `${madeBy}:week~1:1` },
    ),
  );
const versionOf = async (title: string): Promise<{ status: string; assignee_id: string | null }> => {
  const rows: { status: string; assignee_id: string | null }[] = await studio.firm.run((ctx) =>
    ctx.em.query(`select status, assignee_id from app.task where title = $1`, [title]),
  );
  if (!rows[0]) throw new Error(`no task ${title}`);
  return rows[0];
};

test('a task is opened and changed; who is second is told, and keeps what they typed', async () => {
  await made('Send the rollover form');
  const [one, other] = [await studio.signedIn(owner), await studio.signedIn(await studio.addUser('owner'))];
  for (const [page, path] of [
    [one, '/tasks'],
    [other, '/tasks?view=everyone'],
  ] as const) {
    await page.goto(`${studio.url}${path}`);
    await page.getByRole('button', { name: 'Send the rollover form' }).click();
    await page.getByRole('dialog').getByLabel('Details, optional').fill(`by ${path}`);
  }
  await one.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await one.getByText('The task is changed').waitFor();
  await other.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await other.getByText('Somebody else has changed it meanwhile').waitFor();
  await other.getByText('by /tasks.', { exact: false }).waitFor();
  await other.getByRole('button', { name: 'Save mine over it' }).click();
  await other.getByText('The task is changed').waitFor();
  await one.reload();
  await one.getByRole('button', { name: 'Send the rollover form' }).click();
  expect(await one.getByLabel('Details, optional').inputValue()).toBe('by /tasks?view=everyone');
}, 60_000);

test('a task of an automation says why it exists and leads to the path', async () => {
  const automationId = await buildNoteAutomation(studio.firm);
  const run = await enrolPerson(studio.firm, automationId);
  const madeBy = runIdOf({ firmId: studio.firm.firmId, enrolmentId: run.enrolmentId });
  await made('Call the new lead', { personId: run.personId }, madeBy);
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks`);
  await page.getByRole('button', { name: 'Call the new lead' }).click();
  const why = page.getByRole('region', { name: 'Why it exists' });
  await why.getByRole('status').getByText('Wait a week').first().waitFor();
  for (const viewport of [undefined, PHONE]) {
    if (viewport) await page.setViewportSize(viewport);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
  await why.getByRole('link', { name: 'Note after a week' }).click();
  await page.waitForURL(/\/runs\//);
}, 60_000);

test('several are chosen, given to somebody, done, and each is taken back', async () => {
  const assistant = await studio.addUser('assistant');
  await studio.firm.run((ctx) =>
    ctx.em.query(`update app.user set display_name = 'Paula Quill' where id = $1`, [assistant.userId]),
  );
  await Promise.all([made('First of two'), made('Second of two')]);
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks`);
  await page.getByRole('button', { name: 'Choose several' }).click();
  for (const title of ['First of two', 'Second of two'])
    await page.getByRole('checkbox', { name: `Choose ${title}` }).check();
  await page.getByText('2 tasks chosen').waitFor();
  await page.getByRole('button', { name: 'Give to' }).click();
  await page.getByRole('menuitem', { name: 'Paula Quill' }).click();
  await page.getByText(': 2 tasks.', { exact: false }).waitFor();
  expect((await versionOf('First of two')).assignee_id).toBe(assistant.userId);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await versionOf('Second of two')).assignee_id).toBe(owner.userId);

  await page.getByRole('button', { name: 'Choose several' }).click();
  await page.getByRole('checkbox', { name: 'Choose Second of two' }).check();
  await page.getByRole('button', { name: 'Postpone' }).click();
  await page.getByRole('menuitem', { name: 'To tomorrow' }).click();
  await page.getByText('Postponed: 1 task.', { exact: false }).waitFor();
  await page.getByRole('list', { name: 'Next 7 days' }).getByText('Second of two').waitFor();

  await page.getByRole('button', { name: 'Choose several' }).click();
  await page.getByRole('checkbox', { name: 'Choose First of two' }).check();
  await page.getByRole('toolbar', { name: 'Chosen tasks' }).getByRole('button', { name: 'Done' }).click();
  await page.getByText('Done: 1 task.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(async () => (await versionOf('First of two')).status).toBe('open');
}, 60_000);
