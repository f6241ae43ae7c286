import { findRecord } from '@rap/database/records/write-record';
import { takeCall } from '@rap/database/webhook/take-call';
import { noteAttempt } from '@rap/database/webhook/webhook-attempts';
import { WebhookSourceEntity } from '@rap/database/webhook/webhook-source.entity';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type Ask, type TestUser } from '../support/build/api.ts';
import { barriers, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let ask: Ask;
beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  ask = await askAs(studio.api, owner);
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

test('a form is made, shown at its page, and its words are changed into another wording', async () => {
  await ask('POST', '/api/lead-sources', { name: 'Website', kind: 'form' });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/forms`);
  await page.getByRole('button', { name: 'Make one' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Headline', { exact: true }).fill('Talk to an advisor');
  await dialog.getByLabel('Agreed to for offers by email').fill('Yes, write to me about seminars.');
  await dialog.getByLabel('Sites that may show it').fill('https://www.harbor.example/contact');
  await dialog.getByRole('button', { name: 'Save' }).click();
  // what is wrong is said, and nothing typed is gone
  await dialog.getByText('without a path').first().waitFor();
  expect(await dialog.getByLabel('Headline', { exact: true }).inputValue()).toBe('Talk to an advisor');
  await dialog.getByLabel('Sites that may show it').fill('https://www.harbor.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const card = page.getByRole('region', { name: 'Talk to an advisor' });
  await card.getByText('Shown by https://www.harbor.example.').waitFor();
  const address = await card.getByRole('link').first().getAttribute('href');
  const visitor = await studio.page();
  await visitor.goto(address ?? '');
  await visitor.getByText('Yes, write to me about seminars.').waitFor();

  await card.getByRole('button', { name: 'Change' }).click();
  await dialog.getByLabel('Agreed to for offers by email').fill('Yes, you may email me about seminars.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The form is saved').last().waitFor();
  await card.getByRole('button', { name: 'What is agreed to' }).click();
  await dialog.getByText('Yes, you may email me about seminars.').waitFor();
  await dialog.getByText('Yes, write to me about seminars.').waitFor();
  expect(await barriers(page)).toEqual([]);
}, 60_000);

test('a legal hold is placed with its matter, and released after it was asked', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/legal-holds`);
  await page.getByText('No hold stands').waitFor();
  await page.getByRole('button', { name: 'Place a hold' }).click();
  await page.getByLabel('The matter').fill('Examination of 2026');
  await page.getByRole('button', { name: 'Place it' }).click();
  const holds = page.getByRole('list', { name: 'Legal holds' });
  await holds.getByText('Examination of 2026').waitFor();
  expect((await ask('GET', '/api/legal-holds')).body['items']).toHaveLength(1);
  await holds.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('button', { name: 'Release it' }).click();
  await page.getByText('The hold is released').waitFor();
  await page.getByText('No hold stands').waitFor();
}, 60_000);

