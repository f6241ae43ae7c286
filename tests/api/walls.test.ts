import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Passkeys } from '@rap/database/identity/passkeys';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@rap/contracts/actor';
import { publishAutomation } from '../support/build/automation.ts';
import { signInAs, startApi, type Answer, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { openApi } from '@rap/api/create-app';
import { askForApproval } from '@rap/database/approval/approval';
import { PersonEntity } from '@rap/database/person/person.entity';
import { proposeChanges } from '@rap/database/proposal/proposal-commands';

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
  ids['personId'] = person.id;
  ids['tasks'] = String(task.body['id']);
  await oneOfEach(person.id);
  ids['holds'] = String(
    (await ours('POST', `/api/people/${person.id}/holds`, { reason: 'by_hand' })).body['id'],
  );
  ids['number'] = '1';
  ids['automations'] = await publishAutomation(firm, NEW_LEAD_NURTURE);
  ids['enrolments'] = await enrolment(person.id);
  await legalHold();
  ids['held-messages'] = await heldMessage(person.id);
  ids['deliveries'] = ids['held-messages'];
  ids['approvals'] = await openQuestion(person.id, ids['enrolments']);
});
afterAll(() => api?.close());

async function oneOfEach(personId: string): Promise<void> {
  const make = async (collection: string, path: string, body: object): Promise<Answer> => {
    const made = await ours('POST', path, body);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    ids[collection] = String(made.body['id']);
    return made;
  };
  await make('lead-sources', '/api/lead-sources', { name: 'Seminar', kind: 'event' });
  await make('lead-forms', '/api/lead-forms', {
    title: 'Talk to us',
    sourceId: ids['lead-sources'],
    bookId: firm.bookId,
  });
  await proposal(personId);
  await make('webhook-endpoints', '/api/webhook-endpoints', {
    url: 'https://hooks.example.com/in',
    description: 'Archive',
    eventKinds: ['lead.created'],
  });
  await make('webhook-sources', '/api/webhook-sources', {
    name: 'Booking site',
    bookId: firm.bookId,
    leadSourceId: ids['lead-sources'],
  });
  await make('leads', '/api/leads', { personId, sourceId: ids['lead-sources'] });
  await make('clients', '/api/clients', { personId, since: '2026-01-31' });
  await make('households', '/api/households', { name: 'Alvarez', members: [{ personId, role: 'head' }] });
  await make('notes', '/api/notes', { personId, body: 'Wants to retire at 62.' });
  await make('tags', '/api/tags', { name: 'Retiring soon' });
  ids['tagId'] = ids['tags'] ?? '';
  const hour = { startsAt: '2027-01-12T15:00:00Z', endsAt: '2027-01-12T16:00:00Z' };
  await make('meetings', '/api/meetings', {
    personId,
    ...hour,
    timeZone: 'America/New_York',
    title: 'Review',
  });
  await make('document-requests', '/api/document-requests', { personId, title: 'Last tax return' });
  await make('books', '/api/books', { name: 'East side' });
  const invited = { email: 'kim@lakeside.example', displayName: 'Kim', role: 'advisor' };
  await make('api-keys', '/api/api-keys', { name: 'Import', scopes: ['task.read'], expiresInDays: 1 });
  await make('invitations', '/api/invitations', invited);
  const { body: users } = await ours('GET', '/api/users');
  ids['users'] = (users['items'] as { id: string }[])[0]?.id ?? '';
  const { body: sessions } = await ours('GET', '/api/sessions');
  ids['sessions'] = (sessions['items'] as { id: string }[])[0]?.id ?? '';
  await make('task-templates', '/api/task-templates', {
    name: 'Review',
    items: [{ title: 'Call', dueInDays: 0, assignee: 'nobody' }],
  });
  await make('saved-views', '/api/saved-views', { name: 'Fall', query: 'campaign=fall' });
  const { userId } = (await ours('GET', '/api/sessions/current')).body;
  const [account] = await firm.run((ctx) =>
    ctx.em.query<{ identity_id: string }[]>(`select identity_id from app.user where id = $1`, [userId]),
  );
  ids['passkeys'] =
    (await api.app.get(Passkeys).add(account?.identity_id ?? '', {
      credentialId: 'a-key',
      publicKey: Buffer.from('public'),
      counter: 0,
      transports: [],
      name: 'Laptop',
    })) ?? '';
  await make('templates', '/api/templates', {
    key: 'hello',
    name: 'Hello',
    words: { channel: 'sms', body: 'Hello {{ person.firstName }}' },
  });
  const call = {
    personId,
    channel: 'phone',
    direction: 'out',
    address: '(216) 555-0142',
    body: 'Left a message.',
  };
  await make('communications', '/api/communications', call);
  const words = { channel: 'sms', body: 'We will call you.' };
  await make('messages', `/api/people/${personId}/messages`, { purpose: 'service', words });
  const { body: person } = await ours('POST', `/api/people/${personId}/emails`, {
    address: 'second@example.com',
  });
  const emails = person['emails'] as { id: string; address: string }[];
  ids['emails'] = emails.find(({ address }) => address === 'second@example.com')?.id ?? '';
  const { body: reached } = await ours('POST', `/api/people/${personId}/phones`, {
    number: '(216) 555-0177',
  });
  ids['phones'] = (reached['phones'] as { id: string }[]).at(-1)?.id ?? '';
  await make('permissions', `/api/people/${personId}/permissions`, {
    channel: 'email',
    purpose: 'marketing',
    address: 'second@example.com',
    textShown: 'You may write to me about seminars.',
    how: 'paper',
  });
}

