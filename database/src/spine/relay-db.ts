import type { Pool } from 'pg';
import type { Origin } from '@rap/contracts/actor';

/** One subject's turn with one consumer, held until `visibleAt`. */
export interface Lease {
  readonly consumer: string;
  readonly firmId: string;
  readonly subjectId: string;
  readonly headSeq: number;
  readonly doneSeq: number;
  /** proves that the lease is still ours */
  readonly leaseNo: number;
  readonly attempts: number;
  /** up to this number events have been handed over before, and are again because somebody asked for it; 0: none */
  readonly replayTo: number;
}

/** One event as consumers get it. */
export interface OutboxEvent {
  readonly id: string;
  readonly firmId: string;
  readonly subjectId: string;
  readonly seq: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
  readonly actor: string;
  readonly correlationId: string;
  readonly occurredAtMs: number;
  /** it was handed over before, and is again because somebody asked for it */
  readonly replay: boolean;
}

interface LaneRow {
  consumer: string;
  firm_id: string;
  subject_id: string;
  head_seq: string;
  done_seq: string;
  lease_no: string;
  attempts: number;
  replay_to: string;
}

interface EventRow {
  id: string;
  firm_id: string;
  subject_id: string;
  seq: string;
  kind: string;
  payload: Record<string, unknown>;
  origin: Origin;
  actor: string;
  correlation_id: string;
  occurred_at: Date;
}

const MAX_BACKOFF_MS = 5 * 60_000;

/**
 * Leases and progress of the outbox, as role `app_relay`, which sees the spine of all firms and nothing else. It leases
 * subjects, not events: one relay at a time speaks for a person, in order, at least once, and holds no transaction while it
 * hands over.
 */
export class RelayDb {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Takes up to `limit` subjects that have events to hand over; an expired lease is simply visible again. */
  async lease(consumer: string, limit: number, leaseMs: number): Promise<Lease[]> {
    const { rows } = await this.pool.query<LaneRow>(
      `with due as (
         select firm_id, subject_id from spine.lane
          where consumer = $1 and head_seq > done_seq and visible_at <= now()
          order by visible_at limit $2 for update skip locked)
       update spine.lane l
          set visible_at = clock_timestamp() + $3 * interval '1 millisecond', lease_no = l.lease_no + 1, attempts = l.attempts + 1
         from due d
        where l.consumer = $1 and (l.firm_id, l.subject_id) = (d.firm_id, d.subject_id)
        returning l.consumer, l.firm_id, l.subject_id, l.head_seq, l.done_seq, l.lease_no, l.attempts, l.replay_to`,
      [consumer, limit, leaseMs],
    );
    return rows.map((row) => ({
      consumer: row.consumer,
      firmId: row.firm_id,
      subjectId: row.subject_id,
      headSeq: Number(row.head_seq),
      doneSeq: Number(row.done_seq),
      leaseNo: Number(row.lease_no),
      attempts: row.attempts,
      replayTo: Number(row.replay_to),
    }));
  }

