import type { Plan } from '@rap/contracts/automation/plan';
import type { RunState } from '@rap/contracts/automation/run';
import { actsWithin, type LostTime } from '@rap/domain/automation/engine/acts-within';
import { loadPlan } from '../enrolment/load-plan.ts';
import { resolveTimeOf } from '../facts/resolve-time-of.ts';
import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';

const PAGE = 200;

/** When the system was restored, epoch ms, unless everything that was due before has been released; of several the last. */
export async function restoredAt(ctx: FirmContext): Promise<number | undefined> {
  return (await lostTime(ctx))?.untilMs;
}

/** From the oldest backup to the last restore that nobody has released. */
async function lostTime(ctx: FirmContext): Promise<LostTime | undefined> {
  const rows: { since: Date | null; until: Date | null }[] = await ctx.em.query(
    `select min(backup_at) as since, max(restored_at) as until from app.recovery where released_at is null`,
  );
  const [row] = rows;
  return row?.since && row.until ? { fromMs: row.since.getTime(), untilMs: row.until.getTime() } : undefined;
}

/** Whether the database was ever restored: then Temporal may know runs that it does not. */
export async function wasRestored(ctx: FirmContext): Promise<boolean> {
  const rows: unknown[] = await ctx.em.query(`select 1 from app.recovery limit 1`);
  return rows.length > 0;
}

export interface NotedRestore {
  /** open runs */
  readonly runs: number;
  /** of them, those that may have sent something in the lost time */
  readonly maybe: number;
}

/**
 * What the firm of the context has to know of a restore: its audit log says so, each open run keeps which messages it may
 * have sent in the lost time, and the relay is to compare them with their histories. Called once, before anything runs.
 */
export async function noteRestore(
  ctx: FirmContext,
  { backupAtMs, restoredAtMs }: { backupAtMs: number; restoredAtMs: number },
): Promise<NotedRestore> {
  const lost = { fromMs: backupAtMs, untilMs: restoredAtMs };
  const plans = new Map<string, Plan>();
  let [runs, maybe] = [0, 0];
  for (let after: string | null = null; ;) {
    const page: { id: string; plan_hash: string; state: RunState }[] = await ctx.em.query(
      `select id, plan_hash, state from app.enrolment
        where firm_id = $1 and status <> 'ended' and ($3::uuid is null or id > $3) order by id limit $2`,
      [ctx.firmId, PAGE, after],
    );
    for (const { id, plan_hash: hash, state } of page) {
      const plan = plans.get(hash) ?? (await loadPlan(ctx, hash));
      plans.set(hash, plan);
      runs += 1;
      if (await noteMaybeSent(ctx, id, plan, state, lost)) maybe += 1;
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  await ctx.em.query(
    `update app.enrolment set compare_with_history = true where firm_id = $1 and status <> 'ended'`,
    [ctx.firmId],
  );
  await audit(ctx, 'system.restored', { backupAtMs, restoredAtMs, runs, maybe });
  return { runs, maybe };
}

/**
 * The same for runs that an event from before the restore starts: it may have started them in the lost time, under another
 * id. Runs that it wakes were looked at by the restore.
 */
export async function noteStartedLate(
  ctx: FirmContext,
  started: readonly { readonly enrolmentId: string; readonly state: RunState }[],
  occurredAtMs: number,
): Promise<void> {
  if (started.length === 0) return;
  const lost = await lostTime(ctx);
  if (!lost || occurredAtMs > lost.untilMs) return;
  const fromMs = Math.max(lost.fromMs, occurredAtMs);
  for (const { enrolmentId, state } of started) {
    const marks = { ...state.marks, start: { seq: state.marks['start']?.seq ?? 0, atMs: fromMs } };
    const plan = await loadPlan(ctx, state.hash);
    await noteMaybeSent(ctx, enrolmentId, plan, { ...state, marks }, { ...lost, fromMs });
  }
}

async function noteMaybeSent(
  ctx: FirmContext,
  enrolmentId: string,
  plan: Plan,
  state: RunState,
  lost: LostTime,
): Promise<boolean> {
  const acts = await actsWithin(plan, state, lost, (spec, nowMs) =>
    resolveTimeOf(ctx, state.person, spec, nowMs),
  );
  if (acts.size === 0) return false;
  await ctx.em.query(
    `update app.enrolment set maybe_sent = coalesce(maybe_sent, '{}') || $3::jsonb where firm_id = $1 and id = $2`,
    [ctx.firmId, enrolmentId, JSON.stringify(Object.fromEntries(acts))],
  );
  return true;
}

/** When a run may have done this act in lost time, epoch ms at the earliest; undefined when it cannot have. */
export async function maybeSentAt(
  ctx: FirmContext,
  enrolmentId: string,
  key: string,
): Promise<number | undefined> {
  const rows: { at: number | null }[] = await ctx.em.query(
    `select (maybe_sent->>$3)::double precision as at from app.enrolment where firm_id = $1 and id = $2`,
    [ctx.firmId, enrolmentId, key],
  );
  return rows[0]?.at ?? undefined;
}
