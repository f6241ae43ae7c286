import type { Pool } from 'pg';
import type { Origin } from '@rap/contracts/actor';

/** One subject's turn with one consumer, held until `visibleAt`, with its next events in order. */
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
  readonly events: readonly OutboxEvent[];
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
  seq: string;
  kind: string;
  payload: Record<string, unknown>;
  origin: Origin;
  actor: string;
  correlation_id: string;
  occurred_at: Date;
}

type LeasedRow = LaneRow & (EventRow | { id: null });

interface Progress {
  readonly lease: Lease;
  readonly seq: number;
  readonly settled: PromiseWithResolvers<boolean>;
}

const MAX_BACKOFF_MS = 5 * 60_000;
/** events of a subject that are read with its lease */
const READ_AT_ONCE = 50;

/**
 * Leases and progress of the outbox, as role `app_relay`, which sees the spine of all firms and nothing else. It leases
 * subjects, not events: one relay at a time speaks for a person, in order, at least once, and holds no transaction while it
 * hands over.
 */
export class RelayDb {
  private readonly pool: Pool;
  private progress: Progress[] = [];
  private noting = false;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Takes up to `limit` subjects that have events to hand over; an expired lease is simply visible again. */
  async lease(consumer: string, limit: number, leaseMs: number): Promise<Lease[]> {
    const { rows } = await this.pool.query<LeasedRow>(
      `with due as (
         select firm_id, subject_id from spine.lane
          where consumer = $1 and head_seq > done_seq and visible_at <= now()
          order by visible_at limit $2 for update skip locked),
       leased as (
         update spine.lane l
            set visible_at = clock_timestamp() + $3 * interval '1 millisecond', lease_no = l.lease_no + 1, attempts = l.attempts + 1
           from due d
          where l.consumer = $1 and (l.firm_id, l.subject_id) = (d.firm_id, d.subject_id)
          returning l.consumer, l.firm_id, l.subject_id, l.head_seq, l.done_seq, l.lease_no, l.attempts, l.replay_to)
       select l.*, e.id, e.seq, e.kind, e.payload, e.origin, e.actor, e.correlation_id, e.occurred_at
         from leased l left join lateral (
           select id, seq, kind, payload, origin, actor, correlation_id, occurred_at from spine.event
            where firm_id = l.firm_id and subject_id = l.subject_id and seq > l.done_seq order by seq limit $4) e on true
        order by l.firm_id, l.subject_id, e.seq`,
      [consumer, limit, leaseMs, READ_AT_ONCE],
    );
    const leases = new Map<string, Omit<Lease, 'events'> & { events: OutboxEvent[] }>();
    for (const row of rows) {
      const subject = `${row.firm_id}/${row.subject_id}`;
      const lease = leases.get(subject) ?? { ...leaseOf(row), events: [] };
      leases.set(subject, lease);
      if (row.id !== null) lease.events.push(eventOf(row, row));
    }
    return [...leases.values()];
  }

  /**
   * Of these events, of whichever firms, those that some automation may be about: one that such a kind starts, or an open run
   * of the person that hears it. Answers their ids; of all others it is certain that they concern nobody as things stand.
   */
  async concerning(events: readonly OutboxEvent[]): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const { rows } = await this.pool.query<{ id: string }>(
      `select e.id from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as e(id, firm_id, person_id, kind)
        where exists (select from app.automation_trigger t where t.firm_id = e.firm_id and t.kind = e.kind)
           or exists (select from app.enrolment r
                where r.firm_id = e.firm_id and r.person_id = e.person_id and r.status <> 'ended' and e.kind = any (r.listens))`,
      [
        events.map(({ id }) => id),
        events.map(({ firmId }) => firmId),
        events.map(({ subjectId }) => subjectId),
        events.map(({ kind }) => kind),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Notes progress up to `seq` and gives the subject back. False: the lease was lost, somebody else speaks for it now. What
   * comes while one is being written is written together: each commit waits for the disk.
   */
  done(lease: Lease, seq: number): Promise<boolean> {
    const settled = Promise.withResolvers<boolean>();
    this.progress.push({ lease, seq, settled });
    if (!this.noting) void this.noteProgress();
    return settled.promise;
  }

  private async noteProgress(): Promise<void> {
    this.noting = true;
    while (this.progress.length > 0) {
      const batch = this.progress;
      this.progress = [];
      try {
        const ours = await this.writeProgress(batch);
        for (const { lease, settled } of batch) settled.resolve(ours.has(keyOf(lease)));
      } catch (error) {
        for (const { settled } of batch) settled.reject(error);
      }
    }
    this.noting = false;
  }

  /** Locks in the order in which `spine.emit` does: by subject, then consumer. */
  private async writeProgress(batch: readonly Progress[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ key: string }>(
      `with ours as (
         select l.consumer, l.firm_id, l.subject_id, l.lease_no, n.seq
           from unnest($1::text[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) as n(consumer, firm_id, subject_id, lease_no, seq)
           join spine.lane l on (l.consumer, l.firm_id, l.subject_id, l.lease_no) = (n.consumer, n.firm_id, n.subject_id, n.lease_no)
          order by l.firm_id, l.subject_id, l.consumer for update of l)
       update spine.lane l set done_seq = o.seq, attempts = 0, last_error = null, visible_at = now()
         from ours o where (l.consumer, l.firm_id, l.subject_id, l.lease_no) = (o.consumer, o.firm_id, o.subject_id, o.lease_no)
       returning concat_ws('/', l.consumer, l.firm_id, l.subject_id, l.lease_no) as key`,
      [
        batch.map(({ lease }) => lease.consumer),
        batch.map(({ lease }) => lease.firmId),
        batch.map(({ lease }) => lease.subjectId),
        batch.map(({ lease }) => lease.leaseNo),
        batch.map(({ seq }) => seq),
      ],
    );
    return new Set(rows.map(({ key }) => key));
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

const keyOf = ({ consumer, firmId, subjectId, leaseNo }: Lease): string =>
  `${consumer}/${firmId}/${subjectId}/${leaseNo}`;

const leaseOf = (row: LaneRow): Omit<Lease, 'events'> => ({
  consumer: row.consumer,
  firmId: row.firm_id,
  subjectId: row.subject_id,
  headSeq: Number(row.head_seq),
  doneSeq: Number(row.done_seq),
  leaseNo: Number(row.lease_no),
  attempts: row.attempts,
  replayTo: Number(row.replay_to),
});

const eventOf = (lane: LaneRow, row: EventRow): OutboxEvent => ({
  id: row.id,
  firmId: lane.firm_id,
  subjectId: lane.subject_id,
  seq: Number(row.seq),
  kind: row.kind,
  payload: row.payload,
  origin: row.origin,
  actor: row.actor,
  correlationId: row.correlation_id,
  occurredAtMs: row.occurred_at.getTime(),
  replay: Number(row.seq) <= Number(lane.replay_to),
});
