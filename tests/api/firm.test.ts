import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENED_TABLES } from '@rap/contracts/audit-event';
import {
  addUser,
  askAs,
  cookieOf,
  signInAs,
  startApi,
  type Ask,
  type TestApi,
} from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
});
afterAll(() => api?.close());

test('a role counts from the next request on; a membership ends with its sessions', async () => {
  const user = await addUser(api, firm, 'assistant', [firm.bookId]);
  const ask = await askAs(api, user);
  const path = `/api/users/${user.userId}`;
  expect((await ask('GET', '/api/invitations')).status).toBe(403);
  const promoted = await owner('PATCH', path, { version: 1, role: 'owner' });
  expect(promoted).toMatchObject({ status: 200, body: { role: 'owner', version: 2 } });
  expect((await ask('GET', '/api/invitations')).status).toBe(200);
  expect((await owner('PATCH', path, { version: 1, role: 'advisor' })).status).toBe(409);
  expect((await owner('PATCH', path, { version: 2, timeZone: 'Mars/Olympus' })).status).toBe(422);
  const left = await owner('POST', `${path}/deactivate`, { version: 2 });
  expect(left.body).toMatchObject({ status: 'left' });
  expect((await ask('GET', '/api/sessions')).status).toBe(401);
  const { email, password } = user;
  const again = await api.app.inject({ method: 'POST', url: '/api/sessions', payload: { email, password } });
  expect(again.statusCode).toBe(401);
});

test('the last owner stays one', async () => {
  const alone = await buildFirm(api.world);
  const second = await addUser(api, alone, 'owner');
  const ask = await askAs(api, second);
  const founder = `/api/users/${alone.ownerId}`;
  expect((await ask('POST', `${founder}/deactivate`, { version: 1 })).status).toBe(200);
  const own = `/api/users/${second.userId}`;
  expect((await ask('POST', `${own}/deactivate`, { version: 1 })).body['code']).toBe('last_owner');
  expect((await ask('PATCH', own, { version: 1, role: 'advisor' })).body['code']).toBe('last_owner');
});

test('books: who works for one sees its people, and a person moves from one to another', async () => {
  const made = await owner('POST', '/api/books', { name: 'East side' });
  const bookId = String(made.body['id']);
  expect((await owner('POST', '/api/books', { name: 'East side' })).status).toBe(422);
  const user = await addUser(api, firm, 'advisor');
  const ask = await askAs(api, user);
  const person = await buildPerson(firm);
  const path = `/api/people/${person.id}`;
  expect((await ask('GET', path)).status).toBe(404);
  const moved = await owner('POST', `${path}/move`, { version: 1, bookId });
  expect(moved).toMatchObject({ status: 200, body: { bookId, version: 2 } });
  const staffed = await owner('PATCH', `/api/books/${bookId}`, { version: 1, memberIds: [user.userId] });
  expect(staffed.body).toMatchObject({ memberIds: [user.userId] });
  expect((await ask('GET', path)).status).toBe(200);
  const unstaffed = await owner('PATCH', `/api/books/${bookId}`, { version: 2, memberIds: [] });
  expect(unstaffed.body).toMatchObject({ memberIds: [], name: 'East side' });
  expect((await ask('GET', path)).status).toBe(404);

  expect((await owner('POST', `${path}/move`, { version: 1, bookId })).status).toBe(409);
  expect((await owner('POST', `${path}/move`, { version: 2, bookId: randomUUID() })).status).toBe(422);
  const other = await buildFirm(api.world);
  expect((await owner('POST', `${path}/move`, { version: 2, bookId: other.bookId })).status).toBe(422);
  const foreign = await owner('PATCH', `/api/books/${bookId}`, { version: 3, memberIds: [other.ownerId] });
  expect(foreign.body).toMatchObject({ errors: [{ field: 'memberIds' }] });
  const events: { payload: object }[] = await firm.run((ctx) =>
    ctx.em.query(`select payload from spine.event where subject_id = $1 and kind = 'field.changed'`, [
      person.id,
    ]),
  );
  expect(events).toEqual([{ payload: { record: 'person', field: 'bookId' } }]);
});

