import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';
import { fuzzRoutes, type ApiDocument } from '../support/fuzz/requests.ts';

const MANY = 5;
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
    if (!sorts) continue;
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
  expect(orders).toBeGreaterThan(18);
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
