import type {
  ConsumerState,
  DeadLetter,
  EventOf,
  EventSkipped,
  LaneOf,
  NewReplay,
  StuckLane,
} from '@rap/contracts/spine';
import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A lane is stuck when its next event has failed so often: by then the faults that pass have passed. */
export const STUCK_AFTER = 5;
const MOST = 200;

/** How far each consumer of the firm is. */
export async function consumerStates(ctx: FirmContext): Promise<ConsumerState[]> {
  const rows: {
    name: string;
    paused: boolean;
    subjects: string;
    events: string;
    stuck: string;
    dead: string;
  }[] = await ctx.em.query(
    `select c.name, c.paused_at is not null as paused, count(l.subject_id) as subjects,
              coalesce(sum(l.head_seq - l.done_seq), 0) as events, count(*) filter (where l.attempts >= $2) as stuck,
              (select count(*) from spine.dead_letter d
                where d.firm_id = c.firm_id and d.consumer = c.name and d.resolved_at is null) as dead
         from spine.consumer c
         left join spine.lane l on l.firm_id = c.firm_id and l.consumer = c.name and l.head_seq > l.done_seq
        where c.firm_id = $1 and c.retired_at is null
        group by c.firm_id, c.name, c.paused_at order by c.name`,
    [ctx.firmId, STUCK_AFTER],
  );
  return rows.map(({ name, paused, ...counts }) => ({
    name,
    paused,
    waitingSubjects: Number(counts.subjects),
    waitingEvents: Number(counts.events),
    stuck: Number(counts.stuck),
    deadLetters: Number(counts.dead),
  }));
}

/** The stuck lanes of consumers that are at work, the longest tried first; at most 200. */
export async function stuckLanes(ctx: FirmContext): Promise<StuckLane[]> {
  const rows: {
    consumer: string;
    subject_id: string;
    seq: string;
    kind: string;
    waiting: string;
    attempts: number;
    last_error: string | null;
    visible_at: Date;
  }[] = await ctx.em.query(
    `select l.consumer, l.subject_id, e.seq, e.kind, l.head_seq - l.done_seq as waiting, l.attempts, l.last_error, l.visible_at
       from spine.lane l
       join spine.consumer c on c.firm_id = l.firm_id and c.name = l.consumer and c.retired_at is null and c.paused_at is null
       join spine.event e on e.firm_id = l.firm_id and e.subject_id = l.subject_id and e.seq = l.done_seq + 1
      where l.firm_id = $1 and l.head_seq > l.done_seq and l.attempts >= $2
      order by l.attempts desc, l.consumer, l.subject_id limit $3`,
    [ctx.firmId, STUCK_AFTER, MOST],
  );
  return rows.map((row) => ({
    consumer: row.consumer,
    subjectId: row.subject_id,
    seq: Number(row.seq),
    kind: row.kind,
    waitingEvents: Number(row.waiting),
    attempts: row.attempts,
    lastError: row.last_error,
    nextTryAt: row.visible_at.toISOString(),
  }));
}

/** The events that were set aside and nobody has decided about, the newest first; at most 200. */
export async function deadLetters(ctx: FirmContext): Promise<DeadLetter[]> {
  const rows: {
    consumer: string;
    subject_id: string;
    seq: string;
    kind: string;
    error: string;
    dead_at: Date;
  }[] = await ctx.em.query(
    `select d.consumer, d.subject_id, d.seq, e.kind, d.error, d.dead_at
         from spine.dead_letter d
         join spine.event e on e.firm_id = d.firm_id and e.subject_id = d.subject_id and e.seq = d.seq
        where d.firm_id = $1 and d.resolved_at is null
        order by d.dead_at desc, d.consumer, d.subject_id, d.seq limit $2`,
    [ctx.firmId, MOST],
  );
  return rows.map((row) => ({
    consumer: row.consumer,
    subjectId: row.subject_id,
    seq: Number(row.seq),
    kind: row.kind,
    error: row.error,
    deadAt: row.dead_at.toISOString(),
  }));
}

/** Has a waiting lane tried at once. False: nothing waits there. */
export async function retryLane(ctx: FirmContext, { consumer, subjectId }: LaneOf): Promise<boolean> {
  const done = await call(ctx, `select spine.retry_lane($1, $2) as done`, [consumer, subjectId]);
  if (done) await audit(ctx, 'spine.lane.retry', { consumer, subjectId });
  return done;
}

/** Passes over the event that a lane stands at, for good. False: it does not stand there (any more). */
export async function skipEvent(
  ctx: FirmContext,
  { consumer, subjectId, seq, why }: EventSkipped,
): Promise<boolean> {
  const done = await call(ctx, `select spine.skip_event($1, $2, $3, $4) as done`, [
    consumer,
    subjectId,
    seq,
    why,
  ]);
  if (done) await audit(ctx, 'spine.event.skip', { consumer, subjectId, seq, why });
  return done;
}

/** Hands a dead letter, and what came after it, over once more. False: there is no such open dead letter. */
export async function retryDeadLetter(
  ctx: FirmContext,
  { consumer, subjectId, seq }: EventOf,
): Promise<boolean> {
  const done = await call(ctx, `select spine.replay_dead_letter($1, $2, $3) as done`, [
    consumer,
    subjectId,
    seq,
  ]);
  if (done) await audit(ctx, 'spine.dead_letter.retry', { consumer, subjectId, seq });
  return done;
}

/** Hands everything written since then over once more, marked as a replay. Answers for how many people; undefined: no such consumer. */
export async function replayConsumer(
  ctx: FirmContext,
  { consumer, from, subjectId }: NewReplay,
): Promise<number | undefined> {
  const known: unknown[] = await ctx.em.query(
    `select 1 from spine.consumer where firm_id = $1 and name = $2 and retired_at is null`,
    [ctx.firmId, consumer],
  );
  if (known.length === 0) return undefined;
  const rows: { n: string }[] = await ctx.em.query(`select spine.replay($1, $2, $3) as n`, [
    consumer,
    from,
    subjectId ?? null,
  ]);
  const subjects = Number(rows[0]?.n ?? 0);
  await audit(ctx, 'spine.replay', { consumer, from, subjectId: subjectId ?? null, subjects });
  return subjects;
}

async function call(ctx: FirmContext, sql: string, values: readonly unknown[]): Promise<boolean> {
  const rows: { done: boolean }[] = await ctx.em.query(sql, [...values]);
  return rows[0]?.done ?? false;
}
