import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePerson } from '@rap/database/person/person-commands';
import { addUser, askAs, signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner', [firm.bookId]);
});
afterAll(() => api?.close());

const made = async (path: string, body: object) => {
  const answer = await owner('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const eventsOf = (personId: string) =>
  firm.run((ctx) =>
    ctx.em.query<{ kind: string; payload: { field?: string } }[]>(
      `select kind, payload from spine.event where firm_id = $1 and subject_id = $2 order by seq`,
      [ctx.firmId, personId],
    ),
  );

test('who leaves hands over people, open leads and open tasks; what is done stays under their name', async () => {
  const leaver = await addUser(api, firm, 'advisor', [firm.bookId]);
  const heir = await addUser(api, firm, 'advisor', [firm.bookId]);
  const person = await made('/api/people', { firstName: 'Ada', lastName: 'Zimmer', ownerId: leaver.userId });
  const source = await made('/api/lead-sources', { name: 'Seminar', kind: 'event' });
  const about = { personId: person['id'], sourceId: source['id'], ownerId: leaver.userId };
  const open = await made('/api/leads', about);
  const lost = await made('/api/leads', about);
  await owner('POST', `/api/leads/${String(lost['id'])}/stage`, { to: 'lost', version: lost['version'] });
  const task = await made('/api/tasks', { title: 'Call', assigneeId: leaver.userId });
  const done = await made('/api/tasks', { title: 'Called', assigneeId: leaver.userId });
  await owner('POST', `/api/tasks/${String(done['id'])}/complete`, { version: done['version'] });

  const path = `/api/users/${leaver.userId}/deactivate`;
  for (const handToId of [leaver.userId, person['id']])
    expect((await owner('POST', path, { version: 1, handToId })).body).toMatchObject({
      errors: [{ field: 'handToId', code: 'unknown_user' }],
    });
  const left = await owner('POST', path, { version: 1, handToId: heir.userId });
  expect(left).toMatchObject({ status: 200, body: { status: 'left' } });
  const of = async (what: string, id: unknown) => (await owner('GET', `/api/${what}/${String(id)}`)).body;
  expect((await of('people', person['id']))['ownerId']).toBe(heir.userId);
  expect((await of('leads', open['id']))['ownerId']).toBe(heir.userId);
  expect((await of('leads', lost['id']))['ownerId']).toBe(leaver.userId);
  expect((await of('tasks', task['id']))['assigneeId']).toBe(heir.userId);
  expect((await of('tasks', done['id']))['assigneeId']).toBe(leaver.userId);
  // automations that wait for another owner hear of it
  const changed = (await eventsOf(String(person['id']))).filter(({ kind }) => kind === 'field.changed');
  expect(changed.length).toBeGreaterThan(0);
});

test('who does not work for a book gets nobody of it: the book is named, and nobody leaves', async () => {
  const leaver = await addUser(api, firm, 'advisor', [firm.bookId]);
  const stranger = await addUser(api, firm, 'advisor', []);
  await made('/api/people', { firstName: 'Ivo', lastName: 'Brandt', ownerId: leaver.userId });
  const path = `/api/users/${leaver.userId}`;
  const refused = await owner('POST', `${path}/deactivate`, { version: 1, handToId: stranger.userId });
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'handToId', code: 'outside_books' }] },
  });
  expect((await owner('GET', path)).body).toMatchObject({ status: 'active', version: 1 });
  // who sees every book needs to work for none
  const compliance = await addUser(api, firm, 'compliance');
  const left = await owner('POST', `${path}/deactivate`, { version: 1, handToId: compliance.userId });
  expect(left.status, JSON.stringify(left.body)).toBe(200);
});

test('somebody whose record is being changed at that moment is handed over all the same', async () => {
  const leaver = await addUser(api, firm, 'advisor', [firm.bookId]);
  const heir = await addUser(api, firm, 'advisor', [firm.bookId]);
  const person = await made('/api/people', { firstName: 'Una', lastName: 'Falk', ownerId: leaver.userId });
  const id = String(person['id']);
  const changed = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const changing = firm.run(async (ctx) => {
    await changePerson(ctx, id, { version: 1, city: 'Akron' });
    changed.resolve();
    await commit.promise;
  });
  await changed.promise;
  const leaving = owner('POST', `/api/users/${leaver.userId}/deactivate`, {
    version: 1,
    handToId: heir.userId,
  });
  // it waits for the row: only then is the other change finished
  await expect
    .poll(async () => {
      const [row]: { waiting: number }[] = await api.world.dataSource.query(
        `select count(*)::int as waiting from pg_locks where not granted`,
      );
      return row?.waiting;
    })
    .toBeGreaterThan(0);
  commit.resolve();
  await changing;
  expect((await leaving).status).toBe(200);
  expect((await owner('GET', `/api/people/${id}`)).body).toMatchObject({
    ownerId: heir.userId,
    city: 'Akron',
    version: 3,
  });
});

test('without an heir everything stays; who comes back signs in as before, with their books', async () => {
  const user = await addUser(api, firm, 'advisor', [firm.bookId]);
  const task = await made('/api/tasks', { title: 'Write', assigneeId: user.userId });
  const path = `/api/users/${user.userId}`;
  const left = await owner('POST', `${path}/deactivate`, { version: 1 });
  expect((await owner('GET', `/api/tasks/${String(task['id'])}`)).body['assigneeId']).toBe(user.userId);
  const signIn = async () =>
    (
      await api.app.inject({
        method: 'POST',
        url: '/api/sessions',
        payload: { email: user.email, password: user.password },
      })
    ).statusCode;
  expect(await signIn()).toBe(401);
  const stranger = await signInAs(api, firm, 'advisor', []);
  const again = { version: left.body['version'] };
  expect((await stranger('POST', `${path}/reactivate`, again)).status).toBe(403);
  expect((await owner('POST', `${path}/reactivate`, { version: 1 })).status).toBe(409);
  expect(await owner('POST', `${path}/reactivate`, again)).toMatchObject({
    status: 200,
    body: { status: 'active', bookIds: [firm.bookId] },
  });
  expect(await signIn()).toBe(201);
  expect((await (await askAs(api, user))('GET', '/api/sessions/current')).body).toMatchObject({
    role: 'advisor',
  });
});

test('role and books are changed by one request, or not at all', async () => {
  const user = await addUser(api, firm, 'advisor', [firm.bookId]);
  const east = String((await made('/api/books', { name: 'East side' }))['id']);
  const path = `/api/users/${user.userId}`;
  const refused = await owner('PATCH', path, { version: 1, role: 'assistant', bookIds: [firm.firmId] });
  expect(refused.body).toMatchObject({ errors: [{ field: 'bookIds' }] });
  expect((await owner('GET', path)).body).toMatchObject({ role: 'advisor', version: 1 });
  expect((await owner('PATCH', path, { version: 1, role: 'assistant', bookIds: [east] })).body).toMatchObject(
    {
      role: 'assistant',
      bookIds: [east],
    },
  );
});
