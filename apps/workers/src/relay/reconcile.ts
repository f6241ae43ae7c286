import { runIdOf, type PersonEvent, type RunInput } from '@rap/contracts/automation/run';
import { notOpenAmong, openRuns, releaseRun, unheardEvents } from '@rap/database/enrolment/reconcile';
import type { Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import { personEventOf } from './automations-consumer.ts';

const PAGE = 200;
/** a timer of Temporal's may be slow; a run that is this late has been forgotten */
const LATE_MS = 5 * 60_000;

/** Knows which runs Temporal has open, starts one again, and has one look at its row. */
export interface RunRestarter {
  isOpen(workflowId: string): Promise<boolean>;
  start(workflowId: string, input: RunInput, options: { again: true }): Promise<void>;
  /** has a run compare itself with its row; changes nothing for one that stands where its row does. False: it did not hear */
  wake(workflowId: string, wakeId: string): Promise<boolean>;
  signal(workflowId: string, event: PersonEvent): Promise<'delivered' | 'gone'>;
  /** workflow ids of all open runs, of all firms */
  openIds(): AsyncIterable<string>;
}

export interface Reconciled {
  /** runs that are open in Postgres */
  readonly open: number;
  /** of them, started again because Temporal had no open workflow; not 0 is worth an alarm */
  readonly restarted: number;
  /** open in Temporal, but behind their row: late, or ended without knowing it; not 0 is worth an alarm */
  readonly woken: number;
  /** events handed over again, because the history that had taken them is gone; not 0 is worth an alarm */
  readonly retold: number;
  /** woken after a restore to compare themselves; those whose history was further end, and the next round starts them again */
  readonly comparing: number;
}

/**
 * Brings Temporal to where Postgres is, after a history was lost or a server was restored from an older backup. What Temporal
 * does not know is started again from the stored state. What it knows as of an earlier time may wait for something that has
 * come long ago; it is woken, is answered its row's latest answer, and goes on from there. Events that went with a lost history
 * are told again: a run drops what it has heard. Whatever runs is left alone, but after a restore of Postgres each has one look
 * at its row: a history that is further than it is ended, and started again from the row.
 */
export async function reconcile(
  db: TenantDb,
  runs: RunRestarter,
  firmIds: readonly string[],
  { lateMs = LATE_MS }: { lateMs?: number } = {},
): Promise<Reconciled> {
  const sum = { open: 0, restarted: 0, woken: 0, retold: 0, comparing: 0 };
  for (const firmId of firmIds) {
    let after: string | undefined;
    for (;;) {
      const page = await db.run(whoOf(firmId), (ctx) => openRuns(ctx, lateMs, PAGE, after));
      for (const { id, seg, late, restored } of page) {
        sum.open += 1;
        const workflowId = runIdOf({ firmId, enrolmentId: id });
        if (await runs.isOpen(workflowId)) {
          if (restored) {
            sum.comparing += 1;
            await runs.wake(workflowId, `restored:${seg}`);
          } else if (late && (await runs.wake(workflowId, `late:${seg}`))) sum.woken += 1;
          continue;
        }
        const input = await db.run(whoOf(firmId), (ctx) => releaseRun(ctx, id));
        if (!input) continue;
        await runs.start(workflowId, input, { again: true });
        sum.restarted += 1;
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
    for (const event of await db.run(whoOf(firmId), (ctx) => unheardEvents(ctx, lateMs))) {
      const workflowId = runIdOf({ firmId, enrolmentId: event.enrolmentId });
      if ((await runs.signal(workflowId, personEventOf(event))) === 'delivered') sum.retold += 1;
    }
  }
  return { ...sum, woken: sum.woken + (await wakeNotOpen(db, runs)) };
}

/** Runs that are open in Temporal and not in Postgres: woken, they are told so and end. */
async function wakeNotOpen(db: TenantDb, runs: RunRestarter): Promise<number> {
  const byFirm = new Map<string, string[]>();
  for await (const workflowId of runs.openIds()) {
    const [, firmId, enrolmentId] = workflowId.split(':');
    if (!firmId || !enrolmentId) continue;
    const ids = byFirm.get(firmId);
    if (ids) ids.push(enrolmentId);
    else byFirm.set(firmId, [enrolmentId]);
  }
  let woken = 0;
  for (const [firmId, ids] of byFirm) {
    for (const enrolmentId of await db.run(whoOf(firmId), (ctx) => notOpenAmong(ctx, ids))) {
      if (await runs.wake(runIdOf({ firmId, enrolmentId }), 'ended')) woken += 1;
    }
  }
  return woken;
}

const whoOf = (firmId: string): Who => ({
  firmId,
  actor: 'system:reconcile',
  books: '*',
  correlationId: `reconcile:${firmId}`,
});
