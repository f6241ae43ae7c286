import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let personId: string;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
  personId = (await buildPerson(firm)).id;
});
afterAll(() => api?.close());

/** Makes one, and answers it. */
async function made(
  path: string,
  body: object,
): Promise<Record<string, unknown> & { id: string; version: number }> {
  const answer = await ask('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as Record<string, unknown> & { id: string; version: number };
}

/** The kinds of the events of a person from one number on, in order. */
async function eventsOf(person: string): Promise<string[]> {
  const rows: { kind: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select kind from spine.event where firm_id = $1 and subject_id = $2 order by seq`, [
      ctx.firmId,
      person,
    ]),
  );
  return rows.map((row) => row.kind);
}

test('a lead is added, moved, won and becomes a client, and each raises its event once', async () => {
  const { id: person } = await buildPerson(firm);
  const source = await made('/api/lead-sources', { name: 'Seminar', kind: 'event' });
  const lead = await made('/api/leads', {
    personId: person,
    sourceId: source.id,
    firstTouch: { campaign: 'spring' },
  });
  expect(lead).toMatchObject({
    stage: 'new',
    firstTouch: { campaign: 'spring' },
    lastTouch: { campaign: 'spring' },
  });
  const moved = await ask('POST', `/api/leads/${lead.id}/stage`, { to: 'contacted', version: 1 });
  expect(moved).toMatchObject({ status: 200, body: { stage: 'contacted', version: 2 } });
  await ask('POST', `/api/leads/${lead.id}/stage`, { to: 'contacted', version: 2 });
  const late = await ask('POST', `/api/leads/${lead.id}/stage`, { to: 'proposal', version: 1 });
  expect(late).toMatchObject({
    status: 409,
    body: { code: 'stale_version', current: { stage: 'contacted' } },
  });
  const won = await ask('POST', `/api/leads/${lead.id}/convert`, { version: 2, since: '2026-11-01' });
  expect(won.body).toMatchObject({ stage: 'won' });
  const { body: clients } = await ask('GET', `/api/clients?personId=${person}`);
  expect(clients['items']).toMatchObject([{ leadId: lead.id, status: 'active', since: '2026-11-01' }]);
  const again = await ask('POST', '/api/clients', { personId: person, since: '2026-11-02' });
  expect(again).toMatchObject({ status: 409, body: { code: 'client_already' } });
  expect((await eventsOf(person)).filter((kind) => kind !== 'person.created')).toEqual([
    'lead.created',
    'stage.changed',
    'stage.changed',
    'client.created',
  ]);
});

test('a field event is raised for what really differs, and for nothing else', async () => {
  const { id } = await buildPerson(firm);
  const { body: person } = await ask('GET', `/api/people/${id}`);
  const before = (await eventsOf(id)).length;
  const changes = { city: 'Akron', firstName: person['firstName'], birthDate: '1964-02-29' };
  await ask('PATCH', `/api/people/${id}`, { ...changes, version: person['version'] });
  expect((await eventsOf(id)).slice(before)).toEqual(['field.changed', 'field.changed']);
});

test('a meeting is booked, moved and held once; what is over cannot be moved', async () => {
  const { id: person } = await buildPerson(firm);
  const at = {
    startsAt: '2027-01-12T15:00:00Z',
    endsAt: '2027-01-12T16:00:00Z',
    timeZone: 'America/New_York',
  };
  const meeting = await made('/api/meetings', { personId: person, title: 'Review', ...at });
  const later = { ...at, startsAt: '2027-01-13T15:00:00Z', endsAt: '2027-01-13T16:00:00Z' };
  expect((await ask('POST', `/api/meetings/${meeting.id}/move`, { ...later, version: 1 })).status).toBe(200);
  expect((await ask('POST', `/api/meetings/${meeting.id}/end`, { version: 2 })).body).toMatchObject({
    status: 'ended',
  });
  const over = await ask('POST', `/api/meetings/${meeting.id}/cancel`, { version: 3 });
  expect(over).toMatchObject({ status: 409, body: { code: 'over' } });
  expect((await eventsOf(person)).slice(-3)).toEqual(['meeting.booked', 'meeting.moved', 'meeting.ended']);
  expect((await ask('GET', `/api/people/${person}`)).body['lastContactAt']).not.toBeNull();
  const wrong = await ask('POST', '/api/meetings', {
    personId: person,
    title: 'x',
    ...at,
    endsAt: at.startsAt,
  });
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'endsAt' }] } });
});

test('a document is asked for and comes in once', async () => {
  const { id: person } = await buildPerson(firm);
  const request = await made('/api/document-requests', {
    personId: person,
    title: 'Tax return',
    dueOn: '2027-02-01',
  });
  await ask('POST', `/api/document-requests/${request.id}/receive`, { version: 1 });
  expect((await ask('POST', `/api/document-requests/${request.id}/waive`, { version: 2 })).status).toBe(409);
  expect((await eventsOf(person)).slice(-2)).toEqual(['document.requested', 'document.received']);
});

test('tags: the same word twice is refused, putting one on twice is the same as once', async () => {
  const tag = await made('/api/tags', { name: 'Retiring soon' });
  expect((await ask('POST', '/api/tags', { name: ' retiring SOON' })).status).toBe(422);
  const { id: person } = await buildPerson(firm);
  for (let twice = 0; twice < 2; twice++) {
    const answer = await ask('POST', `/api/people/${person}/tags`, { tagId: tag.id });
    expect(answer.body['items']).toMatchObject([{ name: 'Retiring soon' }]);
  }
  expect((await ask('GET', `/api/people?tagId=${tag.id}`)).body['items']).toMatchObject([{ id: person }]);
  for (let twice = 0; twice < 2; twice++) await ask('DELETE', `/api/people/${person}/tags/${tag.id}`);
  expect((await eventsOf(person)).slice(-2)).toEqual(['tag.added', 'tag.removed']);
  expect((await ask('GET', `/api/people?tagId=${tag.id}`)).body['items']).toEqual([]);
});

test('a household has one head, and people come and go', async () => {
  const [one, two] = [await buildPerson(firm), await buildPerson(firm)];
  const members = [{ personId: one.id, role: 'head' }];
  const household = await made('/api/households', { name: 'Alvarez', members });
  const second = { personId: two.id, role: 'head' };
  expect((await ask('POST', `/api/households/${household.id}/members`, second)).status).toBe(422);
  const spouse = { ...second, role: 'spouse' };
  const both = await ask('POST', `/api/households/${household.id}/members`, spouse);
  expect(both.body['members']).toEqual([...members, spouse]);
  expect((await ask('GET', `/api/households?personId=${two.id}`)).body['items']).toMatchObject([
    { id: household.id },
  ]);
  await ask('DELETE', `/api/households/${household.id}/members/${two.id}`);
  expect((await ask('GET', `/api/households/${household.id}`)).body['members']).toEqual(members);
});

describe('tasks', () => {
  test('are listed by their day, the ones without at the end, page by page', async () => {
    const { id: person } = await buildPerson(firm);
    const days = [null, '2027-03-01T12:00:00Z', '2027-01-01T12:00:00Z', null, '2027-02-01T12:00:00Z'];
    for (const dueAt of days) await made('/api/tasks', { title: String(dueAt), personId: person, dueAt });
    const seen: unknown[] = [];
    let after = '';
    do {
      const { body } = await ask('GET', `/api/tasks?personId=${person}&sort=due&limit=2${after}`);
      seen.push(...(body['items'] as { title: string }[]).map(({ title }) => title));
      after = typeof body['next'] === 'string' ? `&after=${body['next']}` : '';
    } while (after);
    expect(seen).toEqual([days[2], days[4], days[1], 'null', 'null']);
  });

  test('are done once; done, cancelled, opened again, deleted and restored', async () => {
    const task = await made('/api/tasks', { title: 'Call', personId });
    await ask('POST', `/api/tasks/${task.id}/complete`, { version: 1 });
    expect((await ask('POST', `/api/tasks/${task.id}/complete`, { version: 2 })).body).toMatchObject({
      version: 2,
    });
    expect((await eventsOf(personId)).filter((kind) => kind === 'task.completed')).toHaveLength(1);
    expect((await ask('POST', `/api/tasks/${task.id}/reopen`, { version: 2 })).body).toMatchObject({
      status: 'open',
    });
    expect((await ask('POST', `/api/tasks/${task.id}/cancel`, { version: 3 })).body).toMatchObject({
      status: 'cancelled',
    });
    await ask('DELETE', `/api/tasks/${task.id}?version=4`);
    expect((await ask('GET', `/api/tasks/${task.id}`)).status).toBe(404);
    expect((await ask('GET', `/api/tasks?deleted=true&personId=${personId}`)).body['items']).toMatchObject([
      { id: task.id },
    ]);
    expect((await ask('POST', `/api/tasks/${task.id}/restore?version=5`)).status).toBe(200);
    expect((await ask('GET', `/api/tasks/${task.id}`)).status).toBe(200);
  });
});

test('notes are rewritten, and a call that is noted counts as contact', async () => {
  const { id: person } = await buildPerson(firm);
  const note = await made('/api/notes', { personId: person, body: 'Wants to retire at 62.' });
  expect((await ask('PATCH', `/api/notes/${note.id}`, { body: 'At 63.', version: 1 })).body).toMatchObject({
    body: 'At 63.',
  });
  const call = {
    personId: person,
    channel: 'phone',
    direction: 'out',
    address: '(216) 555-0142',
    body: 'Talked.',
  };
  await made('/api/communications', { ...call, occurredAt: '2026-11-01T15:00:00Z' });
  const { body } = await ask('GET', `/api/communications?personId=${person}`);
  expect(body['items']).toMatchObject([
    { channel: 'phone', body: 'Talked.', occurredAt: '2026-11-01T15:00:00.000Z' },
  ]);
  expect((await ask('GET', `/api/people/${person}`)).body['lastContactAt']).toBe('2026-11-01T15:00:00.000Z');
});

test('consent is noted for an address of the person, taken back, and closed by hand', async () => {
  const { id: person } = await buildPerson(firm);
  await ask('POST', `/api/people/${person}/emails`, { address: 'Second@Example.com' });
  const agreed = { channel: 'email', purpose: 'marketing', textShown: 'You may write to me.', how: 'paper' };
  const permission = await made(`/api/people/${person}/permissions`, {
    ...agreed,
    address: 'second@example.com',
  });
  const foreign = await ask('POST', `/api/people/${person}/permissions`, {
    ...agreed,
    address: 'x@example.com',
  });
  expect(foreign).toMatchObject({ status: 422, body: { errors: [{ field: 'address' }] } });
  await ask('POST', `/api/permissions/${permission.id}/withdraw`, { version: 1 });
  await made(`/api/people/${person}/opt-outs`, {
    channel: 'email',
    address: 'second@example.com',
    scope: 'all',
  });
  const { body } = await ask('GET', `/api/people/${person}/consent`);
  expect(body).toMatchObject({
    permissions: [{ address: 'Second@Example.com', withdrawnAt: expect.any(String) }],
    optOuts: [{ address: 'Second@Example.com', source: 'by_hand', liftedAt: null }],
  });
});

test('addresses change their place, and one that is removed is gone', async () => {
  const { body: person } = await ask('POST', '/api/people', {
    lastName: 'Two',
    emails: [{ address: 'one@two.example' }, { address: 'two@two.example' }],
  });
  const [first, second] = person['emails'] as { id: string; version: number; isPrimary: boolean }[];
  expect(first?.isPrimary).toBe(true);
  const changed = await ask('PATCH', `/api/emails/${second?.id}`, {
    isPrimary: true,
    version: second?.version,
  });
  expect(changed.body['emails']).toMatchObject([
    { address: 'two@two.example', isPrimary: true },
    { address: 'one@two.example', isPrimary: false },
  ]);
  const removed = await ask('DELETE', `/api/emails/${first?.id}?version=2`);
  expect(removed.body['emails']).toMatchObject([{ address: 'two@two.example' }]);
});

describe('templates', () => {
  const words = { channel: 'sms', body: 'Hello {{ person.firstName }}' };
  test('go from draft to live through two people; new words wait for two people again', async () => {
    const owner = await signInAs(api, firm, 'owner');
    const template = await made('/api/templates', { key: 'hello', name: 'Hello', words });
    const path = `/api/templates/${template.id}`;
    expect((await ask('POST', `${path}/publish`, { version: 1 })).status).toBe(409);
    await ask('POST', `${path}/submit`, { version: 1 });
    expect((await ask('POST', `${path}/approve`, { version: 2 })).status).toBe(403);
    await owner('POST', `${path}/approve`, { version: 2 });
    const live = await ask('POST', `${path}/publish`, { version: 3 });
    expect(live.body['versions']).toMatchObject([{ number: 1, status: 'live' }]);
    const edited = await ask('PUT', `${path}/draft`, { words: { ...words, body: 'Good day' } });
    expect(edited.body['versions']).toMatchObject([
      { number: 2, status: 'draft', words: { body: 'Good day' } },
      { number: 1, status: 'live' },
    ]);
    const blind = await ask('PUT', `${path}/draft`, { words: { ...words, body: 'Other' }, version: 9 });
    expect(blind.status).toBe(409);
  });

  test('nobody approves their own words', async () => {
    const owner = await signInAs(api, firm, 'owner');
    const { body } = await owner('POST', '/api/templates', { key: 'own', name: 'Own', words });
    await owner('POST', `/api/templates/${String(body['id'])}/submit`, { version: 1 });
    const own = await owner('POST', `/api/templates/${String(body['id'])}/approve`, { version: 2 });
    expect(own).toMatchObject({ status: 403, body: { code: 'four_eyes' } });
  });

  test('a variable that does not exist is refused with its field; a preview shows what arrives', async () => {
    const wrong = { ...words, body: 'Hello {{ person.shoeSize }}' };
    const refused = await ask('POST', '/api/templates', { key: 'wrong', name: 'Wrong', words: wrong });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'words.body' }] } });
    const preview = await ask('POST', '/api/templates/preview', { words });
    expect(preview.body).toMatchObject({ text: 'Hello Maria', segments: 1 });
  });
});