  /** The leased subject's next events, in order. */
  async read(lease: Lease, limit = 50): Promise<OutboxEvent[]> {
    const { rows } = await this.pool.query<EventRow>(
      `select id, firm_id, subject_id, seq, kind, payload, origin, actor, correlation_id, occurred_at
         from spine.event where firm_id = $1 and subject_id = $2 and seq > $3 order by seq limit $4`,
      [lease.firmId, lease.subjectId, lease.doneSeq, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      firmId: row.firm_id,
      subjectId: row.subject_id,
      seq: Number(row.seq),
      kind: row.kind,
      payload: row.payload,
      origin: row.origin,
      actor: row.actor,
      correlationId: row.correlation_id,
      occurredAtMs: row.occurred_at.getTime(),
      replay: Number(row.seq) <= lease.replayTo,
    }));
  }

  /** Notes progress up to `seq` and gives the subject back. False: the lease was lost, somebody else speaks for it now. */
  async done(lease: Lease, seq: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update spine.lane set done_seq = $5, attempts = 0, last_error = null, visible_at = now()
        where consumer = $1 and firm_id = $2 and subject_id = $3 and lease_no = $4`,
      [lease.consumer, lease.firmId, lease.subjectId, lease.leaseNo, seq],
    );
    return rowCount === 1;
  }

  /**
   * Notes progress up to `doneSeq` and lets this subject alone wait before the next try: so long as the consumer says, else
   * 2^attempts seconds, at most five minutes. Attempts count the tries of one event.
   */
  async failed(lease: Lease, doneSeq: number, error: string, delayMs?: number): Promise<void> {
    const attempts = doneSeq > lease.doneSeq ? 1 : lease.attempts;
    const backoffMs = delayMs ?? Math.min(1000 * 2 ** attempts, MAX_BACKOFF_MS);
    await this.pool.query(
      `update spine.lane set done_seq = $5, last_error = $6, attempts = $8,
              visible_at = clock_timestamp() + $7 * interval '1 millisecond'
        where consumer = $1 and firm_id = $2 and subject_id = $3 and lease_no = $4`,
      [
        lease.consumer,
        lease.firmId,
        lease.subjectId,
        lease.leaseNo,
        doneSeq,
        error.slice(0, 500),
        backoffMs,
        attempts,
      ],
    );
  }

  /** The consumers of this prefix that have something to hand over now; paused and retired ones have not. */
  async due(prefix: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ consumer: string }>(
      `select distinct l.consumer from spine.lane l join spine.consumer c on c.firm_id = l.firm_id and c.name = l.consumer
        where l.head_seq > l.done_seq and l.visible_at <= now() and starts_with(l.consumer, $1)
          and c.paused_at is null and c.retired_at is null`,
      [prefix],
    );
    return rows.map((row) => row.consumer);
  }

  /** Sets an event aside that can never be handed over, shown and counted as a dead letter, and goes on after it. */
  async bury(lease: Lease, seq: number, error: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `with lane as (
         update spine.lane set done_seq = $5, attempts = 0, last_error = null, visible_at = now()
          where consumer = $1 and firm_id = $2 and subject_id = $3 and lease_no = $4 returning 1)
       insert into spine.dead_letter (consumer, firm_id, subject_id, seq, error)
         select $1, $2, $3, $5, $6 from lane
         on conflict (consumer, firm_id, subject_id, seq) do update set error = excluded.error, dead_at = clock_timestamp(), resolved_at = null`,
      [lease.consumer, lease.firmId, lease.subjectId, lease.leaseNo, seq, error.slice(0, 500)],
    );
    return rowCount === 1;
  }

  /** Every firm: each has a consumer from its founding on. */
  async firms(): Promise<string[]> {
    const { rows } = await this.pool.query<{ firm_id: string }>(
      `select distinct firm_id from spine.consumer order by firm_id`,
    );
    return rows.map((row) => row.firm_id);
  }

  /** Firms with controls of runs whose time has come. */
  async firmsWithDueControls(): Promise<string[]> {
    const { rows } = await this.pool.query<{ firm_id: string }>(
      `select distinct firm_id from app.enrolment_control where taken_at is null and due_at <= clock_timestamp()`,
    );
    return rows.map((row) => row.firm_id);
  }

  /** Events not yet handed over and the subjects that wait, per consumer that is at work, for the metrics. */
  async lag(): Promise<{ consumer: string; subjects: number; events: number }[]> {
    const { rows } = await this.pool.query<{ consumer: string; subjects: string; events: string }>(
      `select l.consumer, count(*) as subjects, sum(l.head_seq - l.done_seq) as events
         from spine.lane l join spine.consumer c on c.firm_id = l.firm_id and c.name = l.consumer
        where l.head_seq > l.done_seq and c.paused_at is null and c.retired_at is null group by l.consumer`,
    );
    return rows.map((row) => ({
      consumer: row.consumer,
      subjects: Number(row.subjects),
      events: Number(row.events),
    }));
  }
}
