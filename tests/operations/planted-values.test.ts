import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { takeText } from '@rap/database/inbound/take-text';
import { PersonEntity } from '@rap/database/person/person.entity';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { buildForm, signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { publishAutomation } from '../support/build/automation.ts';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

/** What a stranger must not read, each unlike anything else in the product. */
const PLANTED = {
  firstName: 'Plantinella',
  lastName: 'Quexworthy',
  email: 'zz.addressee@planted.example',
  phone: '+12165557391',
  address: '77 Zyzzyva Terrace',
  birthDate: '1961-07-23',
  reviewDue: '2031-08-19',
  note: 'confided a diagnosis of vexillosis',
  task: 'ask about the quagmire annuity',
  outbound: 'your zephyrine rollover papers',
  inbound: 'please hold my wombatine transfer',
  question: 'may I convert my obelisque pension',
  password: 'correct-horse-battery-xylograph',
} as const;
type Planted = keyof typeof PLANTED;

/**
 * Names and ways to reach people have plain columns, because they are searched, sorted and matched under row-level security.
 * Nothing else of what was planted may be readable in a dump.
 */
const PLAIN_BY_DESIGN: Readonly<Record<string, readonly Planted[]>> = {
  'app.person': ['firstName', 'lastName', 'address'],
  'app.person_email': ['email'],
  'app.person_phone': ['phone'],
};

let engine: TestEngine;
let api: TestApi;
let firm: TestFirm;
let ask: Ask;
/** What API, relay and workers of this test log, whether by the stream or by the file descriptor (as pino does). */
const ears = [
  vi.spyOn(process.stdout, 'write'),
  vi.spyOn(process.stderr, 'write'),
  vi.spyOn(fs, 'writeSync'),
];
const logged = (): string =>
  ears
    .flatMap((ear) => ear.mock.calls.flat())
    .map((said) => (said instanceof Uint8Array ? Buffer.from(said).toString('utf8') : String(said)))
    .join('');

beforeAll(async () => {
  engine = await startEngine();
  api = await startApi({ LOG_LEVEL: 'debug' }, engine.world);
  firm = await buildFirm(engine.world, {
    phone: '(216) 555-0100',
    postalAddress: '200 Public Square, Cleveland, OH 44114',
    settings: { fourEyes: false, emailDomain: 'harbor.example', smsFrom: '+12165550100' },
  });
  await publishAutomation(firm, NEW_LEAD_NURTURE);
  ask = await signInAs(api, firm, 'owner');
  await api.directory.addIdentity(PLANTED.email, PLANTED.password);
}, 90_000);
afterAll(async () => {
  for (const ear of ears) ear.mockRestore();
  await api?.close();
  await engine?.close();
});

/** A lead by the form, whom the firm writes to and who answers; then what goes wrong. */
async function workload(): Promise<PersonEntity> {
  await engine.tick();
  const formId = await buildForm(api, firm);
  const submission = {
    firstName: PLANTED.firstName,
    lastName: PLANTED.lastName,
    email: PLANTED.email,
    phone: PLANTED.phone,
    state: 'OH',
    question: PLANTED.question,
    agreeEmail: 'yes',
    agreeSms: 'yes',
    submissionKey: randomUUID(),
    touch: '{"first":{},"last":{}}',
  };
  const sent = await api.app.inject({
    method: 'POST',
    url: `/f/${formId}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(submission).toString(),
  });
  expect(sent.statusCode).toBe(200);
  await engine.relayed();
  const person = await firm.run((ctx) =>
    ctx.em.getRepository(PersonEntity).findOneByOrFail({ firmId: ctx.firmId }),
  );
  const changed = await ask('PATCH', `/api/people/${person.id}`, {
    version: person.version,
    birthDate: PLANTED.birthDate,
    reviewDueOn: PLANTED.reviewDue,
    addressLine: PLANTED.address,
  });
  expect(changed.status).toBe(200);
  const writes = [
    ask('POST', '/api/notes', { personId: person.id, body: PLANTED.note }),
    ask('POST', '/api/tasks', { personId: person.id, title: 'Call', detail: PLANTED.task }),
    ask('POST', `/api/people/${person.id}/messages`, {
      purpose: 'service',
      words: { channel: 'email', subject: 'Papers', html: `<p>${PLANTED.outbound}</p>` },
    }),
  ];
  for (const { status, body } of await Promise.all(writes)) expect(status, JSON.stringify(body)).toBe(201);
  await engine.relayed();
  await firm.run((ctx) =>
    takeText(ctx, {
      from: PLANTED.phone,
      body: PLANTED.inbound,
      providerId: 'SM1',
      refusedMediaCount: 0,
    }),
  );
  await engine.relayed();
  return person;
}

/** Requests that are refused, and one that fails where nobody expected it, each with everything in it. */
async function mistakes(): Promise<{ correlationId: string }> {
  const everything = Object.values(PLANTED).join(' ');
  expect((await ask('POST', '/api/notes', { personId: everything, body: everything })).status).toBe(400);
  expect((await ask('POST', '/api/people', { firstName: everything, emails: everything })).status).toBe(400);
  for (const password of [PLANTED.password, `${PLANTED.password}-wrong`]) {
    const payload = { email: PLANTED.email, password };
    expect((await api.app.inject({ method: 'POST', url: '/api/sessions', payload })).statusCode).toBe(401);
  }
  const owner = new pg.Client({ connectionString: engine.world.urls.owner });
  await owner.connect();
  await owner.query(`alter table app.person_email rename to person_email_gone`);
  const failed = await ask('POST', '/api/people', {
    firstName: PLANTED.firstName,
    lastName: PLANTED.lastName,
    emails: [{ address: PLANTED.email }],
    birthDate: PLANTED.birthDate,
    bookId: firm.bookId,
  });
  await owner.query(`alter table app.person_email_gone rename to person_email`);
  await owner.end();
  expect(failed.status).toBe(500);
  return { correlationId: String(failed.body['correlationId']) };
}

/** Everything in the database as text, by table: bytes too, in case something was written there in clear. */
async function dump(): Promise<Map<string, string>> {
  const url = new URL(inject('postgres').adminUrl);
  url.pathname = new URL(engine.world.urls.app).pathname;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const { rows: tables } = await admin.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const [schema, table] = name.split('.');
    const { rows } = await admin.query<{ text: string }>(
      `select t::text as text from "${schema}"."${table}" t`,
    );
    texts.set(name, rows.map((row) => row.text).join('\n'));
  }
  await admin.end();
  return texts;
}

/** What of the planted is in a text, as it is, in any case, as bytes in hex, or in base64. */
function found(text: string): Planted[] {
  const lower = text.toLowerCase();
  const kinds = Object.keys(PLANTED) as Planted[]; // the keys of a constant object
  return kinds.filter((kind) => {
    const value = PLANTED[kind];
    const bytes = Buffer.from(value, 'utf8');
    return (
      lower.includes(value.toLowerCase()) ||
      lower.includes(bytes.toString('hex')) ||
      text.includes(bytes.toString('base64').replace(/=+$/, '').slice(0, -2))
    );
  });
}

/** Every payload of a history, decoded, with the rest of it. */
function decoded(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(decoded).join(' ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${decoded(inner)}`)
      .join(' ');
  return String(value);
}

test(
  'what was planted is readable nowhere but in the columns that are plain by design',
  { timeout: 120_000 },
  async () => {
    const person = await workload();
    const run = await firm.run((ctx) =>
      ctx.em.getRepository(EnrolmentEntity).findOneByOrFail({ firmId: ctx.firmId, personId: person.id }),
    );
    const workflowIds = [`run:${firm.firmId}:${run.id}`];
    const orders: { id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select id from app.message_order`),
    );
    workflowIds.push(...orders.map(({ id }) => `message:${firm.firmId}:${id}`));
    for (const workflowId of workflowIds) await engine.env.client.workflow.getHandle(workflowId).result();
    const { correlationId } = await mistakes();

    const leaks: string[] = [];
    const tables = await dump();
    for (const [table, text] of tables) {
      for (const kind of found(text)) {
        if (!PLAIN_BY_DESIGN[table]?.includes(kind)) leaks.push(`${table}: ${kind}`);
      }
    }
    expect(leaks).toEqual([]);
    // the workload did reach the tables, and the search finds what is there
    for (const [table, kinds] of Object.entries(PLAIN_BY_DESIGN)) {
      expect(found(tables.get(table) ?? ''), table).toEqual(expect.arrayContaining([...kinds]));
    }
    for (const table of [
      'app.note',
      'app.communication',
      'app.delivery',
      'app.form_submission',
      'app.step_event',
      'audit.event',
      'spine.event',
    ]) {
      expect(tables.get(table)?.length ?? 0, table).toBeGreaterThan(100);
    }

    for (const workflowId of workflowIds) {
      const history = decoded(await engine.env.client.workflow.getHandle(workflowId).fetchHistory());
      expect(history).toContain(firm.firmId);
      expect(found(history), workflowId).toEqual([]);
    }
    expect(found(logged())).toEqual([]);
    // the mistake that nobody expected is there, without what it was about
    expect(logged()).toContain(correlationId);
  },
);
