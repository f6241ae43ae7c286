import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** When the system was restored, epoch ms, unless everything that was due before has been released; of several the last. */
export async function restoredAt(ctx: FirmContext): Promise<number | undefined> {
  const rows: { at: Date | null }[] = await ctx.em.query(
    `select max(restored_at) as at from app.recovery where released_at is null`,
  );
  return rows[0]?.at?.getTime();
}

/**
 * Marks the runs whose next step was due before the restore: the lost time may have taken it already. Called once by the
 * restore, before anything runs; answers how many.
 */
async function markRestoredRuns(
  ctx: FirmContext,
  { backupAtMs, restoredAtMs }: { backupAtMs: number; restoredAtMs: number },
): Promise<number> {
  const marked: [unknown, number] = await ctx.em.query(
    `update app.enrolment set due_before_restore = coalesce(wake_at, $2)
      where firm_id = $1 and status = 'active' and (out->'command'->>'do' is distinct from 'wait' or wake_at <= $3)`,
    [ctx.firmId, new Date(backupAtMs), new Date(restoredAtMs)],
  );
  return marked[1];
}

/** What the firm of the context has to know of a restore: its audit log says so, its runs are marked. Answers how many. */
export async function noteRestore(
  ctx: FirmContext,
  times: { backupAtMs: number; restoredAtMs: number },
): Promise<number> {
  const runs = await markRestoredRuns(ctx, times);
  await audit(ctx, 'system.restored', { ...times, runs });
  return runs;
}

/** Marks runs that an event from before the restore starts or wakes: it may have been handed over in the lost time. */
export async function noteDueBeforeRestore(
  ctx: FirmContext,
  enrolmentIds: readonly string[],
  occurredAtMs: number,
): Promise<void> {
  if (enrolmentIds.length === 0) return;
  await ctx.em.query(
    `update app.enrolment set due_before_restore = $3
      where firm_id = $1 and id = any ($2::uuid[]) and due_before_restore is null
        and exists (select from app.recovery v where v.released_at is null and v.restored_at >= $3)`,
    [ctx.firmId, enrolmentIds, new Date(occurredAtMs)],
  );
}

/** When a run's step was due that a restore has woken late, epoch ms; undefined for every other run. */
export async function runDueBeforeRestore(
  ctx: FirmContext,
  enrolmentId: string,
): Promise<number | undefined> {
  const rows: { at: Date | null }[] = await ctx.em.query(
    `select due_before_restore as at from app.enrolment where firm_id = $1 and id = $2`,
    [ctx.firmId, enrolmentId],
  );
  return rows[0]?.at?.getTime();
}
