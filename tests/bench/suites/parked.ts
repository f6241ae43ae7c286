import { statSync } from 'node:fs';
import pg from 'pg';
import { runIdOf } from '@rap/contracts/automation/run';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { PARKING } from '../definitions.ts';
import { buildFirm, buildPeople, inTurns, makeLead, publish, type BenchDb, type BenchFirm } from '../firm.ts';
import { startProduct } from '../product.ts';
import type { BenchServers } from '../servers.ts';
import { quantile, round } from '../statistics.ts';

export interface ParkedResult {
  readonly parked: number;
  /** of a sample of parked runs: the history's size and events as the server tells them */
  readonly historyBytes: { readonly p50: number; readonly max: number; readonly events: number };
  readonly temporalStoreBytesEach: number;
  /** of the run itself: its row and receipts with their indexes */
  readonly postgresBytesEach: number;
  readonly wokenAtOnce: number;
  /** from the common due time to the n-th note, seconds */
  readonly wakeSeconds: { readonly p50: number; readonly p95: number; readonly last: number };
}

const SAMPLE = 200;
const WAKE_IN_MS = 90_000;

/** Parks people at a wait of thirty days, weighs them, and lets some of them fall due at one instant. */
export async function measureParked(
  servers: BenchServers,
  bench: BenchDb,
  options: { readonly parked: number; readonly woken: number; readonly log: (line: string) => void },
): Promise<ParkedResult> {
  await startProduct(servers);
  const firm = await buildFirm(bench);
  const automationId = await publish(firm, PARKING);
  const people = await buildPeople(firm, options.parked, 'parked');
  const owner = new pg.Pool({ connectionString: servers.urls.owner, max: 2 });
  const [tablesBefore, storeBefore] = [await tablesOf(owner), storeOf(servers)];
  await inTurns(people.length, 8, (i) => makeLead(firm, people[i] ?? ''));
  options.log(`${options.parked} leads are committed`);
  const temporal = await temporalClient(servers.temporalAddress, servers.keysFolder);
  await allParked(firm, automationId, options);

  const ids = await runsOf(firm, automationId, options.woken);
  const [sizes, lengths] = [[0], [0]].map((list) => list.slice(1)) as [number[], number[]];
  for (const { id } of ids.slice(0, SAMPLE)) {
    const { raw, historyLength } = await temporal.workflow
      .getHandle(runIdOf({ firmId: firm.firmId, enrolmentId: id }))
      .describe();
    sizes.push(Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0));
    lengths.push(historyLength);
  }
  const weight = {
    temporalStoreBytesEach: (storeOf(servers) - storeBefore) / options.parked,
    postgresBytesEach: ((await tablesOf(owner)) - tablesBefore) / options.parked,
  };

  const runs = new AutomationRuns(temporal);
  const dueMs = Date.now() + WAKE_IN_MS;
  await inTurns(ids.length, 20, async (i) => {
    const { id, n } = ids[i] ?? { id: '', n: 0 };
    const moved = await runs.control(runIdOf({ firmId: firm.firmId, enrolmentId: id }), {
      id: `bench-${id}`,
      do: 'moveWait',
      n,
      untilMs: dueMs,
    });
    if (moved === 'gone' || moved === 'stale') throw new Error(`${id} is ${moved}`);
  });
  if (Date.now() > dueMs) throw new Error('moving the waits took longer than the time they were moved to');
  options.log(`${ids.length} waits end at one instant`);
  const wake = await woken(firm, automationId, ids.length, dueMs);
  await Promise.all([owner.end(), temporal.connection.close()]);
  return {
    parked: options.parked,
    historyBytes: { p50: quantile(sizes, 0.5), max: Math.max(...sizes), events: quantile(lengths, 0.5) },
    ...weight,
    wokenAtOnce: ids.length,
    wakeSeconds: { p50: quantile(wake, 0.5), p95: quantile(wake, 0.95), last: Math.max(...wake) },
  };
}

async function allParked(
  firm: BenchFirm,
  automationId: string,
  { parked, log }: { parked: number; log: (line: string) => void },
): Promise<void> {
  for (let last = -1; ;) {
    const rows: { count: string }[] = await firm.run((ctx) =>
      ctx.em.query(
        `select count(*) from app.enrolment where firm_id = $1 and automation_id = $2 and at like 'month%' and seg > 0`,
        [firm.firmId, automationId],
      ),
    );
    const count = Number(rows[0]?.count ?? 0);
    if (count >= parked) return;
    if (count === last) throw new Error(`only ${count} of ${parked} are parked, and no more come`);
    last = count;
    log(`${count} of ${parked} are parked`);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
  }
}

const runsOf = (firm: BenchFirm, automationId: string, limit: number): Promise<{ id: string; n: number }[]> =>
  firm.run((ctx) =>
    ctx.em.query(
      `select id, (state->>'n')::int as n from app.enrolment where firm_id = $1 and automation_id = $2 order by id limit $3`,
      [firm.firmId, automationId, limit],
    ),
  );

/** Seconds after the due time at which each note was written. */
async function woken(firm: BenchFirm, automationId: string, count: number, dueMs: number): Promise<number[]> {
  for (;;) {
    const rows: { after: string }[] = await firm.run((ctx) =>
      ctx.em.query(
        `select extract(epoch from n.created_at) - $2::double precision / 1000 as after from app.note n
          where n.firm_id = $1 and n.effect_key like 'run:%' and n.person_id in
            (select person_id from app.enrolment where firm_id = $1 and automation_id = $3)`,
        [firm.firmId, dueMs, automationId],
      ),
    );
    if (rows.length >= count) return rows.map((row) => Number(row.after));
    if (Date.now() > dueMs + 300_000) throw new Error(`${rows.length} of ${count} woke in five minutes`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function tablesOf(owner: pg.Pool): Promise<number> {
  await owner.query('vacuum app.enrolment, app.step_event');
  const { rows } = await owner.query<{ bytes: string }>(
    `select pg_total_relation_size('app.enrolment') + pg_total_relation_size('app.step_event') as bytes`,
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** the store and its write-ahead log */
const storeOf = ({ temporalStore }: BenchServers): number =>
  ['', '-wal'].reduce((sum, end) => {
    try {
      return sum + statSync(temporalStore + end).size;
    } catch {
      return sum;
    }
  }, 0);

export const wakeLine = ({ wakeSeconds: { p50, p95, last } }: ParkedResult): string =>
  `p50 ${round(p50)} s, p95 ${round(p95)} s, the last after ${round(last)} s`;