test('what the firm decides for itself', async () => {
  const { body: firmNow } = await owner('GET', '/api/firm');
  const version = firmNow['version'];
  const settings = { fourEyes: false, retentionYears: 7 };
  const changed = await owner('PATCH', '/api/firm', { version, timeZone: 'America/Denver', settings });
  expect(changed).toMatchObject({
    status: 200,
    body: { timeZone: 'America/Denver', settings: { ...settings, maxEmailsPerDay: 3 } },
  });
  // what was not named has stayed
  expect(Object.keys(changed.body['settings'] as object)).toEqual(Object.keys(firmNow['settings'] as object));
  const next = { version: changed.body['version'] };
  const wrong = (more: object) => owner('PATCH', '/api/firm', { ...next, ...more });
  expect((await owner('PATCH', '/api/firm', { version, name: 'Late' })).status).toBe(409);
  expect((await wrong({ settings: { retentionYears: 0 } })).body).toMatchObject({
    errors: [{ field: 'settings.retentionYears' }],
  });
  // one writer of each setting: that of the sending rules checks them and holds the numbers
  const {
    version: _,
    archiveOwed,
    archiveOwedSince,
    stateHoursByDefault,
    ...rules
  } = (await owner('GET', '/api/sending-rules')).body;
  expect(archiveOwed).toBe(0);
  expect(stateHoursByDefault).toBeTruthy();
  expect(archiveOwedSince).toBeNull();
  for (const [name, value] of Object.entries(rules)) {
    expect(await wrong({ settings: { [name]: value } }), name).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            field: `settings.${name}`,
            code: 'changed_elsewhere',
            message: expect.stringContaining('PATCH /api/sending-rules'),
          },
        ],
      },
    });
  }
  expect((await wrong({ settings: { fourEyez: true } })).body).toMatchObject({
    errors: [{ field: 'settings.fourEyez', code: 'unknown_field' }],
  });
  expect((await wrong({ settings: { allowTestDurations: true } })).body).toMatchObject({
    errors: [{ field: 'settings.allowTestDurations', code: 'fixed' }],
  });
  expect((await wrong({ timeZone: 'Ohio' })).status).toBe(422);
  const compliance = await signInAs(api, firm, 'compliance');
  expect((await compliance('PATCH', '/api/firm', { ...next, name: 'Harbor' })).status).toBe(200);
  const advisor = await signInAs(api, firm, 'advisor');
  expect((await advisor('GET', '/api/firm')).status).toBe(200);
  expect((await advisor('PATCH', '/api/firm', { version: 9, name: 'Mine' })).status).toBe(403);
});

