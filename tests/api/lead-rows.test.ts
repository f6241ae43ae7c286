import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeadRow } from '@rap/contracts/lead';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let stranger: Ask;
let sourceId: string;
const people = new Map<string, string>();
const PAGE = '<!doctype html><title>Studio</title>';

beforeAll(async () => {
  const studio = mkdtempSync(join(tmpdir(), 'studio-'));
  mkdirSync(join(studio, 'assets'));
  writeFileSync(join(studio, 'index.html'), PAGE);
  writeFileSync(join(studio, 'assets/main-1.js'), 'export {};');
  api = await startApi({ STUDIO_DIR: studio });
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  ask = await signInAs(api, firm, 'owner', [firm.bookId]);
  stranger = await signInAs(api, firm, 'advisor', []);
  sourceId = String((await ask('POST', '/api/lead-sources', { name: 'Seminar', kind: 'event' })).body['id']);
  for (const [firstName, lastName, stage, campaign] of [
    ['Ada', 'Zimmer', 'contacted', 'fall'],
    ['Bea', 'Young', 'new', 'spring'],
    ['Cy', 'Xavier', 'lost', 'fall'],
  ] as const) {
    const person = { firstName, lastName, emails: [{ address: `${firstName}@example.com` }] };
    const personId = String((await ask('POST', '/api/people', person)).body['id']);
    people.set(lastName, personId);
    const { body } = await ask('POST', '/api/leads', { personId, sourceId, firstTouch: { campaign } });
    if (stage !== 'new')
      await ask('POST', `/api/leads/${String(body['id'])}/stage`, { to: stage, version: body['version'] });
  }
});
afterAll(() => api?.close());

async function rows(query: string, who = ask): Promise<LeadRow[]> {
  const { status, body } = await who('GET', `/api/lead-rows?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return LeadRow.array().parse(body['items']);
}
const names = async (query: string): Promise<string[]> => (await rows(query)).map((row) => row.personName);

test('a row has the person, the source and what can be sent', async () => {
  const [row] = await rows('name=zimmer');
  expect(row).toMatchObject({
    personName: 'Ada Zimmer',
    sourceName: 'Seminar',
    ownerName: null,
    stage: 'contacted',
    hasEmail: true,
    canText: false,
    run: null,
  });
});

test('sorted by name, by stage and by time; page after page none is skipped', async () => {
  expect(await names('sort=name')).toEqual(['Cy Xavier', 'Bea Young', 'Ada Zimmer']);
  expect(await names('sort=stage')).toEqual(['Bea Young', 'Ada Zimmer', 'Cy Xavier']);
  expect(await names('sort=newest')).toEqual(['Cy Xavier', 'Bea Young', 'Ada Zimmer']);
  for (const sort of ['name', 'stage', 'newest', 'oldest', 'lastContact']) {
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 4 && (page === 0 || after); page += 1) {
      const { body } = await ask('GET', `/api/lead-rows?sort=${sort}&limit=1${after && `&after=${after}`}`);
      seen.push(
        ...LeadRow.array()
          .parse(body['items'])
          .map((row) => row.personName),
      );
      after = typeof body['next'] === 'string' ? encodeURIComponent(body['next']) : '';
    }
    expect(seen.toSorted(), sort).toEqual(['Ada Zimmer', 'Bea Young', 'Cy Xavier']);
  }
});

test('narrowed by stages, campaign, name and time', async () => {
  expect(await names('stages=new,contacted&sort=name')).toEqual(['Bea Young', 'Ada Zimmer']);
  expect(await names('campaign=fall&sort=name')).toEqual(['Cy Xavier', 'Ada Zimmer']);
  expect(await names(`since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
  const { status, body } = await ask('GET', '/api/lead-rows?stages=new,nonsense');
  expect(status).toBe(400);
  expect(JSON.stringify(body['errors'])).toContain('stages');
});

test('counts stand for what the reader may see', async () => {
  const counts = async (who: Ask): Promise<unknown> =>
    (await who('GET', '/api/lead-rows/counts')).body['stages'];
  expect(await counts(ask)).toEqual(
    expect.arrayContaining([
      { stage: 'new', count: 1 },
      { stage: 'contacted', count: 1 },
      { stage: 'lost', count: 1 },
    ]),
  );
  expect(await counts(stranger)).toEqual([]);
  expect(await rows('', stranger)).toEqual([]);
});

test('where an automation has somebody is told with the lead, and counted with the automation', async () => {
  const automationId = await buildNoteAutomation(firm);
  const { personId } = await enrolPerson(firm, automationId);
  await ask('POST', '/api/leads', { personId, sourceId });
  const row = (await rows('')).find((one) => one.personId === personId);
  expect(row?.run).toMatchObject({ status: 'active' });
  const { body } = await ask('GET', `/api/automations/${automationId}/inside`);
  expect(body['steps']).toEqual([{ step: expect.any(String), people: 1, held: 0 }]);
});

test('names of people are told for those whom the reader may see', async () => {
  const ids = [...people.values()].join(',');
  const { body } = await ask('GET', `/api/people/names?ids=${ids}`);
  expect(body['items']).toHaveLength(3);
  expect(body['items']).toContainEqual({ id: people.get('Young'), name: 'Bea Young' });
  expect((await stranger('GET', `/api/people/names?ids=${ids}`)).body['items']).toEqual([]);
  expect((await ask('GET', '/api/people/names?ids=nobody')).status).toBe(400);
});

test('a page of the studio is the studio, whatever its address; what the API does not have stays a problem', async () => {
  const get = (url: string, accept: string) => api.app.inject({ method: 'GET', url, headers: { accept } });
  const page = await get('/automations/any?view=outline', 'text/html,*/*');
  expect([page.statusCode, page.body]).toEqual([200, PAGE]);
  expect((await get('/', 'text/html')).body).toBe(PAGE);
  expect((await get('/api/nothing', 'text/html')).statusCode).toBe(404);
  expect((await get('/automations/any', 'application/json')).statusCode).toBe(404);
  const asset = await get('/assets/main-1.js', '*/*');
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await get('/index.html', 'text/html')).headers['cache-control']).toBe('no-cache');
  expect((await get('/assets/gone.js', '*/*')).statusCode).toBe(404);
  expect((await get('/../package.json', '*/*')).statusCode).toBe(404);
});
