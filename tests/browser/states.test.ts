import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signInAs, type Ask, type TestUser } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

/* What a page shows while it has nothing: on its way, refused, not open to the reader, or without a line. */

let studio: TestStudio;
let owner: TestUser;
let ask: Ask;
let paths: string[];
let personId: string;
beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  ask = await signInAs(studio.api, studio.firm, 'owner', [studio.firm.bookId]);
  const automationId = await buildNoteAutomation(studio.firm);
  const run = await enrolPerson(studio.firm, automationId);
  ({ personId } = run);
  const source = await ask('POST', '/api/lead-sources', { name: 'Seminar', kind: 'event' });
  const lead = await ask('POST', '/api/leads', { personId, sourceId: source.body['id'] });
  paths = [
    '/',
    '/tasks',
    '/tasks?view=calendar',
    '/tasks?view=lists',
    '/people',
    `/people/${personId}`,
    '/leads',
    '/leads?as=board',
    `/leads/${String(lead.body['id'])}`,
    '/automations',
    '/automations/attention',
    `/automations/${automationId}`,
    `/automations/${automationId}/versions`,
    `/automations/${automationId}/runs/${run.enrolmentId}`,
    '/templates',
    ...[
      'firm',
      'team',
      'books',
      'sending',
      'suppression',
      'api-keys',
      'webhooks',
      'forms',
      'events',
      'legal-holds',
      'audit',
      'account',
    ].map((section) => `/settings/${section}`),
  ];
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

/** The frame of the pages gets its answers; what a page itself asks for is left to the test. */
const OF_THE_FRAME = /\/api\/(sessions\/current|live|channels)$/;
const ofThePage = (url: URL): boolean => url.pathname.startsWith('/api/') && !OF_THE_FRAME.test(url.pathname);

test('every page says that it is on its way, without a barrier, and then shows what it has', async () => {
  const page = await studio.signedIn(owner);
  const faults: string[] = [];
  for (const path of paths) {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await page.route(ofThePage, async (route) => {
      await gate;
      await route.continue().catch(() => undefined); // the page may have moved on
    });
    await page.goto(`${studio.url}${path}`);
    // pages that show the little they know need no bars
    const loading = page.getByRole('progressbar', { name: 'Loading' }).first();
    const title = page.getByRole('heading', { level: 1 }).first();
    await loading.or(title).first().waitFor();
    for (const barrier of await barriers(page)) faults.push(`${path} loading: ${barrier}`);
    release();
    await page.unroute(ofThePage);
    await loading.waitFor({ state: 'detached', timeout: 15_000 }).catch(() => faults.push(`${path} stays`));
    await title.waitFor({ timeout: 15_000 }).catch(() => faults.push(`${path} has no title`));
  }
  expect(faults).toEqual([]);
}, 240_000);

test('every page whose questions are refused says so in words, and is never blank', async () => {
  const page = await studio.signedIn(owner);
  const problem = {
    type: 'urn:rap:problem:unexpected',
    title: 'Something went wrong here',
    status: 500,
    code: 'unexpected',
    detail: 'It is in our logs, by its id.',
    correlationId: 'a-number',
  };
  await page.route(ofThePage, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(`${studio.url}${path}`);
    await page
      .getByText('Something went wrong here')
      .first()
      .waitFor({ timeout: 15_000 })
      .catch(() => faults.push(`${path} says nothing`));
    for (const barrier of await barriers(page)) faults.push(`${path} refused: ${barrier}`);
    if ((await overhang(page)) > 0) faults.push(`${path} hangs over`);
  }
  expect(faults).toEqual([]);
}, 240_000);

test('who may not see a page reads who may', async () => {
  const faults: string[] = [];
  const page = await studio.signedIn(await studio.addUser('operations'), { viewport: PHONE });
  for (const path of ['/people', `/people/${personId}`, '/leads', '/leads?as=board', paths[8] ?? '']) {
    await page.goto(`${studio.url}${path}`);
    await page
      .getByText(/an owner|They may belong to a book/)
      .first()
      .waitFor({ timeout: 15_000 })
      .catch(() => faults.push(`${path} says nothing`));
    for (const barrier of await barriers(page)) faults.push(`${path} denied: ${barrier}`);
    if ((await overhang(page)) > 0) faults.push(`${path} hangs over`);
  }
  expect(faults).toEqual([]);
}, 90_000);

/** Everything that the page has begun to fetch has come. */
const quiet = (page: Page) => page.waitForLoadState('networkidle').catch(() => undefined);

test('a line that is lost keeps what is typed, says so, and catches up with what happened meanwhile', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/tasks?view=everyone`);
  await quiet(page);
  await page.getByRole('button', { name: 'New task' }).click();
  await page.getByLabel('What is to be done').fill('Call Maria');
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Add task' }).click();
  await page.getByText('The server cannot be reached').first().waitFor();
  expect(await page.getByLabel('What is to be done').inputValue()).toBe('Call Maria');
  // meanwhile a colleague goes on
  await ask('POST', '/api/tasks', { title: 'Made meanwhile' });
  await page.context().setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await page.getByRole('dialog').getByRole('button', { name: 'Add task' }).click();
  await page.getByText('Task added').waitFor();
  await page.getByText('Made meanwhile').waitFor();
  // the same once more, twice pressed: one task
  expect(await page.getByRole('button', { name: 'Call Maria' }).count()).toBe(1);
}, 60_000);

test('a message whose answer was lost on the way is not written twice, also after the page was opened anew', async () => {
  const person = {
    firstName: 'Ada',
    lastName: 'Zimmer',
    emails: [{ address: 'ada@example.com', isPrimary: true }],
  };
  const id = String((await ask('POST', '/api/people', person)).body['id']);
  await ask('POST', `/api/people/${id}/permissions`, {
    channel: 'email',
    purpose: 'service',
    address: 'ada@example.com',
    textShown: 'You may write to me about my plan.',
    how: 'phone',
  });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/people/${id}`);
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByLabel('Subject').fill('Your review');
  await page.getByRole('textbox', { name: 'Message' }).fill('Shall we meet on Tuesday?');
  const written = `**/api/people/${id}/messages`;
  await page.route(written, async (route) => {
    await route.fetch(); // the API has it
    await route.abort(); // and nobody hears
  });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('The server cannot be reached').first().waitFor();
  await page.unroute(written);
  await page.reload();
  await page.getByRole('button', { name: 'Write on' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(/It is on its way|It leaves/).waitFor();
  const { body } = await ask('GET', `/api/messages?personId=${id}`);
  expect(body['items']).toHaveLength(1);
}, 60_000);
