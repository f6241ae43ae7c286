import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askForApproval } from '@rap/database/approval/approval';
import { storeCommunication } from '@rap/database/communication/store-communication';
import { createLead } from '@rap/database/lead/lead-commands';
import type { TestUser } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  const { personId, enrolmentId } = await enrolPerson(studio.firm, await buildNoteAutomation(studio.firm));
  await studio.firm.run(async (ctx) => {
    await storeCommunication(ctx, {
      personId,
      channel: 'sms',
      direction: 'in',
      address: '+12165550142',
      body: 'Is Tuesday at ten fine?',
      automatic: false,
      providerId: randomUUID(),
      occurredAtMs: ctx.now() - 60_000,
    });
    await askForApproval(ctx, {
      enrolmentId,
      personId,
      effectKey: `${enrolmentId}:ask:1`,
      question: 'Send the offer?',
      assigneeId: null,
    });
  });
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

test('today: a question is decided and a reply is done with in place, and what was done is marked as read', async () => {
  const page = await studio.signedIn(owner);
  const now = page.getByRole('region', { name: 'Needs you now' });
  await now.getByText('Is Tuesday at ten fine?').waitFor();
  expect(await barriers(page)).toEqual([]);
  await now.getByRole('button', { name: 'Yes: Send the offer?' }).click();
  await now.getByText('Send the offer?').waitFor({ state: 'detached' });

  await now.getByRole('button', { name: /^Answer/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Is Tuesday at ten fine?').waitFor();
  await dialog.getByRole('textbox').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await now.getByRole('button', { name: /^Done with/ }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await now.getByText('Is Tuesday at ten fine?').waitFor();

  await page.getByText('1 person entered').waitFor();
  await page.getByRole('button', { name: 'I have read this' }).click();
  await page.getByText('Nothing new').waitFor();
}, 60_000);

test('today on a phone scrolls in one direction', async () => {
  const page = await studio.signedIn(owner, { viewport: PHONE });
  await page.getByText('Is Tuesday at ten fine?').waitFor();
  expect(await overhang(page)).toBe(0);
}, 60_000);

test('a lead becomes a client after what changes was read', async () => {
  const { personId, leadId } = await studio.firm.run(async (ctx) => {
    const [source]: { id: string }[] = await ctx.em.query(
      `insert into app.lead_source (name, kind) values ('Seminar', 'event') returning id`,
    );
    const { id } = await buildPerson(studio.firm);
    const lead = await createLead(ctx, {
      personId: id,
      sourceId: source?.id ?? '',
      ownerId: null,
      referredById: null,
      firstTouch: {},
      lastTouch: {},
      formId: null,
    });
    return { personId: id, leadId: lead.id };
  });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads`);
  const row = page.getByRole('row').filter({ has: page.locator(`a[href$="${leadId}"]`) });
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Make a client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This cannot be undone.').waitFor();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make a client' }).click();
  const clients = (): Promise<unknown[]> =>
    studio.firm.run((ctx) => ctx.em.query(`select 1 from app.client where person_id = $1`, [personId]));
  await expect.poll(clients).toHaveLength(1);
  await page.getByText('is a client').first().waitFor();
}, 60_000);

test('filters name themselves, are taken away one by one, and what an address has wrong is told', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/leads?state=Ohio&colour=red&agreed=sms&view=all`);
  await page.getByText('State and \u201ccolour\u201d').waitFor();
  await page.getByText('No lead matches this filter').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close this note' }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('State', { exact: true }).selectOption('OH');
  await page.getByRole('button', { name: 'Remove filter State: Ohio' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByText('No lead matches these 2 filters').waitFor();
  await page.getByRole('button', { name: 'Remove filter Agreed to: Texts' }).click();
  await page.getByText('No lead matches this filter').waitFor();
  await page.getByRole('button', { name: 'Remove filter State: Ohio' }).click();
  await page.getByRole('row').nth(1).waitFor();
  await page.getByRole('button', { name: 'Came in' }).click();
  await page
    .getByRole('columnheader', { name: 'Came in' })
    .and(page.locator('[aria-sort="ascending"]'))
    .waitFor();

  const phone = await studio.signedIn(owner, { viewport: PHONE });
  await phone.goto(`${studio.url}/leads?state=Ohio&agreed=sms&tag=01890000-0000-7000-8000-00000000000a`);
  await phone.getByRole('button', { name: 'Remove filter Tag: no longer there' }).waitFor();
  expect(await overhang(phone)).toBe(0);
  await phone.getByRole('button', { name: 'Filter', exact: true }).click();
  await phone.getByLabel('Came in from').waitFor();
  expect(await overhang(phone)).toBe(0);
}, 60_000);
