import type { Pool } from 'pg';

/** How many rows stand in one state. */
export interface StateCount {
  readonly state: string;
  readonly count: number;
}

export interface LaneCount {
  /** the consumer's kind: one series for all webhook endpoints */
  readonly consumer: string;
  readonly events: number;
  /** age of the oldest event not handed over, in seconds */
  readonly oldestSeconds: number;
  /** subjects whose hand-over failed `STUCK_ATTEMPTS` times or more */
  readonly stuck: number;
}

const STUCK_ATTEMPTS = 5;

/** Counts over all firms for the metrics, as role `app_relay`: it may read the states of runs and deliveries, and nothing else of them. */
export class StateCounts {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** What has not left yet, and what was settled in the last 24 hours. */
  deliveries(): Promise<StateCount[]> {
    return this.states(
      `select state, count(*) as count from app.delivery
        where state in ('claimed', 'handing_over') or settled_at > now() - interval '24 hours' group by state`,
    );
  }

  /** Who is inside, and who ended in the last 24 hours. */
  enrolments(): Promise<StateCount[]> {
    return this.states(
      `select status as state, count(*) as count from app.enrolment
        where status <> 'ended' or ended_at > now() - interval '24 hours' group by status`,
    );
  }

  async lanes(): Promise<LaneCount[]> {
    const { rows } = await this.pool.query<{
      consumer: string;
      events: string;
      oldest: string;
      stuck: string;
    }>(
      `select split_part(l.consumer, ':', 1) as consumer, sum(l.head_seq - l.done_seq) as events,
              extract(epoch from clock_timestamp() - min(e.created_at)) as oldest,
              count(*) filter (where l.attempts >= ${STUCK_ATTEMPTS}) as stuck
         from spine.lane l join spine.event e
           on e.firm_id = l.firm_id and e.subject_id = l.subject_id and e.seq = l.done_seq + 1
        where l.head_seq > l.done_seq group by 1`,
    );
    return rows.map((row) => ({
      consumer: row.consumer,
      events: Number(row.events),
      oldestSeconds: Number(row.oldest),
      stuck: Number(row.stuck),
    }));
  }

  async deadLetters(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      `select count(*) as count from spine.dead_letter where resolved_at is null`,
    );
    return Number(rows[0]?.count ?? 0);
  }

  private async states(sql: string): Promise<StateCount[]> {
    const { rows } = await this.pool.query<{ state: string; count: string }>(sql);
    return rows.map((row) => ({ state: row.state, count: Number(row.count) }));
  }
}
