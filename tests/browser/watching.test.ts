import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type TestUser } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildOperator } from '../support/build/operator.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let automationId: string;
const runs: string[] = [];

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } }, undefined, () =>
    Promise.resolve({ TEMPORAL_UI_URL: 'https://temporal.platform.example/' }),
  );
  owner = await studio.addUser('owner');
  automationId = await buildNoteAutomation(studio.firm);
  for (let person = 0; person < 3; person++)
    runs.push((await enrolPerson(studio.firm, automationId)).enrolmentId);
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

/** As a segment would have left it. */
const standAtError = (ids: readonly string[]): Promise<unknown> =>
  studio.firm.run((ctx) =>
    ctx.em.query(
      `update app.enrolment set status = 'attention', why = 'attention',
              state = jsonb_set(state, '{attention}', '{"node":"week~1","code":"no_owner","message":"Give the person an advisor."}') where id = any($1)`,
      [ids],
    ),
  );

test('from the count on a step to its people, to the path of one of them and why they stand there', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}`);
  await page.getByRole('button', { name: '3 here now' }).click();
  const people = page.getByRole('complementary', { name: 'People at: Wait a week' });
  await people.getByText('3 people stand here now').waitFor();
  await people.getByRole('link').first().click();
  await page.getByText('stands at Wait a week', { exact: false }).waitFor();
  await page.locator('.react-flow__node').filter({ hasText: 'Here now' }).waitFor();
  await page.locator('.react-flow__node').filter({ hasText: 'not on this path' }).waitFor();
  const why = page.getByRole('complementary', { name: 'Why' });
  await why.getByRole('status').getByText('Wait a week').waitFor();
  for (const viewport of [undefined, PHONE]) {
    if (viewport) await page.setViewportSize(viewport);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
}, 60_000);

test('who follows an older version is found there, where they stand', async () => {
  const ask = await askAs(studio.api, owner);
  const own = await buildNoteAutomation(studio.firm);
  await enrolPerson(studio.firm, own);
  const { body } = await ask('GET', `/api/automations/${own}`);
  const definition = structuredClone(body['definition']) as { nodes: { note: { params: { text: string } } } };
  definition.nodes.note.params.text = 'In other words.';
  const working = body['working'] as { version: number };
  const saved = await ask('PUT', `/api/automations/${own}/draft`, { version: working.version, definition });
  const next = saved.body['working'] as { version: number };
  await ask('POST', `/api/automations/${own}/publish`, { version: next.version });
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6_000);
  await page.goto(`${studio.url}/automations/${own}`);
  await page.getByRole('link', { name: '1 person follows an older version' }).click();
  await page.getByRole('link', { name: '1 inside' }).click();
  await page.getByRole('heading', { name: 'Version 1' }).waitFor();
  await page.getByText('1 person follows it').waitFor();
  await page.getByRole('button', { name: '1 here now' }).click();
  const people = page.getByRole('complementary', { name: 'People at: Wait a week' });
  await people.getByText('1 person stands here now').waitFor();
  expect(await barriers(page)).toEqual([]);
  await people.getByRole('link').first().click();
  await page.getByText('stands at Wait a week', { exact: false }).waitFor();
  await page.goto(`${studio.url}/automations/${own}/versions/2`);
  await page.getByText('0 people follow it').waitFor();
  await page.setViewportSize(PHONE);
  await page.getByText('Wait a week').first().waitFor();
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  expect(await barriers(page)).toEqual([]);
  await page.goto(`${studio.url}/automations/${own}/versions/nonsense`);
  await page.getByRole('link', { name: 'See all versions' }).waitFor();
}, 60_000);

test('a pause says what it means, and what is paused goes on', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 people are inside now', { exact: false }).waitFor();
  await dialog.getByRole('radio', { name: 'Keep waiting, do nothing' }).check();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  const mode = async () => {
    const rows: { pause_mode: string | null }[] = await studio.firm.run((ctx) =>
      ctx.em.query(`select pause_mode from app.automation where id = $1`, [automationId]),
    );
    return rows[0]?.pause_mode;
  };
  expect(await mode()).toBe('holdSends');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  expect(await mode()).toBeNull();
}, 60_000);

test('those who are held are chosen by their reason and left out of the step together', async () => {
  await standAtError(runs.slice(0, 2));
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations`);
  await page.getByRole('link', { name: '2 held' }).click();
  await page.getByText('Give the person an advisor.').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'Select all at Wait a week' }).check();
  await page.getByText('2 people selected').waitFor();
  await page.getByRole('button', { name: 'Leave the step out' }).click();
  await page.getByText('The step is left out for 2 people.').waitFor();
  const wishes: { wish: { do: string } }[] = await studio.firm.run((ctx) =>
    ctx.em.query(`select control as wish from app.enrolment_control where enrolment_id = any($1)`, [runs]),
  );
  expect(wishes.map(({ wish }) => wish.do)).toEqual(['skip', 'skip']);
}, 60_000);