test('the audit log is read page by page, newest first, by those who answer for the firm', async () => {
  const compliance = await signInAs(api, firm, 'compliance');
  const person = await buildPerson(firm);
  const of = (query: string) => compliance('GET', `/api/audit-events?${query}`);
  const one = await of(`recordId=${person.id}&action=app.person.create`);
  expect(one.body['items']).toMatchObject([{ action: 'app.person.create', actor: firm.who.actor }]);
  const seen: string[] = [];
  let after = '';
  do {
    const { body } = await of(`limit=3&action=app.session.${after}`);
    seen.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
    const { next } = body as { next: string | null };
    after = next === null ? '' : `&after=${next}`;
  } while (after);
  const rows: { id: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select id from audit.event where firm_id = $1 and action like 'app.session.%' order by at desc, id desc`,
      [ctx.firmId],
    ),
  );
  expect(seen).toEqual(rows.map(({ id }) => id));
  const advisor = await signInAs(api, firm, 'advisor');
  expect((await advisor('GET', '/api/audit-events')).status).toBe(403);
});

test('the audit log is narrowed by days, and taken away as a file, which it notes', async () => {
  const compliance = await signInAs(api, firm, 'compliance');
  const person = await buildPerson(firm);
  const count = async (query: string) =>
    ((await compliance('GET', `/api/audit-events?recordId=${person.id}&${query}`)).body['items'] as unknown[])
      .length;
  const now = new Date().toISOString();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect(await count(`before=${later}`)).toBe(1);
  expect(await count(`from=${later}`)).toBe(0);
  expect(await count(`from=2020-01-01T00:00:00Z&before=2020-02-01T00:00:00Z`)).toBe(0);
  const user = await addUser(api, firm, 'compliance');
  const file = await api.app.inject({
    method: 'GET',
    url: `/api/audit-events/export?recordId=${person.id}`,
    headers: { cookie: await cookieOf(api, user) },
  });
  const lines = file.body.replace('\uFEFF', '').trim().split('\r\n');
  expect(lines[0]).toBe('At,Who,What,Detail,Request');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('app.person.create');
  const taken = await compliance('GET', `/api/audit-events?action=app.audit.export&from=${now}`);
  expect(taken.body['items']).toMatchObject([
    { actor: `user:${user.userId}`, detail: { rows: 1, asked: 'recordId' } },
  ]);
  const advisor = await signInAs(api, firm, 'advisor');
  expect((await advisor('GET', '/api/audit-events/export')).status).toBe(403);
});

test('a line of the log is opened: what stood there before and after, never a secret', async () => {
  const owner = await signInAs(api, firm, 'owner');
  const compliance = await signInAs(api, firm, 'compliance');
  const person = await buildPerson(firm);
  await owner('PATCH', `/api/people/${person.id}`, { version: 1, city: 'Akron', birthDate: '1961-04-02' });
  const of = (table: string, id: string, version = 2) =>
    compliance('GET', `/api/audit-events/version?table=${table}&recordId=${id}&version=${version}`);
  const { body } = await of('app.person', person.id);
  expect(body).toMatchObject({ version: 2, change: 'update' });
  expect(body['changes']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ field: 'city', after: 'Akron' }),
      { field: 'birthDate', before: null, after: '1961-04-02' },
    ]),
  );
  expect((await of('app.person', person.id, 9)).status).toBe(404);
  const tables = api.world.dataSource.entityMetadatas.map(({ tablePath }) => tablePath);
  expect(OPENED_TABLES.filter((table) => !tables.includes(table))).toEqual([]);
  const made = await owner('POST', '/api/webhook-endpoints', {
    url: 'https://hooks.example/in',
    description: 'Elsewhere',
    eventKinds: ['lead.created'],
  });
  expect(made.status).toBe(201);
  expect((await of('app.webhook_endpoint', String(made.body['id']), 1)).status).toBe(400);
  const stranger = await signInAs(api, await buildFirm(api.world), 'compliance');
  const theirs = `/api/audit-events/version?table=app.person&recordId=${person.id}&version=2`;
  expect((await stranger('GET', theirs)).status).toBe(404);
  for (const role of ['advisor', 'operations'] as const)
    expect((await (await signInAs(api, firm, role))('GET', theirs)).status).toBe(403);
});

test('the audit log is verified by those who answer for the firm, over every book', async () => {
  const compliance = await signInAs(api, firm, 'compliance');
  const rows: { n: number }[] = await firm.run((ctx) =>
    ctx.em.query(`select count(*)::int as n from audit.event where firm_id = $1`, [ctx.firmId]),
  );
  const { status, body } = await compliance('POST', '/api/audit-events/verification');
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: true, faults: [] });
  expect(Number(body['rows']) + Number(body['unsealed'])).toBeGreaterThanOrEqual(rows[0]?.n ?? 0);
  const advisor = await signInAs(api, firm, 'advisor');
  expect((await advisor('POST', '/api/audit-events/verification')).status).toBe(403);
});
