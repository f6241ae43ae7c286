import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeadRow } from '@rap/contracts/lead';
import {
  addUser,
  cookieOf,
  signInAs,
  startApi,
  type Ask,
  type TestApi,
  type TestUser,
} from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let stranger: Ask;
let sourceId: string;
const people = new Map<string, string>();

beforeAll(async () => {
  api = await startApi();
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
  for (const sort of ['name', 'stage', 'source', 'owner', 'newest', 'oldest', 'lastContact']) {
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

test('who came in long ago stands there, whenever the row was made', async () => {
  const personId = people.get('Xavier') ?? '';
  const cameIn = (at: string): Promise<unknown> =>
    firm.run((ctx) =>
      ctx.em.query(`update app.lead set occurred_at = $2 where person_id = $1`, [personId, at]),
    );
  const [row] = await rows('name=xavier');
  await cameIn('2025-03-01T12:00:00Z');
  expect((await names('sort=newest')).at(-1)).toBe('Cy Xavier');
  expect((await names('sort=oldest'))[0]).toBe('Cy Xavier');
  const listed = await ask('GET', '/api/leads?sort=oldest&limit=1');
  expect(listed.body['items']).toMatchObject([{ personId }]);
  expect(await names('since=2025-03-01T00:00:00Z&until=2025-03-02T00:00:00Z')).toEqual(['Cy Xavier']);
  expect(await names('until=2025-03-01T12:00:00Z')).toEqual([]);
  await cameIn(row?.occurredAt ?? '');
});

test('narrowed by tag, state and last contact', async () => {
  const tag = String((await ask('POST', '/api/tags', { name: 'Seminar guest' })).body['id']);
  const [ada, bea] = [people.get('Zimmer') ?? '', people.get('Young') ?? ''];
  await ask('POST', '/api/people/bulk', { do: 'tag', tagId: tag, items: [{ id: ada }] });
  expect(await names(`tagId=${tag}`)).toEqual(['Ada Zimmer']);
  await ask('POST', '/api/people/bulk', { do: 'untag', tagId: tag, items: [{ id: ada }] });
  expect(await names(`tagId=${tag}`)).toEqual([]);

  await firm.run((ctx) =>
    ctx.em.query(
      `update app.person set state = 'OH', last_contact_at = '2026-01-05T12:00:00Z' where id = $1`,
      [bea],
    ),
  );
  expect(await names('state=OH')).toEqual(['Bea Young']);
  expect(await names('noContactSince=2026-01-05T12:00:00Z&sort=name')).toEqual(['Cy Xavier', 'Ada Zimmer']);
  expect(await names('noContactSince=2026-01-05T12:00:01Z')).toHaveLength(3);
  expect((await ask('GET', '/api/lead-rows?state=Ohio')).status).toBe(400);
});

test('who agreed to texts is found until they withdraw or opt out', async () => {
  const personId = people.get('Zimmer') ?? '';
  const hash = Buffer.alloc(32, 7);
  await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.permission (person_id, channel, purpose, address_sealed, address_hash, text_version, text_shown, proof, given_at)
       values ($1, 'sms', 'marketing', $2, $2, '1', 'Yes', '{}', now())`,
      [personId, hash],
    ),
  );
  expect(await names('consent=sms')).toEqual(['Ada Zimmer']);
  expect(await names('consent=email')).toEqual([]);
  await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.opt_out (channel, address_sealed, address_hash, scope, source, since) values ('sms', $1, $1, 'all', 'keyword', now())`,
      [hash],
    ),
  );
  expect(await names('consent=sms')).toEqual([]);
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
  expect((await rows(`automationId=${automationId}`)).map((one) => one.personId)).toEqual([personId]);
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

test('a lost lead says why, is found by it, and forgets it when it is open again', async () => {
  const [lost] = await rows('name=xavier');
  const path = `/api/leads/${lost?.id}/stage`;
  const told = await ask('POST', path, { to: 'lost', lostReason: 'other_advisor', version: lost?.version });
  expect(told.body).toMatchObject({ stage: 'lost', lostReason: 'other_advisor' });
  expect(await names('lostReason=other_advisor')).toEqual(['Cy Xavier']);
  expect(await names('lostReason=cost')).toEqual([]);
  const wrong = await ask('POST', path, {
    to: 'contacted',
    lostReason: 'cost',
    version: told.body['version'],
  });
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'lostReason' }] } });
  const open = await ask('POST', path, { to: 'contacted', version: told.body['version'] });
  expect(open.body).toMatchObject({ stage: 'contacted', lostReason: null });
  const bulk = await ask('POST', '/api/leads/bulk', {
    do: 'stage',
    to: 'lost',
    lostReason: 'no_answer',
    items: [{ id: lost?.id, version: open.body['version'] }],
  });
  expect(bulk.body).toMatchObject({ done: 1 });
  expect(await names('lostReason=no_answer')).toEqual(['Cy Xavier']);
});

