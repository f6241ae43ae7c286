import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_URL, signInAs, startApi, type Answer, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let source: { id: string; path: string; secret: string };
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
  source = await newSource();
});
afterAll(() => api?.close());

async function newSource(): Promise<typeof source> {
  const { body: lead } = await owner('POST', '/api/lead-sources', {
    name: `Site ${randomUUID()}`,
    kind: 'other',
  });
  const made = await owner('POST', '/api/webhook-sources', {
    name: 'Booking site',
    bookId: firm.bookId,
    leadSourceId: lead['id'],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const path = String(made.body['url']).replace(PUBLIC_URL, '');
  return { id: String(made.body['id']), path, secret: String(made.body['secret']) };
}

interface Sent {
  readonly id?: string;
  readonly atMs?: number;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
  /** what arrives, when it is not what was signed */
  readonly text?: string;
  readonly path?: string;
}
async function call(body: unknown, sent: Sent = {}): Promise<Answer> {
  const { id = randomUUID(), atMs = Date.now(), secret = source.secret } = sent;
  const text = JSON.stringify(body);
  const answer = await api.app.inject({
    method: 'POST',
    url: sent.path ?? source.path,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, new Date(atMs), text),
      ...sent.headers,
    },
    payload: sent.text ?? text,
  });
  return { status: answer.statusCode, body: answer.json() };
}
const events = (personId: string): Promise<{ kind: string; payload: Record<string, string> }[]> =>
  firm.run((ctx) =>
    ctx.em.query(`select kind, payload from spine.event where subject_id = $1 order by seq`, [personId]),
  );
const counts = async (): Promise<unknown> =>
  firm.run((ctx) =>
    ctx.em.query(
      `select (select count(*) from app.person) as people, (select count(*) from app.webhook_call) as calls`,
    ),
  );