test('an event that was set aside is seen with its error, and tried again', async () => {
  const { body: person } = await ask('POST', '/api/people', { firstName: 'Ada', lastName: 'Zimmer' });
  await studio.api.world.asOwner(
    `insert into spine.dead_letter (firm_id, consumer, subject_id, seq, error)
     select firm_id, 'automations', subject_id, seq, 'the plan could not be read'
       from spine.event where subject_id = '${String(person['id'])}' order by seq limit 1`,
    studio.firm.firmId,
  );
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/settings/events`);
  const dead = page.getByRole('region', { name: 'Set aside' });
  await dead.getByText('the plan could not be read').waitFor();
  await dead.getByRole('link', { name: 'Ada Zimmer' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await dead.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('It is tried again within a moment').waitFor();
  await dead.getByText('Nothing is set aside').waitFor();
}, 60_000);

test('what happened since a moment is told again, and what keeps failing is left out with its reason', async () => {
  const { body: person } = await ask('POST', '/api/people', { firstName: 'Ivo', lastName: 'Brandt' });
  const { body: hook } = await ask('POST', '/api/webhook-endpoints', {
    url: 'https://archive.example/in',
    description: 'Archive',
    eventKinds: ['person.created'],
  });
  const consumer = `webhooks:${String(hook['id'])}`;
  await studio.api.world.asOwner(
    `insert into spine.lane (firm_id, consumer, subject_id, head_seq, done_seq, attempts, last_error)
     select firm_id, '${consumer}', subject_id, seq, seq - 1, 6, 'server_error: it answered 500'
       from spine.event where subject_id = '${String(person['id'])}' order by seq limit 1
     on conflict (firm_id, consumer, subject_id) do update
       set head_seq = excluded.head_seq, done_seq = excluded.done_seq, attempts = 6, last_error = excluded.last_error`,
    studio.firm.firmId,
  );
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/settings/events`);
  const stuck = page.getByRole('list', { name: 'Failing again and again' });
  await stuck.getByText('to Webhook “Archive”').waitFor();
  await stuck.getByRole('link', { name: 'Ivo Brandt' }).waitFor();
  await stuck.getByRole('button', { name: 'Leave out' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').selectOption('It is not wanted any more');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Leave it out' }).click();
  await page.getByText('Nothing fails').waitFor();
  const skipped = (await ask('GET', '/api/audit-events?action=spine.event.skip')).body['items'];
  expect(skipped).toMatchObject([{ detail: { consumer, why: 'not_wanted' } }]);

  await page
    .getByRole('listitem')
    .filter({ hasText: 'Webhook “Archive”' })
    .getByRole('button', { name: 'Tell again' })
    .click();
  await dialog.getByLabel('What happened since').fill('2026-01-01T00:00');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Tell again' }).click();
  await page.getByText(/What happened to \d+ pe/).waitFor();
  const replays = (await ask('GET', '/api/audit-events?action=spine.replay')).body['items'];
  expect(replays).toMatchObject([{ detail: { consumer, subjectId: null } }]);
}, 60_000);

test('the log of a webhook is narrowed and shows what was sent; calls of a source stand in a list', async () => {
  const { body: person } = await ask('POST', '/api/people', { firstName: 'Una', lastName: 'Falk' });
  const { body: hook } = await ask('POST', '/api/webhook-endpoints', {
    url: 'https://crm.example/in',
    description: 'Old CRM',
    eventKinds: ['person.created'],
  });
  const { body: leadSource } = await ask('POST', '/api/lead-sources', {
    name: 'Booking page',
    kind: 'other',
  });
  const { body: source } = await ask('POST', '/api/webhook-sources', {
    name: 'Booking page',
    bookId: studio.firm.bookId,
    leadSourceId: leadSource['id'],
  });
  await studio.firm.run(async (ctx) => {
    const attempt = { messageId: String(person['id']), atMs: ctx.now(), durationMs: 12, replay: false };
    const told = { ...attempt, type: 'person.created', personId: String(person['id']), seq: 1 };
    await noteAttempt(ctx, String(hook['id']), { ...told, status: 500, errorCode: 'rejected' });
    await noteAttempt(ctx, String(hook['id']), { ...told, status: 204, errorCode: null });
    const row = await findRecord(ctx, WebhookSourceEntity, String(source['id']));
    if (row) await takeCall(ctx, row, 'booking-1', { person: { id: String(person['id']) } });
  });
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/settings/webhooks`);
  const out = page
    .getByRole('list', { name: 'Webhooks' })
    .getByRole('listitem')
    .filter({ hasText: 'Old CRM' });
  await out.getByRole('button', { name: 'Log' }).click();
  const dialog = page.getByRole('dialog');
  const attempts = dialog.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  await expect.poll(() => attempts.count()).toBe(2);
  await dialog.getByLabel('How it went').selectOption('Not taken');
  await expect.poll(() => attempts.count()).toBe(1);
  await attempts.getByText('What was sent').click();
  await attempts.getByText('"person.created"', { exact: false }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByLabel('What was told').selectOption('Test message');
  await dialog.getByText('Nothing matches').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('list', { name: 'Webhook sources' }).getByRole('button', { name: 'Calls' }).click();
  await dialog.getByRole('link', { name: 'Una Falk' }).waitFor();
  await dialog.getByText('Somebody we know').waitFor();
  expect(await barriers(page)).toEqual([]);
}, 60_000);