test('what is asked for is a file that no spreadsheet reckons with, and the log says who took it', async () => {
  const person = { firstName: '=cmd|calc', lastName: 'Injector', phones: [{ number: '(216) 555-0148' }] };
  const personId = String((await ask('POST', '/api/people', person)).body['id']);
  await ask('POST', '/api/leads', { personId, sourceId });
  const take = async (query: string, as: TestUser) => {
    const { headers, body, statusCode } = await api.app.inject({
      method: 'GET',
      url: `/api/lead-rows/export?${query}`,
      headers: { cookie: await cookieOf(api, as) },
    });
    return { headers, statusCode, lines: body.replace('\uFEFF', '').trim().split('\r\n') };
  };
  const user = await addUser(api, firm, 'owner', [firm.bookId]);
  const all = await take('sort=name', user);
  expect(all.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8' });
  expect(all.lines[0]).toBe('Name,Email,Phone,Stage,Lost because,Source,Campaign,Owner,Came in,Last contact');
  expect(all.lines).toHaveLength((await rows('limit=200')).length + 1);
  expect(all.lines.find((line) => line.includes('Injector'))).toMatch(
    /^'=cmd\|calc Injector,,\(216\) 555-0148,new,,Seminar,,,20/,
  );
  expect((await take('campaign=spring', user)).lines.slice(1)).toEqual([
    expect.stringContaining('Bea Young,Bea@example.com'),
  ]);
  expect((await take('', await addUser(api, firm, 'advisor', []))).lines).toHaveLength(1);
  expect((await take('', await addUser(api, firm, 'operations'))).statusCode).toBe(403);
  const logged = await firm.run((ctx) =>
    ctx.em.query<{ n: string }[]>(
      `select count(*) n from audit.event where firm_id = $1 and action = 'app.lead.export'`,
      [ctx.firmId],
    ),
  );
  expect(Number(logged[0]?.n)).toBe(3);
});

test('a view is one’s own until it is shared; a shared one is changed by its owner or an owner of the firm', async () => {
  const mine = await ask('POST', '/api/saved-views', {
    name: 'Fall seminar',
    query: 'campaign=fall&sort=name',
  });
  expect(mine).toMatchObject({ status: 201, body: { shared: false, query: 'campaign=fall&sort=name' } });
  const path = `/api/saved-views/${String(mine.body['id'])}`;
  const seen = async (as: Ask) =>
    ((await as('GET', '/api/saved-views')).body['items'] as { name: string }[]).map(({ name }) => name);
  expect(await seen(stranger)).toEqual([]);
  expect((await stranger('PATCH', path, { version: 1, name: 'Taken' })).status).toBe(404);
  const shared = await ask('PATCH', path, { version: 1, shared: true });
  expect(await seen(stranger)).toEqual(['Fall seminar']);
  expect((await stranger('PATCH', path, { version: shared.body['version'], name: 'Taken' })).status).toBe(
    403,
  );
  expect((await ask('PATCH', path, { version: 1, name: 'Late' })).status).toBe(409);
  expect((await ask('POST', '/api/saved-views', { name: ' ', query: '' })).status).toBe(400);
  expect((await ask('POST', '/api/saved-views', { name: 'x', query: 'a b#c' })).status).toBe(400);
  expect((await ask('DELETE', `${path}?version=${String(shared.body['version'])}`)).status).toBe(200);
  expect(await seen(ask)).toEqual([]);
  const theirs = await stranger('POST', '/api/saved-views', { name: 'Theirs', query: '', shared: true });
  const theirPath = `/api/saved-views/${String(theirs.body['id'])}`;
  expect((await ask('PATCH', theirPath, { version: 1, name: 'Ours' })).status).toBe(200);
});
