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
  expect(await barriers(page)).toEqual([]);
  await dead.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('It is tried again within a moment').waitFor();
  await dead.getByText('Nothing is set aside').waitFor();
}, 60_000);