/** As a form would have made it for somebody who is known. */
async function proposal(personId: string): Promise<void> {
  ids['proposals'] = await firm.run(async (ctx) => {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into app.form_submission (form_id, submission_key, person_id, answers_sealed, verdict, occurred_at)
       values ($1, 'walls', $2, '', 'known_person', now()) returning id`,
      [ids['lead-forms'], personId],
    );
    const person = await ctx.em.getRepository(PersonEntity).findOneByOrFail({ id: personId });
    const made = await proposeChanges(ctx, person, rows[0]?.id ?? '', { state: 'OH' });
    return made.id;
  });
}

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

async function legalHold(): Promise<void> {
  const made = await ours('POST', '/api/legal-holds', { matter: 'An examination' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  ids['legal-holds'] = String(made.body['id']);
}

/** What a run asks before it goes on. */
async function openQuestion(personId: string, enrolmentId: string): Promise<string> {
  const asked = await firm.run((ctx) =>
    askForApproval(ctx, { enrolmentId, personId, effectKey: 'ask', question: 'Go on?', assigneeId: null }),
  );
  return asked.id;
}

/** A message that was due before the system was restored from a backup. */
async function heldMessage(personId: string): Promise<string> {
  const owner = new pg.Client({ connectionString: api.world.urls.owner });
  await owner.connect();
  await owner.query(
    `insert into app.recovery (backup_at, restored_at) values (now() - interval '1 day', now())`,
  );
  await owner.end();
  const rows: { id: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.delivery (effect_key, person_id, channel, purpose, address_sealed, address_hash, claim_seq,
          occurred_at, due_at, not_after, actor, correlation_id)
       values ('test', $1, 'sms', 'service', '', '', 0, now(), now() - interval '1 hour', now() + interval '1 day', 'system:test', 'test')
       returning id`,
      [personId],
    ),
  );
  return rows[0]?.id ?? '';
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly collection: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
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

const HOUR = {
  startsAt: '2027-01-13T15:00:00Z',
  endsAt: '2027-01-13T16:00:00Z',
  timeZone: 'America/New_York',
};
const WORDS = { words: { channel: 'sms', body: 'Hello again' } };
/** Bodies that would be good, were they allowed; `{ version: 1 }` is one for every other route. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/deliveries/{id}/finding': { finding: 'arrived' },
  'POST /api/task-templates/{id}/use': {},
  'PATCH /api/people/{id}': { version: 1, city: 'Akron' },
  'PATCH /api/tasks/{id}': { version: 1, title: 'Write' },
  'PATCH /api/leads/{id}': { version: 1, ownerId: null },
  'PATCH /api/notes/{id}': { version: 1, body: 'Other words' },
  'PATCH /api/households/{id}': { version: 1, name: 'Other' },
  'POST /api/people/{id}/holds': { reason: 'by_hand' },
  'POST /api/people/{id}/tags': { tagId: randomUUID() },
  'POST /api/people/{id}/emails': { address: 'third@example.com' },
  'POST /api/people/{id}/phones': { number: '(216) 555-0188' },
  'POST /api/people/{id}/permissions': {
    channel: 'email',
    purpose: 'service',
    address: 'second@example.com',
    textShown: 'You may write to me.',
    how: 'paper',
  },
  'POST /api/people/{id}/opt-outs': { channel: 'email', address: 'second@example.com', scope: 'all' },
  'POST /api/people/{id}/messages': { purpose: 'service', ...WORDS },
  'POST /api/people/{id}/messages/preview': { purpose: 'service', ...WORDS },
  'POST /api/held-messages/{id}/decision': { decision: 'drop' },
  'POST /api/people/{id}/move': { version: 1, bookId: randomUUID() },
  'POST /api/enrolments/{id}/controls': { do: 'end', reason: 'by hand' },
  'POST /api/communications/{id}/handled': { handled: true, version: 1 },
  'POST /api/approvals/{id}/decision': { decision: 'approved', version: 1 },
  'POST /api/automations/{id}/duplicate': {},
  'POST /api/automations/{id}/pause': { version: 1, mode: 'freeze' },
  'POST /api/automations/{id}/enrolments': { personIds: [randomUUID()] },
  'POST /api/automations/{id}/reject': { version: 1, note: 'Say why' },
  'PUT /api/automations/{id}/draft': { version: 1, definition: NEW_LEAD_NURTURE.definition },
  'POST /api/leads/{id}/stage': { version: 1, to: 'contacted' },
  'POST /api/leads/{id}/convert': { version: 1, since: '2026-01-31' },
  'POST /api/households/{id}/members': { personId: randomUUID(), role: 'other' },
  'POST /api/meetings/{id}/move': { version: 1, ...HOUR },
  'POST /api/webhook-endpoints/{id}/enable': { version: 1, from: 'now' },
  'POST /api/users/{id}/second-factor/switch-off': { password: 'x', reason: 'lost the phone' },
  'PUT /api/templates/{id}/draft': { version: 1, ...WORDS },
};
const bodyOf = ({ method, path }: Route): object | undefined =>
  method === 'GET' || method === 'DELETE' ? undefined : (BODIES[`${method} ${path}`] ?? { version: 1 });
const filled = (route: Route): string =>
  route.path
    .replace('{id}', ids[route.collection] ?? randomUUID())
    .replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? randomUUID()) + needsQuery(route);
const needsQuery = ({ path, method }: Route): string => {
  if (path === '/api/audit-events/version') return `?table=app.person&recordId=${ids['people']}&version=1`;
  if (path.endsWith('/difference')) return '?from=1';
  if (path.endsWith('/passed/people')) return '?step=week';
  if (path.endsWith('/entry')) return `?automationId=${ids['automations']}`;
  if (method === 'DELETE' || path.endsWith('/restore')) return '?version=1';
  if (path === '/api/people/names') return `?ids=${ids['people']}`;
  if (path.startsWith('/api/search/')) return '?q=alvarez';
  return ABOUT_A_PERSON.includes(path) ? `?personId=${ids['people']}` : '';
};
const ABOUT_A_PERSON = [
  '/api/messages',
  '/api/enrolments',
  '/api/deliveries',
  '/api/notes',
  '/api/communications',
  '/api/form-submissions',
];

/** What one reaches without a session, and answers a stranger with nothing in hands: what the sign-in page asks. */
const BEFORE_SIGN_IN: Readonly<Record<string, number>> = {
  'GET /api/sessions/ways': 200,
  'GET /api/sessions/choice': 401,
  'POST /api/sessions/passkey/options': 404, // by a number there are none
};
/** What one reaches without a session: it checks what it is given by itself. */
const OPEN = [
  'POST /api/sessions',
  'POST /api/sessions/firm',
  'POST /api/sessions/passkey',
  'POST /api/sessions/second-factor',
  'POST /api/sessions/second-factor/finish',
  'POST /api/invitations/accept',
  'POST /api/firm-set-up',
  'POST /api/firm-set-up/look',
  'POST /api/browser-faults',
  'POST /api/password-resets',
  'POST /api/password-resets/finish',
  'POST /api/operator/sessions',
  'POST /api/operator/set-up',
  'POST /api/operator/set-up/finish',
];
/** What belongs to the operators of the platform, and to nobody of a firm. */
const isForOperators = ({ method, path }: Route): boolean =>
  path.startsWith('/api/operator/') && !OPEN.includes(`${method} ${path}`);

test('nobody without a session gets anything but the sign-in', async () => {
  for (const route of routes()) {
    const answer = await api.app.inject({ method: route.method, url: filled(route), payload: {} });
    const open = OPEN.includes(`${route.method} ${route.path}`);
    const status = open ? 400 : (BEFORE_SIGN_IN[`${route.method} ${route.path}`] ?? 401);
    expect(answer.statusCode, `${route.method} ${route.path}`).toBe(status);
  }
});

test('no owner of a firm gets what is for operators of the platform', async () => {
  const theirOwn = routes().filter(isForOperators);
  expect(theirOwn.length).toBeGreaterThan(0);
  for (const route of theirOwn) {
    const { status } = await ours(route.method, filled(route), bodyOf(route));
    expect(status, `${route.method} ${route.path}`).toBe(401);
  }
});

test("another firm's owner finds none of our records, by any route", async () => {
  const named = routes().filter((route) => route.path.includes('{id}') && !isForOperators(route));
  expect(named.length).toBeGreaterThan(10);
  for (const route of named) {
    expect(ids[route.collection], `a record for ${route.path}`).toBeTruthy();
    const { status } = await theirs(route.method, filled(route), bodyOf(route));
    expect(status, `${route.method} ${route.path}`).toBe(404);
  }
});

const isUuid = (id: string): boolean => id.length === 36;

test('lists of another firm are empty', async () => {
  const lists = routes().filter(
    (route) =>
      route.method === 'GET' &&
      !route.path.includes('{') &&
      !isForOperators(route) &&
      !(`GET ${route.path}` in BEFORE_SIGN_IN),
  );
  expect(lists.length).toBeGreaterThan(10);
  for (const route of lists) {
    const { status, body } = await theirs('GET', filled(route));
    // one version alone: it is there or it is not
    const hidden = route.path === '/api/audit-events/version' ? 404 : 200;
    expect(status, `${route.path} ${JSON.stringify(body)}`).toBe(hidden);
    if ('items' in body && !ABOUT_ONESELF.includes(route.path)) {
      expect(body['items'], route.path).toEqual([]);
    }
    // the number of a dead letter may stand in any body
    for (const id of [firm.firmId, ...Object.values(ids)].filter(isUuid)) {
      expect(JSON.stringify(body), route.path).not.toContain(id);
    }
  }
});

/** Lists that no firm has empty: its users and books, one's own sessions, the audit log, its first steps. */
const ABOUT_ONESELF = [
  '/api/users',
  '/api/users/access',
  '/api/books',
  '/api/sessions',
  '/api/audit-events',
  '/api/first-steps',
];

/** What belongs to the firm as a whole and to no book. */
const OF_THE_FIRM = [
  'automations',
  'legal-holds',
  'lead-sources',
  'tags',
  'templates',
  'households',
  'sessions',
  'passkeys',
  'saved-views',
  'task-templates',
  'first-steps',
  'firm-set-up',
  'browser-faults',
  'operator',
  'users',
  'books',
  'invitations',
  'firm',
  'audit-events',
  'api-keys',
  'opt-outs',
  'sending-rules',
  'lead-forms',
  'spine',
  'webhook-endpoints',
  'webhook-sources',
];

/** Bodies that get past the schema, so that the answer is about the role. */
const GOOD: Readonly<Record<string, object>> = {
  'POST /api/tasks': { title: 'x' },
  'POST /api/api-keys': { name: 'x', scopes: ['task.read'], expiresInDays: 1 },
  'POST /api/books': { name: 'North' },
  'POST /api/invitations': { email: 'x@lakeside.example', displayName: 'X', role: 'owner' },
  'POST /api/people/{person}/move': { version: 1, bookId: randomUUID() },
  'POST /api/sending-rules/stop-switch': { on: true, reason: 'a trial' },
  'POST /api/opt-outs': { channel: 'email', address: 'nobody@example.com', scope: 'all' },
  'POST /api/lead-forms': { title: 'x', sourceId: randomUUID(), bookId: randomUUID() },
};

describe('inside the firm', () => {
  test('an advisor does not see the people, tasks and runs of a book they do not work for', async () => {
    const stranger = await signInAs(api, firm, 'advisor', []);
    const aboutPeople = routes().filter(({ collection }) => !OF_THE_FIRM.includes(collection));
    for (const route of aboutPeople.filter(({ path }) => path.includes('{id}'))) {
      const { status, body } = await stranger(route.method, filled(route), bodyOf(route));
      // who may not do it at all hears so first
      expect([403, 404], `${route.method} ${route.path} ${JSON.stringify(body)}`).toContain(status);
      if (route.method === 'GET') expect(status, route.path).toBe(404);
    }
    for (const route of aboutPeople.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const { status, body } = await stranger('GET', filled(route));
      expect(status, `${route.path} ${JSON.stringify(body)}`).toBe(200);
      if ('items' in body) expect(body['items'], route.path).toEqual([]);
    }
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
    ['assistant', 'POST', '/api/automations/{a}/approve', 403],
    ['advisor', 'POST', '/api/automations/{a}/reject', 403],
    ['assistant', 'POST', '/api/automations/{a}/archive', 403],
    ['assistant', 'POST', '/api/automations/{a}/pause', 403],
    ['assistant', 'POST', '/api/automations/{a}/resume', 403],
    ['compliance', 'POST', '/api/automations/{a}/enrolments', 403],
    ['operations', 'GET', '/api/needs-attention', 200],
    ['compliance', 'PUT', '/api/automations/{a}/draft', 403],
    ['compliance', 'POST', '/api/automations/{a}/duplicate', 403],
    ['operations', 'GET', '/api/automations/{a}/versions/1', 200],
    ['advisor', 'GET', '/api/users', 200],
    ['compliance', 'GET', '/api/users/access', 403],
    ['advisor', 'GET', '/api/profile', 200],
    ['compliance', 'GET', '/api/users/{user}/sessions', 403],
    ['compliance', 'POST', '/api/users/{user}/sign-out', 403],
    ['advisor', 'POST', '/api/users/{user}/deactivate', 403],
    ['compliance', 'PATCH', '/api/users/{user}', 403],
    ['advisor', 'DELETE', '/api/sessions/{session}', 403],
    ['advisor', 'GET', '/api/books', 200],
    ['advisor', 'POST', '/api/books', 403],
    ['operations', 'PATCH', '/api/books/{book}', 403],
    ['assistant', 'POST', '/api/people/{person}/move', 403],
    ['compliance', 'GET', '/api/api-keys', 403],
    ['advisor', 'POST', '/api/api-keys', 403],
    ['advisor', 'DELETE', '/api/api-keys/{key}', 403],
    ['compliance', 'GET', '/api/invitations', 403],
    ['advisor', 'POST', '/api/invitations', 403],
    ['advisor', 'DELETE', '/api/invitations/{invitation}?version=1', 403],
    ['operations', 'GET', '/api/firm', 200],
    ['advisor', 'PATCH', '/api/firm', 403],
    ['operations', 'GET', '/api/audit-events', 403],
    ['compliance', 'GET', '/api/audit-events', 200],
    ['advisor', 'POST', '/api/sending-rules/stop-switch', 403],
    ['advisor', 'GET', '/api/sending-rules', 200],
    ['advisor', 'GET', '/api/opt-outs', 403],
    ['compliance', 'GET', '/api/opt-outs', 200],
    ['operations', 'POST', '/api/opt-outs', 403],
    ['advisor', 'POST', '/api/lead-forms', 403],
    ['assistant', 'GET', '/api/lead-forms', 200],
    ['operations', 'GET', '/api/proposals', 403],
    ['compliance', 'POST', '/api/proposals/{p}/accept', 403],
    ['advisor', 'GET', '/api/spine/stuck-lanes', 403],
    ['compliance', 'GET', '/api/spine/dead-letters', 403],
    ['operations', 'GET', '/api/spine/consumers', 200],
    ['advisor', 'GET', '/api/webhook-endpoints', 403],
    ['compliance', 'POST', '/api/webhook-endpoints/{webhook}/ping', 403],
    ['operations', 'GET', '/api/webhook-endpoints', 200],
    ['advisor', 'GET', '/api/webhook-sources', 403],
    ['operations', 'GET', '/api/webhook-sources', 200],
  ] as const)('%s: %s %s is answered %i', async (role: Role, method, path, status) => {
    const ask = await signInAs(api, firm, role, [firm.bookId]);
    const url = path
      .replace('{a}', ids['automations'] ?? '')
      .replace('{p}', ids['proposals'] ?? '')
      .replace('{webhook}', ids['webhook-endpoints'] ?? '')
      .replace('{user}', ids['users'] ?? '')
      .replace('{session}', ids['sessions'] ?? '')
      .replace('{book}', ids['books'] ?? '')
      .replace('{person}', ids['people'] ?? '')
      .replace('{key}', ids['api-keys'] ?? '')
      .replace('{invitation}', ids['invitations'] ?? '');
    const body =
      GOOD[`${method} ${path}`] ??
      BODIES[`${method} ${path.replace('{a}', '{id}')}`] ??
      (method === 'GET' || method === 'DELETE' ? undefined : { version: 1 });
    const answer = await ask(method, url, body);
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body['detail']).toMatch(/^Ask somebody who is/);
  });
});
