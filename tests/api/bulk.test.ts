import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
});
afterAll(() => api?.close());

const eventsOf = (personId: string): Promise<string[]> =>
  firm.run(async (ctx) => {
    const rows: { kind: string }[] = await ctx.em.query(
      `select kind from spine.event where firm_id = $1 and subject_id = $2 order by seq`,
      [ctx.firmId, personId],
    );
    return rows.map(({ kind }) => kind);
  });

test('each row is done or refused by itself, and says why', async () => {
  const [first, second] = [await buildPerson(firm), await buildPerson(firm)];
  const [hidden, unknown] = [await buildPerson(await buildFirm(api.world)), randomUUID()];
  await ask('PATCH', `/api/people/${second.id}`, { version: 1, city: 'Akron' });
  const items = [first.id, second.id, hidden.id, unknown].map((id) => ({ id, version: 1 }));
  const { status, body } = await ask('POST', '/api/people/bulk', {
    do: 'owner',
    ownerId: firm.ownerId,
    items,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    done: 1,
    refused: 3,
    rows: [
      { id: first.id, done: true, version: 2, problem: null },
      {
        id: second.id,
        done: false,
        problem: { code: 'stale_version', yours: { version: 1 }, current: { version: 2, city: 'Akron' } },
      },
      { id: hidden.id, done: false, problem: { code: 'not_found' } },
      { id: unknown, done: false, problem: { code: 'not_found' } },
    ],
  });
  expect(await ask('GET', `/api/people/${first.id}`)).toMatchObject({ body: { ownerId: firm.ownerId } });
  expect(await ask('GET', `/api/people/${second.id}`)).toMatchObject({ body: { ownerId: null } });
});

test('a refused row leaves nothing, not even an event, and the others raise theirs once', async () => {
  const [first, second] = [await buildPerson(firm), await buildPerson(firm)];
  const tag = await ask('POST', '/api/tags', { name: 'Seminar' });
  const bulk = (tagId: unknown) =>
    ask('POST', '/api/people/bulk', { do: 'tag', tagId, items: [{ id: first.id }, { id: second.id }] });
  expect((await bulk(tag.body['id'])).body).toMatchObject({ done: 2, refused: 0 });
  expect((await bulk(tag.body['id'])).body).toMatchObject({ done: 2 });
  expect((await bulk(randomUUID())).body).toMatchObject({
    done: 0,
    refused: 2,
    rows: [{ problem: { code: 'not_found' } }, {}],
  });
  for (const { id } of [first, second]) {
    expect((await eventsOf(id)).filter((kind) => kind === 'tag.added')).toHaveLength(1);
  }
});

test('people are moved into another book only by who sees both', async () => {
  const person = await buildPerson(firm);
  const bookOf = (name: string): Promise<string> =>
    firm.run(async (ctx) => {
      const rows: { id: string }[] = await ctx.em.query(
        `insert into app.book (name) values ($1) returning id`,
        [name],
      );
      return rows[0]?.id ?? '';
    });
  const [mine, foreign] = [await bookOf('Mine too'), await bookOf('Not mine')];
  const both = await signInAs(api, firm, 'advisor', [firm.bookId, mine]);
  const move = (bookId: string, version: number) =>
    both('POST', '/api/people/bulk', { do: 'book', bookId, items: [{ id: person.id, version }] });
  expect((await move(foreign, 1)).body).toMatchObject({
    refused: 1,
    rows: [{ problem: { code: 'not_found' } }],
  });
  expect((await move(mine, 1)).body).toMatchObject({ done: 1, rows: [{ version: 2 }] });
  expect((await ask('GET', `/api/people/${person.id}`)).status).toBe(404);
  expect(await eventsOf(person.id)).toContain('field.changed');
});

test('people are deleted and brought back, leads moved, tasks assigned and done', async () => {
  const person = await buildPerson(firm);
  const one = (version: number) => [{ id: person.id, version }];
  expect((await ask('POST', '/api/people/bulk', { do: 'delete', items: one(1) })).body).toMatchObject({
    done: 1,
  });
  expect((await ask('GET', `/api/people/${person.id}`)).status).toBe(404);
  expect((await ask('POST', '/api/people/bulk', { do: 'restore', items: one(2) })).body).toMatchObject({
    done: 1,
  });

  const source = await ask('POST', '/api/lead-sources', { name: 'Bulk', kind: 'event' });
  const lead = await ask('POST', '/api/leads', { personId: person.id, sourceId: source.body['id'] });
  const leads = { do: 'stage', to: 'contacted', items: [{ id: lead.body['id'], version: 1 }] };
  expect((await ask('POST', '/api/leads/bulk', leads)).body).toMatchObject({
    done: 1,
    rows: [{ version: 2 }],
  });

  const task = await ask('POST', '/api/tasks', { title: 'Call', personId: person.id });
  const items = (version: number) => [{ id: task.body['id'], version }];
  const assign = { do: 'assign', assigneeId: firm.ownerId, items: items(1) };
  expect((await ask('POST', '/api/tasks/bulk', assign)).body).toMatchObject({ done: 1 });
  expect((await ask('POST', '/api/tasks/bulk', { do: 'complete', items: items(2) })).body).toMatchObject({
    done: 1,
  });
  expect(await eventsOf(person.id)).toEqual(
    expect.arrayContaining(['lead.created', 'stage.changed', 'task.completed']),
  );
});

test('tasks are postponed each to an instant of its own, done and opened again; a refused row says why and stays', async () => {
  const made = await Promise.all(['Call', 'Write'].map((title) => ask('POST', '/api/tasks', { title })));
  const [first, second] = made.map(({ body }) => String(body['id']));
  const due = await ask('POST', '/api/tasks/bulk', {
    do: 'due',
    items: [
      { id: first, version: 1, dueAt: '2026-03-08T14:30:00.000Z' },
      { id: second, version: 9, dueAt: '2026-03-09T14:00:00.000Z' },
    ],
  });
  expect(due.body).toMatchObject({
    done: 1,
    refused: 1,
    rows: [
      { done: true, version: 2 },
      { done: false, problem: { code: 'stale_version' } },
    ],
  });
  const items = (version: number) => [{ id: first, version }];
  await ask('POST', '/api/tasks/bulk', { do: 'complete', items: items(2) });
  expect((await ask('POST', '/api/tasks/bulk', { do: 'reopen', items: items(3) })).body).toMatchObject({
    done: 1,
  });
  expect((await ask('GET', `/api/tasks/${first}`)).body).toMatchObject({
    status: 'open',
    completedAt: null,
    dueAt: '2026-03-08T14:30:00.000Z',
    madeBy: null,
    madeAtStep: null,
  });
  expect((await ask('GET', `/api/tasks/${second}`)).body).toMatchObject({ version: 1, dueAt: null });
});

test('more than two hundred at once are refused before any is touched', async () => {
  const items = Array.from({ length: 201 }, () => ({ id: randomUUID(), version: 1 }));
  expect(await ask('POST', '/api/people/bulk', { do: 'delete', items })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'items', code: 'too_big' }] },
  });
});
