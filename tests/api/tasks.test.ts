import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Task } from '@rap/contracts/task';
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
  ask = await signInAs(api, firm, 'owner', [firm.bookId]);
  personId = (await buildPerson(firm)).id;
});
afterAll(() => api?.close());

const made = async (body: object): Promise<Task> => {
  const answer = await ask('POST', '/api/tasks', { personId, ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as unknown as Task;
};
const openOnes = async (title: string): Promise<Task[]> => {
  const { body } = await ask('GET', `/api/tasks?personId=${personId}&status=open&limit=200`);
  return (body['items'] as Task[]).filter((task) => task.title === title);
};
const act = (task: Task, what: string) =>
  ask('POST', `/api/tasks/${task.id}/${what}`, { version: task.version });

const MONTHLY = { every: 1, unit: 'months', from: 'due' } as const;

test('a task that comes again makes its next one when it is done, once, with everything that it is about', async () => {
  const title = 'Send the statement';
  const dueAt = '2099-01-31T15:00:00.000Z';
  const first = await made({
    title,
    detail: 'By mail.',
    dueAt,
    priority: 'high',
    recurrence: { ...MONTHLY, day: 31 },
  });
  const both = await Promise.all([act(first, 'complete'), act(first, 'complete')]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)[0]).toBe(200);
  const [next, ...more] = await openOnes(title);
  expect(more).toEqual([]);
  expect(next).toMatchObject({
    dueAt: '2099-02-28T15:00:00.000Z',
    detail: 'By mail.',
    priority: 'high',
    recurrence: { ...MONTHLY, day: 31 },
    personId,
  });
  // the tick is taken back: so is the next one, and it comes again with the tick
  const done = (await ask('GET', `/api/tasks/${first.id}`)).body as unknown as Task;
  const reopened = (await act(done, 'reopen')).body as unknown as Task;
  expect((await openOnes(title)).map(({ id }) => id)).toEqual([first.id]);
  expect((await act(reopened, 'complete')).status).toBe(200);
  expect((await openOnes(title)).map(({ id }) => id)).toEqual([next?.id]);
  // one that somebody has touched stays
  const touched = await ask('PATCH', `/api/tasks/${next?.id}`, {
    version: (await openOnes(title))[0]?.version,
    title: `${title}, by hand`,
  });
  expect(touched.status).toBe(200);
  const again = (await ask('GET', `/api/tasks/${first.id}`)).body as unknown as Task;
  await act(again, 'reopen');
  expect(await openOnes(`${title}, by hand`)).toHaveLength(1);
});

test('nothing comes after what does not recur, is not to be done, or has stopped recurring', async () => {
  const dueAt = '2099-03-01T15:00:00.000Z';
  await act(await made({ title: 'Once', dueAt }), 'complete');
  expect(await openOnes('Once')).toEqual([]);
  await act(await made({ title: 'Not to be done', dueAt, recurrence: MONTHLY }), 'cancel');
  expect(await openOnes('Not to be done')).toEqual([]);
  const stopped = await made({ title: 'Stopped', dueAt, recurrence: MONTHLY });
  const now = await ask('PATCH', `/api/tasks/${stopped.id}`, { version: stopped.version, recurrence: null });
  await act(now.body as unknown as Task, 'complete');
  expect(await openOnes('Stopped')).toEqual([]);
});

test('what comes again needs a day, also when the day is taken away', async () => {
  const refused = await ask('POST', '/api/tasks', { title: 'x', recurrence: MONTHLY });
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'recurrence', code: 'needs_a_day' }] },
  });
  const task = await made({ title: 'With a day', dueAt: '2099-01-01T15:00:00.000Z', recurrence: MONTHLY });
  const path = `/api/tasks/${task.id}`;
  expect((await ask('PATCH', path, { version: task.version, dueAt: null })).status).toBe(422);
  expect((await ask('PATCH', path, { version: task.version, dueAt: null, recurrence: null })).status).toBe(
    200,
  );
});

test('tasks are listed by the days on which they are due', async () => {
  const march = await made({ title: 'March', dueAt: '2098-03-15T12:00:00Z' });
  await made({ title: 'April', dueAt: '2098-04-01T00:00:00Z' });
  await made({ title: 'No day' });
  const { body } = await ask(
    'GET',
    '/api/tasks?sort=due&dueFrom=2098-03-01T00:00:00Z&dueBefore=2098-04-01T00:00:00Z',
  );
  expect((body['items'] as Task[]).map(({ id }) => id)).toEqual([march.id]);
});

test('a list of tasks is made together, counted from a day, for whom each is', async () => {
  const list = await ask('POST', '/api/task-templates', {
    name: 'Annual review',
    items: [
      { title: 'Ask for the statements', dueInDays: 0, assignee: 'starter' },
      {
        title: 'Prepare the plan',
        detail: 'With the new figures.',
        dueInDays: 7,
        assignee: 'advisor',
        priority: 'high',
      },
      { title: 'Some day', dueInDays: null, assignee: 'nobody' },
    ],
  });
  expect(list.status, JSON.stringify(list.body)).toBe(201);
  const path = `/api/task-templates/${String(list.body['id'])}`;
  const used = await ask('POST', `${path}/use`, { personId, startsOn: '2097-03-06' });
  expect(used.status).toBe(201);
  const me = (await ask('GET', '/api/sessions/current')).body['userId'];
  // 9 in the morning in New York, before and after the clocks change
  expect(used.body['items']).toMatchObject([
    { title: 'Ask for the statements', dueAt: '2097-03-06T14:00:00.000Z', assigneeId: me, personId },
    {
      title: 'Prepare the plan',
      detail: 'With the new figures.',
      dueAt: '2097-03-13T13:00:00.000Z',
      priority: 'high',
    },
    { title: 'Some day', dueAt: null, assigneeId: null },
  ]);
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await stranger('POST', `${path}/use`, { personId })).status).toBe(404);
  expect((await ask('POST', '/api/task-templates', { name: 'Empty', items: [] })).body).toMatchObject({
    errors: [{ field: 'items' }],
  });
  const changed = await ask('PATCH', path, { version: list.body['version'], name: 'Yearly review' });
  expect(changed.body).toMatchObject({ name: 'Yearly review' });
  expect((await ask('PATCH', path, { version: list.body['version'], name: 'Late' })).status).toBe(409);
  expect((await ask('DELETE', `${path}?version=${String(changed.body['version'])}`)).status).toBe(200);
  expect((await ask('GET', '/api/task-templates')).body['items']).toEqual([]);
  expect((await ask('POST', `${path}/use`, {})).status).toBe(404);
});
