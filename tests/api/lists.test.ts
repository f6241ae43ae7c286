import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';
import { fuzzRoutes, type ApiDocument } from '../support/fuzz/requests.ts';

const MANY = 5;
const DRAFT = {
  schema: 1,
  name: 'Same',
  trigger: { kind: 'manual', params: {}, next: 'END' },
  nodes: {},
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
};
let api: TestApi;
let ask: Ask;
let personId: string;
let document: ApiDocument;

beforeAll(async () => {
  document = JSON.parse(await readFile(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'));
  api = await startApi();
  const firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'owner', [firm.bookId]);
  const people: string[] = [];
  for (let i = 0; i < MANY; i++) people.push(await make('/api/people', { lastName: `Same ${i % 2}` }));
  personId = people[0] ?? '';
  const sourceId = await make('/api/lead-sources', { name: 'Seminar', kind: 'event' });
  // equal in what they are sorted by, so that the id alone keeps pages from losing or repeating one
  const hour = { startsAt: '2027-01-12T15:00:00Z', endsAt: '2027-01-12T16:00:00Z' };
  const call = { channel: 'phone', direction: 'out', address: '-', occurredAt: '2026-05-04T15:00:00Z' };
  const words = { channel: 'sms', body: 'We will call you.' };
  for (const [i, id] of people.entries()) {
    await make('/api/tasks', {
      title: 'Call',
      personId,
      ...(i % 2 ? { dueAt: '2027-01-12T15:00:00Z' } : {}),
    });
    await make('/api/leads', { personId, sourceId });
    await make('/api/clients', { personId: id, since: '2026-01-31' });
    await make('/api/households', { name: 'Same' });
    await make('/api/notes', { personId, body: 'Wants to retire at 62.' });
    await make('/api/meetings', { personId, ...hour, timeZone: 'America/New_York', title: 'Review' });
    await make('/api/document-requests', { personId, title: 'Last tax return' });
    await make('/api/communications', { personId, ...call, body: 'Left a message.' });
    await make(`/api/people/${personId}/messages`, { purpose: 'service', words });
    await make('/api/tags', { name: `Tag ${i}` });
    await make('/api/lead-sources', { name: `Seminar ${i}`, kind: 'referral' });
    await make('/api/templates', { key: `call-${i}`, name: 'Same', words });
    await make('/api/automations', { definition: DRAFT });
  }
}, 120_000);
afterAll(() => api?.close());

async function make(path: string, body: object): Promise<string> {
  const made = await ask('POST', path, body);
  expect(made.status, `${path} ${JSON.stringify(made.body)}`).toBe(201);
  return String(made.body['id']);
}

async function read(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ;) {
    const { status, body } = await ask('GET', `${path}${after && `&after=${after}`}`);
    expect(status, path).toBe(200);
    ids.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
    if (typeof body['next'] !== 'string') return ids;
    after = body['next'];
  }
}

test('every list that can be sorted is, page by page, the whole list, in each of its orders', async () => {
  let orders = 0;
  for (const { name, path, operation } of fuzzRoutes(document)) {
    const parameters = operation.parameters ?? [];
    const sorts = parameters.find((parameter) => parameter.name === 'sort')?.schema?.enum;
    // a file of all of it has no pages
    if (!sorts || !parameters.some((parameter) => parameter.name === 'limit')) continue;
    const about = parameters.some((parameter) => parameter.name === 'personId' && parameter.required);
    const lists: string[][] = [];
    for (const sort of sorts) {
      const query = `${path}?sort=${String(sort)}${about ? `&personId=${personId}` : ''}`;
      const whole = await read(`${query}&limit=200`);
      expect(whole.length, `${name}: make ${MANY} records of it above`).toBeGreaterThanOrEqual(MANY);
      expect(await read(`${query}&limit=2`), `${name} by ${String(sort)}`).toEqual(whole);
      lists.push(whole);
      orders++;
    }
    const [newest, oldest] = [sorts.indexOf('newest'), sorts.indexOf('oldest')];
    if (newest >= 0 && oldest >= 0) expect(lists[newest], name).toEqual(lists[oldest]?.toReversed());
  }
  expect(orders).toBeGreaterThan(30);
});

test('the lists of what a firm keeps are narrowed', async () => {
  const names = async (path: string): Promise<unknown[]> =>
    ((await ask('GET', path)).body['items'] as { name: string }[]).map(({ name }) => name);
  const retire = async (path: string): Promise<void> => {
    const first = ((await ask('GET', path)).body['items'] as { id: string; version: number }[])[0];
    const done = await ask('PATCH', `${path}/${first?.id}`, { version: first?.version, retired: true });
    expect(done.status).toBe(200);
  };
  await retire('/api/tags');
  expect(await names('/api/tags?retired=true')).toEqual(['Tag 0']);
  expect(await names('/api/tags?retired=false')).toEqual(['Tag 1', 'Tag 2', 'Tag 3', 'Tag 4']);
  expect(await names('/api/lead-sources?kind=event')).toEqual(['Seminar']);
  await retire('/api/lead-sources');
  expect(await names('/api/lead-sources?retired=true')).toEqual(['Seminar']);
  expect(await names('/api/lead-sources?kind=event&retired=false')).toEqual([]);
  expect(await names('/api/templates?channel=sms')).toHaveLength(MANY);
  expect(await names('/api/templates?channel=email')).toEqual([]);
  const { body: me } = await ask('GET', '/api/sessions/current');
  expect(await names(`/api/automations?ownerId=${String(me['userId'])}`)).toHaveLength(MANY);
  expect(await names(`/api/automations?ownerId=${personId}`)).toEqual([]);
  expect(await names('/api/automations?archived=true')).toEqual([]);
});

test('a place of one order is refused in another, and a forged one in any', async () => {
  const { body } = await ask('GET', '/api/tasks?sort=newest&limit=2');
  const forged = Buffer.from(JSON.stringify(["'; drop table app.task", personId])).toString('base64url');
  for (const after of [String(body['next']), forged]) {
    expect(await ask('GET', `/api/tasks?sort=due&after=${after}`)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'after', code: 'bad_cursor' }] },
    });
  }
});
