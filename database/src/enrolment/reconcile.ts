import type { RunInput } from '@rap/contracts/automation/run';
import type { FirmContext } from '../tenancy/context.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';

export interface OpenRun {
  readonly id: string;
  /** ordinal of its next segment */
  readonly seg: number;
  /** its time to go on has passed, or it was left in the middle of a step: its workflow may not know where it stands */
  readonly late: boolean;
  /** a restore has taken its row back, and nobody knows yet whether its history is further */
  readonly restored: boolean;
}

/**
 * Open runs of the context's firm, oldest first; `limit` at a time, after the id of the last one seen. Late is who should
 * have gone on more than `lateMs` ago; who waits for an event, is paused or held is never late. What an import still brings to
 * today is not yet open.
 */
export async function openRuns(
  ctx: FirmContext,
  lateMs: number,
  limit: number,
  after?: string,
): Promise<OpenRun[]> {
  return ctx.em.query(
    `select id, seg, coalesce(case when why is null then to_timestamp((state->>'nowMs')::double precision / 1000) else wake_at end < $4, false) as late,
            compare_with_history as restored
       from app.enrolment where firm_id = $1 and status <> 'ended' and (chain is null or not chain ^@ 'import:') and ($3::uuid is null or id > $3)
      order by id limit $2`,
    [ctx.firmId, limit, after ?? null, new Date(ctx.now() - lateMs)],
  );
}

/** An event that a run listens to and has not taken, though it was handed over long ago. */
export interface UnheardEvent {
  readonly enrolmentId: string;
  readonly seq: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAtMs: number;
}

/**
 * What open runs of the context's firm should have heard more than `lateMs` ago: a signal goes with the history that took it,
 * and the relay has noted it as done. In order within a run; at most 500.
 */
export async function unheardEvents(ctx: FirmContext, lateMs: number): Promise<UnheardEvent[]> {
  const rows: {
    enrolment_id: string;
    seq: string;
    kind: string;
    payload: Record<string, unknown>;
    occurred_at: Date;
  }[] = await ctx.em.query(
    `select e.id as enrolment_id, v.seq, v.kind, v.payload, v.occurred_at
       from app.enrolment e
       join spine.event v on v.firm_id = e.firm_id and v.subject_id = e.person_id
            and v.seq > greatest((e.state->>'topSeq')::bigint, (e.state->'marks'->'start'->>'seq')::bigint)
      where e.firm_id = $1 and e.status <> 'ended' and v.kind = any (e.listens) and v.origin = 'live' and v.occurred_at < $2
      order by e.id, v.seq limit 500`,
    [ctx.firmId, new Date(ctx.now() - lateMs)],
  );
  return rows.map((row) => ({
    enrolmentId: row.enrolment_id,
    seq: Number(row.seq),
    kind: row.kind,
    payload: row.payload,
    occurredAtMs: row.occurred_at.getTime(),
  }));
}

/** Which of these runs of the context's firm are not open: they have ended, or a restore has lost them. */
export async function notOpenAmong(ctx: FirmContext, ids: readonly string[]): Promise<string[]> {
  const rows: { id: string }[] = await ctx.em.query(
    `select asked.id from unnest($2::uuid[]) as asked(id)
      where not exists (select from app.enrolment e where e.firm_id = $1 and e.id = asked.id and e.status <> 'ended')`,
    [ctx.firmId, ids],
  );
  return rows.map((row) => row.id);
}

/**
 * Takes a run from whatever workflow owned it and answers the input to start it again, parked where it stands. Undefined when
 * it has ended meanwhile. The first segment gives the run its new owner; a lost workflow that comes back after all is refused
 * by its chain.
 */
export async function releaseRun(ctx: FirmContext, enrolmentId: string): Promise<RunInput | undefined> {
  const locked: { number: number | null; owner_id: string | null }[] = await ctx.em.query(
    `select a.live_number as number, a.owner_id from app.enrolment e join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
      where e.firm_id = $1 and e.id = $2 and e.status <> 'ended' for update of e`,
    [ctx.firmId, enrolmentId],
  );
  const automation = locked[0];
  if (!automation) return undefined;
  const row = await ctx.em
    .getRepository(EnrolmentEntity)
    .findOneByOrFail({ firmId: ctx.firmId, id: enrolmentId });
  await ctx.em.query(
    `update app.enrolment set chain = null, compare_with_history = false where firm_id = $1 and id = $2`,
    [ctx.firmId, enrolmentId],
  );
  const wait = row.out?.command.do === 'wait' ? row.out.command : undefined;
  return {
    v: 1,
    who: { firmId: ctx.firmId, automationId: row.automationId, enrolmentId },
    ...(row.correlationId ? { correlationId: row.correlationId } : {}),
    state: row.state,
    search: {
      automationVersion: String(automation.number ?? 0),
      ...(automation.owner_id ? { advisorId: automation.owner_id } : {}),
    },
    ...(wait ? { parked: { why: wait.why, untilMs: wait.untilMs } } : {}),
  };
}
