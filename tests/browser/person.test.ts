import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addNote } from '@rap/database/note/note-commands';
import { signInAs, type TestUser } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let studio: TestStudio;
let owner: TestUser;
let colleague: TestUser;

beforeAll(async () => {
  studio = await TestStudio.open({ settings: { fourEyes: false } });
  owner = await studio.addUser('owner');
  colleague = await studio.addUser('advisor');
}, 180_000);
afterAll(() => studio?.close());
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

const noteAt = (personId: string, body: string, at: string) =>
  studio.firm.run(async (ctx) => {
    const note = await addNote(ctx, { personId, body });
    await ctx.em.query(`update app.note set occurred_at = $2 where id = $1`, [note.id, at]);
  });

test('two change the same fact: both versions are shown and one chooses; other facts stand beside each other', async () => {
  const { id } = await buildPerson(studio.firm);
  const [mine, theirs] = [await studio.signedIn(owner), await studio.signedIn(colleague)];
  for (const page of [mine, theirs]) await page.goto(`${studio.url}/people/${id}`);
  // the answer of the colleague is not seen while one types
  await mine.getByRole('button', { name: /^Change city/ }).click();
  await mine.getByRole('textbox', { name: 'City' }).fill('Akron');
  await theirs.getByRole('button', { name: /^Change city/ }).click();
  await theirs.getByRole('textbox', { name: 'City' }).fill('Dayton');
  await theirs.keyboard.press('Enter');
  await theirs.getByRole('button', { name: 'Change city: Dayton' }).waitFor();
  await mine.keyboard.press('Enter');
  await mine.getByText('Theirs: Dayton').waitFor();
  await mine.getByText('Yours: Akron').waitFor();
  await mine.getByRole('button', { name: 'Keep mine' }).click();
  await mine.getByRole('button', { name: 'Change city: Akron' }).waitFor();
  await theirs.getByRole('button', { name: 'Change city: Akron' }).waitFor();

  // another fact at the same time is no conflict
  await mine.getByRole('button', { name: /^Change street/ }).click();
  await theirs.getByRole('button', { name: /^Change zip code/ }).click();
  await mine.getByRole('textbox', { name: 'Street' }).fill('1 Lake Road');
  await theirs.getByRole('textbox', { name: 'ZIP code' }).fill('44308');
  await theirs.keyboard.press('Enter');
  await theirs.getByRole('button', { name: 'Change zip code: 44308' }).waitFor();
  await mine.keyboard.press('Enter');
  await mine.getByRole('button', { name: 'Change street: 1 Lake Road' }).waitFor();

  // what cannot be is said at the field, and Escape takes it back
  await mine.getByRole('button', { name: /^Change zip code/ }).click();
  await mine.getByRole('textbox', { name: 'ZIP code' }).fill('44');
  await mine.keyboard.press('Enter');
  await mine.getByText(/use five digits/).waitFor();
  await mine.keyboard.press('Escape');
  await mine.getByRole('button', { name: 'Change zip code: 44308' }).waitFor();
}, 90_000);

test('a timeline is read in both directions from a day on, and what comes in does not move what one reads', async () => {
  const { id } = await buildPerson(studio.firm);
  for (let no = 0; no < 130; no++)
    await noteAt(id, `Note ${no}`, new Date(Date.UTC(2026, 0, 1, 18) + no * 86_400_000).toISOString());
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/people/${id}?day=2026-03-01`);
  const jumped = page.getByText('Note 59', { exact: true });
  await jumped.waitFor();
  expect(await jumped.isVisible()).toBe(true);
  const place = async (): Promise<number> => Math.round((await jumped.boundingBox())?.y ?? -1);
  // later ones are fetched above without a jump
  await page.getByText('Note 84', { exact: true }).waitFor({ state: 'attached' });
  const before = await place();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(900);
  const ask = await signInAs(studio.api, studio.firm, 'owner', [studio.firm.bookId]);
  await ask('POST', '/api/meetings', {
    personId: id,
    title: 'Booked meanwhile',
    startsAt: '2026-03-20T12:00:00Z',
    endsAt: '2026-03-20T13:00:00Z',
    timeZone: 'America/New_York',
  });
  await page.getByText('Booked meanwhile').waitFor({ state: 'attached' });
  expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(2);
  // and to the very first, by scrolling alone
  const first = page.getByText('Note 0', { exact: true });
  await page.mouse.move(500, 500);
  for (let turn = 0; turn < 60 && (await first.count()) === 0; turn++) {
    await page.mouse.wheel(0, 4_000);
    await page.waitForLoadState('networkidle');
  }
  await first.waitFor({ state: 'attached' });

  // a kind is chosen in the address
  await page.getByRole('group', { name: 'Show' }).getByText('Tasks').click();
  await page.getByText('Nothing of what is shown has happened').waitFor();
  expect(decodeURIComponent(page.url())).toContain('task');
}, 90_000);

test('what was begun to be written survives a reload, and a template is shown as it will be read', async () => {
  const { id } = await buildPerson(studio.firm);
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/people/${id}`);
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByLabel('Subject').fill('Hello {{ person.firstName }}, {{ meeting.startsAt | when }}');
  await page.getByRole('textbox', { name: 'Message' }).fill('It was good to see you.');
  await page.getByRole('region', { name: /reads it/ }).waitFor();
  await page.getByText(/Nothing is known for/).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Write on' }).click();
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('It was good to see you.');
  await page.getByRole('button', { name: 'Throw away' }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  expect(await page.getByLabel('Subject').inputValue()).toBe('');
  await page.getByText('Text', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Caf\u00e9 \u201cLake\u201d at 9?');
  await page.getByText(/no plain characters/).waitFor();
}, 90_000);

test('the list of people is narrowed and ordered in the address, and says what to drop when nobody is left', async () => {
  const { id } = await buildPerson(studio.firm);
  const ask = await signInAs(studio.api, studio.firm, 'owner', [studio.firm.bookId]);
  const { body } = await ask('GET', `/api/people/${id}`);
  await ask('PATCH', `/api/people/${id}`, { version: body['version'], lastName: 'Quimby', state: 'AK' });
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/people?state=AK&sort=nonsense`);
  await page.getByRole('link', { name: /Quimby/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.getByLabel('State, two letters').fill('wy');
  await page.getByText('Drop the state to see more people.').waitFor();
  expect(page.url()).toContain('state=WY');
}, 60_000);

test('the page is read by anybody: no barriers in light and dark, and nothing scrolls sideways on a phone', async () => {
  const { id } = await buildPerson(studio.firm);
  await noteAt(id, 'One', '2026-03-01T12:00:00Z');
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await studio.signedIn(owner, { viewport: PHONE, colorScheme });
    await page.goto(`${studio.url}/people/${id}`);
    await page.getByText('One', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await page.getByLabel('Subject').waitFor();
    // a button that is pointed at has another colour for a moment
    await page.mouse.move(0, 0);
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
}, 90_000);
