import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@rap/contracts/actor';
import { publishAutomation } from '../support/build/automation.ts';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { openApi } from '@rap/api/create-app';

let api: TestApi;
let firm: TestFirm;
let ours: Ask;
let theirs: Ask;
/** one record of each kind that a path may name, all of our firm */
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  const other = await buildFirm(api.world);
  ours = await signInAs(api, firm, 'owner');
  theirs = await signInAs(api, other, 'owner');
  const person = await buildPerson(firm);
  const task = await ours('POST', '/api/tasks', { title: 'Call', personId: person.id });
  ids['people'] = person.id;
  ids['tasks'] = String(task.body['id']);
  ids['holds'] = String(
    (await ours('POST', `/api/people/${person.id}/holds`, { reason: 'by_hand' })).body['id'],
  );
  ids['automations'] = await publishAutomation(firm, NEW_LEAD_NURTURE);
  ids['enrolments'] = await enrolment(person.id);
});
afterAll(() => api?.close());

/** As the relay would have made it; the walk only asks whether it can be reached. */
async function enrolment(personId: string): Promise<string> {
  const rows: { id: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.enrolment (automation_id, person_id, occurrence, plan_hash, state, at, occurred_at)
       select $1, $2, 'once', live_hash, '{"marks":{"start":{"seq":0}}}', 'END', now() from app.automation where id = $1 returning id`,
      [ids['automations'], personId],
    ),
  );
  return rows[0]?.id ?? '';
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly collection: string;
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
/** Every route of the document: a new one is walked without anybody thinking of it. */
function routes(): Route[] {
  return Object.entries(openApi(api.app).paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method.toLowerCase() in item).map((method) => ({
      method,
      path,
      collection: path.split('/')[2] ?? '',
    })),
  );
}

/** A body that would be good, were it allowed. */
const BODIES: Readonly<Record<string, object>> = {
  'PATCH people': { version: 1, city: 'Akron' },
  'PATCH tasks': { version: 1, title: 'Write' },
  'POST people': { reason: 'by_hand' },
  'POST holds': { version: 1 },
  'POST tasks': { version: 1 },
  'POST automations': { version: 1 },
  'POST enrolments': { do: 'end', reason: 'by hand' },
};
const filled = (route: Route): string =>
  `${route.path.replace('{id}', ids[route.collection] ?? randomUUID())}${needsQuery(route)}`;
const needsQuery = ({ path, method }: Route): string => {
  if (method === 'DELETE' || path.endsWith('/restore')) return '?version=1';
  return path === '/api/enrolments' || path === '/api/deliveries' ? `?personId=${ids['people']}` : '';
};

test('nobody without a session gets anything but the sign-in', async () => {
  for (const route of routes()) {
    const answer = await api.app.inject({ method: route.method, url: filled(route), payload: {} });
    const open = route.method === 'POST' && route.path === '/api/sessions';
    if (open) expect(answer.statusCode, filled(route)).toBe(400);
    else expect(answer.statusCode, `${route.method} ${route.path}`).toBe(401);
  }
});

test("another firm's owner finds none of our records, by any route", async () => {
  const named = routes().filter(({ path }) => path.includes('{id}'));
  expect(named.length).toBeGreaterThan(10);
  for (const route of named) {
    expect(ids[route.collection], `a record for ${route.path}`).toBeTruthy();
    const body = BODIES[`${route.method} ${route.collection}`];
    const { status } = await theirs(route.method, filled(route), body);
    expect(status, `${route.method} ${route.path}`).toBe(404);
  }
});

test('lists of another firm are empty', async () => {
  for (const path of [
    '/api/people',
    '/api/tasks',
    '/api/automations',
    `/api/enrolments?personId=${ids['people']}`,
  ]) {
    expect((await theirs('GET', path)).body['items'], path).toEqual([]);
  }
});

describe('inside the firm', () => {
  test('an advisor does not see the people, tasks and runs of a book they do not work for', async () => {
    const stranger = await signInAs(api, firm, 'advisor', []);
    for (const path of [
      `/api/people/${ids['people']}`,
      `/api/tasks/${ids['tasks']}`,
      `/api/enrolments/${ids['enrolments']}`,
    ]) {
      expect((await stranger('GET', path)).status, path).toBe(404);
    }
    for (const path of ['/api/people', '/api/tasks'])
      expect((await stranger('GET', path)).body['items']).toEqual([]);
    const colleague = await signInAs(api, firm, 'advisor', [firm.bookId]);
    expect((await colleague('GET', `/api/people/${ids['people']}`)).status).toBe(200);
  });

  test.each([
    ['operations', 'GET', '/api/people', 403],
    ['operations', 'GET', '/api/tasks', 200],
    ['compliance', 'POST', '/api/tasks', 403],
    ['compliance', 'GET', '/api/people', 200],
    ['assistant', 'POST', '/api/automations/{a}/publish', 403],
    ['assistant', 'GET', '/api/automations', 200],
  ] as const)('%s: %s %s is answered %i', async (role: Role, method, path, status) => {
    const ask = await signInAs(api, firm, role, [firm.bookId]);
    const url = path.replace('{a}', ids['automations'] ?? '');
    const body = method === 'POST' ? (path.endsWith('publish') ? { version: 1 } : { title: 'x' }) : undefined;
    const answer = await ask(method, url, body);
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body['detail']).toMatch(/^Ask somebody who is/);
  });
});