const personOfCall = async (receiptId: unknown): Promise<string> => {
  const rows: { person_id: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select person_id from app.webhook_call where id = $1`, [receiptId]),
  );
  return rows[0]?.person_id ?? '';
};

test('a new person becomes a lead without any permission; the event names ids only', async () => {
  const person = { email: 'nova@example.com', firstName: 'Nova', lastName: 'Plantedname', state: 'OH' };
  const { status, body } = await call({ person });
  expect([status, body['outcome']]).toEqual([200, 'taken']);
  const personId = await personOfCall(body['receiptId']);
  const raised = await events(personId);
  expect(raised.map(({ kind }) => kind)).toEqual(['person.created', 'lead.created', 'webhook']);
  expect(raised[2]?.payload).toEqual({ webhookId: source.id, receiptId: body['receiptId'] });
  const permissions = await firm.run((ctx) =>
    ctx.em.query(`select 1 from app.permission where person_id = $1`, [personId]),
  );
  expect(permissions).toEqual([]);
});

const NUMBERS = { id: '(216) 555-0121', email: '(216) 555-0122', phone: '(216) 555-0123' };
test.each(['id', 'email', 'phone'] as const)(
  'a known person is found by %s and stays as they are',
  async (by) => {
    const [address, number] = [`${randomUUID()}@example.com`, NUMBERS[by]];
    const known = await buildPerson(firm, { emails: [{ address }], phones: [{ number }] });
    const named = { id: { id: known.id }, email: { email: address.toUpperCase() }, phone: { phone: number } }[
      by
    ];
    const { body } = await call({
      person: { ...named, firstName: 'Somebody', lastName: 'Else', state: 'TX' },
    });
    expect(body['outcome']).toBe('taken');
    const rows = await firm.run((ctx) =>
      ctx.em.query(`select first_name, state, version from app.person where id = $1`, [known.id]),
    );
    expect(rows).toEqual([{ first_name: 'Maria', state: null, version: 1 }]);
    expect((await events(known.id)).map(({ kind }) => kind)).toEqual(['person.created', 'webhook']);
  },
);

test('the same message again, also ten at once, is one call; and the sender is told so', async () => {
  const known = await buildPerson(firm);
  const id = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => call({ person: { id: known.id } }, { id })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(answers.filter(({ body }) => body['outcome'] === 'taken')).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body['receiptId'])).size).toBe(1);
  expect((await events(known.id)).filter(({ kind }) => kind === 'webhook')).toHaveLength(1);
});

const MARIA = { person: { email: 'maria@example.com', firstName: 'Maria', lastName: 'Alvarez' } };
const OTHER_SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`;
test.each<[string, unknown, Sent, number, string, string?]>([
  ['forged', MARIA, { secret: OTHER_SECRET }, 401, 'bad_signature'],
  [
    'changed on its way',
    MARIA,
    { text: JSON.stringify({ person: { email: 'eve@example.com' } }) },
    401,
    'bad_signature',
  ],
  ['played back after six minutes', MARIA, { atMs: Date.now() - 360_000 }, 401, 'too_old'],
  ['from the future', MARIA, { atMs: Date.now() + 360_000 }, 401, 'from_the_future'],
  ['without a signature', MARIA, { headers: { 'webhook-signature': '' } }, 401, 'not_signed'],
  ['too large', { ...MARIA, x: 'x'.repeat(70_000) }, {}, 413, 'too_large'],
  ['not JSON', MARIA, { text: '{"person"' }, 400, 'bad_request'],
  ['of an unknown field', { ...MARIA, stage: 'won' }, {}, 400, 'invalid', 'stage'],
  [
    'that sets an owner',
    { person: { ...MARIA.person, ownerId: randomUUID() } },
    {},
    400,
    'invalid',
    'person.ownerId',
  ],
  [
    'with a name that cannot be kept',
    { person: { ...MARIA.person, firstName: 'Ma\u0000ria' } },
    {},
    400,
    'invalid',
    'person.firstName',
  ],
  ['about nobody', { person: { firstName: 'Maria' } }, {}, 400, 'invalid', 'person'],
  ['with a number that is none', { person: { phone: '555 01' } }, {}, 422, 'invalid', 'person.phone'],
  ['about an unknown id', { person: { id: randomUUID() } }, {}, 422, 'invalid', 'person.id'],
  [
    'about a stranger without a name',
    { person: { email: 'x@example.com' } },
    {},
    422,
    'invalid',
    'person.firstName',
  ],
  ['to an address that is none', MARIA, { path: `/webhooks/in/${randomUUID()}.abc` }, 404, 'not_found'],
])('a message %s is refused and leaves nothing', async (_what, body, sent, status, code, field) => {
  const before = await counts();
  const answer = await call(body, sent);
  expect(answer).toMatchObject({ status, body: { code } });
  if (field) expect(answer.body['errors']).toMatchObject([{ field }]);
  expect(await counts()).toEqual(before);
});

test('a new secret is taken at once, the old one while they overlap; a disabled or deleted source takes nothing', async () => {
  const mine = await newSource();
  const url = `/api/webhook-sources/${mine.id}`;
  const known = await buildPerson(firm);
  const ask = (secret: string) => call({ person: { id: known.id } }, { secret, path: mine.path });
  const { body } = await owner('POST', `${url}/rotate-secret`, { version: 1, overlapHours: 1 });
  expect((await ask(mine.secret)).status).toBe(200);
  expect((await ask(String(body['secret']))).status).toBe(200);
  const again = await owner('POST', `${url}/rotate-secret`, { version: 2, overlapHours: 0 });
  expect((await ask(String(body['secret']))).status).toBe(401);
  const now = String(again.body['secret']);
  expect((await owner('PATCH', url, { version: 3, disabled: true })).status).toBe(200);
  expect((await ask(now)).status).toBe(404);
  await owner('PATCH', url, { version: 4, disabled: false });
  expect((await ask(now)).status).toBe(200);
  await owner('DELETE', `${url}?version=5`);
  expect((await ask(now)).status).toBe(404);
  const listed = await owner('GET', '/api/webhook-sources');
  expect(JSON.stringify(listed.body)).not.toMatch(/whsec_/);
  expect(JSON.stringify(listed.body)).not.toContain(mine.id);
});

test('what a source has called for is listed, each call once, newest first', async () => {
  const mine = await newSource();
  const known = await buildPerson(firm);
  const sent = { id: 'booking-1', secret: mine.secret, path: mine.path };
  await call({ person: { id: known.id } }, sent);
  await call({ person: { id: known.id } }, sent);
  const fresh = { firstName: 'Ida', lastName: 'Roth', email: 'ida@example.com' };
  await call({ person: fresh }, { ...sent, id: 'booking-2' });
  await call({ person: { id: randomUUID() } }, { ...sent, id: 'booking-3' });
  const { body } = await owner('GET', `/api/webhook-sources/${mine.id}/calls`);
  expect(body['items']).toMatchObject([
    { messageId: 'booking-2', verdict: 'new_person' },
    { messageId: 'booking-1', verdict: 'known_person', personId: known.id },
  ]);
  expect(JSON.stringify(body)).not.toContain('ida@example.com');
  const page = await owner('GET', `/api/webhook-sources/${mine.id}/calls?limit=1`);
  const rest = await owner(
    'GET',
    `/api/webhook-sources/${mine.id}/calls?limit=1&after=${String(page.body['next'])}`,
  );
  expect(rest.body).toMatchObject({ items: [{ messageId: 'booking-1' }], next: null });
});