test('an operator of the platform is led to the run in the Temporal UI; nobody else is', async () => {
  const page = await studio.signedIn(owner);
  const path = `${studio.url}/automations/${automationId}/runs/${runs[2]}`;
  await page.goto(path);
  await page.getByRole('link', { name: 'Close path' }).waitFor();
  expect(await page.getByRole('link', { name: 'Temporal UI' }).count()).toBe(0);
  const { cookie } = await buildOperator(studio.api);
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url: studio.url }]);
  await page.goto(path);
  const link = page.getByRole('link', { name: 'Temporal UI' });
  expect(await link.getAttribute('href')).toBe(
    `https://temporal.platform.example/namespaces/default/workflows/${encodeURIComponent(`run:${studio.firm.firmId}:${runs[2]}`)}`,
  );
}, 60_000);

test('who went through a step is counted on the canvas, listed, and led to; the period is in the address', async () => {
  const left = { n: 101, node: 'week', port: 'next', kind: 'wait', visit: 1, atMs: Date.now() };
  await studio.firm.run((ctx) =>
    ctx.em.query(`insert into app.step_event (enrolment_id, n, step) values ($1, 101, $2)`, [
      runs[1],
      JSON.stringify({ ...left, node: 'note' }),
    ]),
  );
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}`);
  await page.getByText('3 people came in').waitFor();
  await page.getByLabel('Counts of who came in').selectOption('90');
  await expect.poll(() => new URL(page.url()).search).toContain('days=90');
  await page.getByRole('button', { name: '1 went through' }).click();
  const people = page.getByRole('complementary', { name: 'People at: Leave a note' });
  await people.getByRole('list', { name: 'People who went through this step' }).getByRole('link').waitFor();
  expect(await barriers(page)).toEqual([]);
  await people.getByRole('link').click();
  await page.getByText('Wait a week', { exact: true }).first().waitFor();
  expect(new URL(page.url()).pathname).toContain(`/runs/${runs[1]}`);
}, 60_000);

test('a step is dragged from the palette onto a way, another is put after it by the keyboard', async () => {
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${automationId}`);
  const steps = page.locator('.react-flow__node-step');
  await steps.first().waitFor();
  const before = await steps.count();
  const palette = page.getByRole('region', { name: 'Steps to add' });
  const places = page.getByRole('button', { name: 'Add a step here' });
  // what ends a way can be let go only where nothing comes after it
  await palette.getByRole('button', { name: 'Task', exact: true }).dragTo(places.nth(1));
  await expect.poll(() => steps.count()).toBe(before + 1);
  await page.getByRole('complementary').getByRole('heading', { name: 'Task' }).waitFor();
  await palette.getByRole('button', { name: 'Tag', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => steps.count()).toBe(before + 2);
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Put the steps away' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Show the steps' }).waitFor();
  await page.getByRole('button', { name: 'Show the steps' }).click();
  await palette.waitFor();
}, 60_000);
