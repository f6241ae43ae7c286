import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { SealerDb } from '@rap/database/audit/sealer-db';
import { StateCounts } from '@rap/database/operations/state-counts';
import { createMetrics } from '@rap/providers/operations/metrics';
import { taskQueueBacklogs } from '@rap/providers/temporal/task-queue-backlogs';
import { measure } from '@rap/workers/relay/measure';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

let world: TestWorld;
let firm: TestFirm;
let relay: pg.Pool;
let admin: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world);
  relay = new pg.Pool({ connectionString: world.urls.relay, max: 4 });
  const url = new URL(inject('postgres').adminUrl);
  url.pathname = new URL(world.urls.app).pathname;
  admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  // rows of every state without the records they belong to: their numbers are asked for, not their sense
  await admin.query(`set session_replication_role = replica`);
});
afterAll(async () => {
  await Promise.all([relay.end(), admin.end()]);
  await world.close();
});

const measured = (backlogs = async () => [] as Awaited<ReturnType<typeof taskQueueBacklogs>>) => {
  const metrics = createMetrics();
  return { metrics, told: measure(metrics, new StateCounts(relay), backlogs) };
};
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

test('deliveries and runs are counted by state, of all firms, and what was settled long ago is not', async () => {
  const other = await buildFirm(world);
  const deliver = (firmId: string, state: string, settledAgo: string | null) =>
    admin.query(
      `insert into app.delivery (firm_id, effect_key, person_id, channel, purpose, address_sealed, address_hash, state, claim_seq,
                                 occurred_at, due_at, not_after, settled_at, actor, correlation_id)
       values ($1, $2, $3, 'sms', 'service', '', '', $4, 0, now(), now(), now(), now() - $5::interval, 'system:test', 'test')`,
      [firmId, randomUUID(), randomUUID(), state, settledAgo],
    );
  await deliver(firm.firmId, 'handing_over', null);
  await deliver(other.firmId, 'unknown', '1 hour');
  await deliver(firm.firmId, 'accepted', '1 hour');
  await deliver(other.firmId, 'accepted', '2 hours');
  await deliver(firm.firmId, 'accepted', '30 hours');
  const enrolled = (status: string) =>
    admin.query(
      `insert into app.enrolment (firm_id, automation_id, person_id, occurrence, plan_hash, state, at, status, occurred_at)
       values ($1, $2, $3, 'once', 'x', '{}', 'n1', $4, now())`,
      [firm.firmId, randomUUID(), randomUUID(), status],
    );
  await Promise.all(['active', 'active', 'attention'].map(enrolled));

  const text = await measured().metrics.text();
  expect(valueOf(text, 'rap_deliveries{state="handing_over"}')).toBe(1);
  expect(valueOf(text, 'rap_deliveries{state="unknown"}')).toBe(1);
  expect(valueOf(text, 'rap_deliveries{state="accepted"}')).toBe(2);
  expect(valueOf(text, 'rap_deliveries{state="claimed"}')).toBe(0);
  expect(valueOf(text, 'rap_enrolments{state="active"}')).toBe(2);
  expect(valueOf(text, 'rap_enrolments{state="attention"}')).toBe(1);
});

test('who counts may read states and nothing else of messages and runs', async () => {
  for (const column of ['person_id', 'address_sealed', 'content_sealed', 'firm_id'])
    await expect(relay.query(`select ${column} from app.delivery`)).rejects.toMatchObject({ code: '42501' });
  await expect(relay.query(`select state from app.enrolment`)).rejects.toMatchObject({ code: '42501' });
  await expect(relay.query(`update app.delivery set state = 'accepted'`)).rejects.toMatchObject({
    code: '42501',
  });
});

test('events that wait, lanes that are stuck and dead letters are counted by the kind of their consumer', async () => {
  await buildPerson(firm);
  await admin.query(`update spine.event set created_at = now() - interval '5 minutes'`);
  await admin.query(`update spine.lane set attempts = 5`);
  await admin.query(
    `insert into spine.dead_letter (consumer, firm_id, subject_id, seq, error) values ('automations', $1, $1, 1, 'x')`,
    [firm.firmId],
  );
  const text = await measured().metrics.text();
  expect(valueOf(text, 'rap_outbox_waiting_events{consumer="automations"}')).toBeGreaterThan(0);
  expect(valueOf(text, 'rap_outbox_oldest_seconds{consumer="automations"}')).toBeGreaterThanOrEqual(299);
  expect(valueOf(text, 'rap_outbox_stuck_lanes{consumer="automations"}')).toBeGreaterThan(0);
  expect(valueOf(text, 'rap_dead_letters')).toBe(1);
});

test('rounds of reconciling are told by their outcome', async () => {
  const { metrics, told } = measured();
  expect(valueOf(await metrics.text(), 'rap_reconcile_open_runs')).toBeUndefined();
  told.reconciled({ open: 7, restarted: 2, woken: 1, retold: 3, comparing: 0 });
  told.reconcileFailed();
  const text = await metrics.text();
  expect(valueOf(text, 'rap_reconcile_open_runs')).toBe(7);
  expect(valueOf(text, 'rap_reconcile_restarted_runs')).toBe(2);
  expect(valueOf(text, 'rap_reconcile_woken_runs')).toBe(1);
  expect(valueOf(text, 'rap_reconcile_retold_runs')).toBe(3);
  expect(valueOf(text, 'rap_reconcile_rounds_total{outcome="failed"}')).toBe(1);
});

test('a number that cannot be read leaves its series out and the others in', async () => {
  const { metrics, told } = measured(() => Promise.reject(new Error('no Temporal')));
  told.reconcileFailed();
  const text = await metrics.text();
  expect(text).not.toContain('rap_task_queue_tasks{');
  expect(text).toContain('rap_deliveries{state="claimed"} ');
});

test('tasks that no worker takes are seen, with how long they wait', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection });
  const queue = `nobody-${randomUUID()}`;
  const handle = await client.workflow.start('never', { taskQueue: queue, workflowId: queue });
  const backlog = async () =>
    (await taskQueueBacklogs(client, [queue])).find(({ kind }) => kind === 'workflow');
  await expect.poll(backlog, { timeout: 15_000 }).toMatchObject({ tasks: 1 });
  await expect
    .poll(async () => (await backlog())?.oldestSeconds, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(1);
  await handle.terminate();
  await connection.close();
});

test('a transaction that has written and stays open is seen by the sealer, whoever has it open', async () => {
  const pool = new pg.Pool({ connectionString: world.urls.sealer, max: 2 });
  const writer = new pg.Client({ connectionString: world.urls.owner });
  await writer.connect();
  const sealer = new SealerDb(pool);
  await writer.query(`begin`);
  await writer.query(`select pg_current_xact_id()`);
  await firm.run((ctx) =>
    ctx.em.query(
      `insert into audit.event (actor, action, detail, correlation_id) values ('system:test', 'x', '{}', 'test')`,
    ),
  );
  await sealer.sealAll();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await sealer.oldestWriterSeconds()).toBeGreaterThan(0.25);
  expect(await sealer.lagSeconds()).toBeGreaterThan(0.25);
  await writer.query(`rollback`);
  await writer.end();
  await pool.end();
});
