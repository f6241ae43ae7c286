import type { Pool } from 'pg';
import type { FirmAnchor } from './anchor-file.ts';

/**
 * Seals the audit log in batches, as role `app_sealer`. Each seal chains every row below the snapshot horizon, where all
 * transactions have ended, so nothing can appear there later. Several sealers may run: one takes a firm at a time.
 */
export class SealerDb {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Seals what every firm has below the horizon; answers how many rows. */
  async sealAll(): Promise<number> {
    const { rows } = await this.pool.query<{ firm_id: string }>(
      `select firm_id from audit.chain order by firm_id`,
    );
    let sealed = 0;
    for (const { firm_id: firmId } of rows) sealed += await this.seal(firmId);
    return sealed;
  }

  /** One firm; 0 when there is nothing to seal or another sealer holds it. */
  async seal(firmId: string): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(`select audit.seal_firm($1) as n`, [firmId]);
    return rows[0]?.n ?? 0;
  }

  /** The last seal of every firm that has one, to be copied outside the database. */
  async heads(): Promise<FirmAnchor[]> {
    const { rows } = await this.pool.query<{ firm_id: string; no: string; hash: Buffer }>(
      `select firm_id, no, hash from audit.chain where no > 0 order by firm_id`,
    );
    return rows.map((row) => ({ firmId: row.firm_id, no: Number(row.no), hash: row.hash.toString('hex') }));
  }

  /**
   * How old the oldest unsealed row is, in seconds; 0 when all are sealed. An open transaction in any database of the cluster
   * holds the horizon, so this is what the alarm watches.
   */
  async lagSeconds(): Promise<number> {
    const { rows } = await this.pool.query<{ lag: string | null }>(
      `select extract(epoch from clock_timestamp() - min(e.at)) as lag
         from audit.chain c join audit.event e on e.firm_id = c.firm_id and e.xid >= c.to_xid`,
    );
    return Number(rows[0]?.lag ?? 0);
  }

  /**
   * Age in seconds of the oldest transaction of the cluster that has written and not ended: it holds the horizon, so nothing
   * committed after its start can be sealed. 0 when there is none. Other roles' transactions are seen by `pg_read_all_stats`.
   */
  async oldestWriterSeconds(): Promise<number> {
    const { rows } = await this.pool.query<{ age: string | null }>(
      `select extract(epoch from clock_timestamp() - min(started)) as age from (
         select xact_start as started from pg_stat_activity where backend_xid is not null
         union all select prepared from pg_prepared_xacts) w`,
    );
    return Number(rows[0]?.age ?? 0);
  }
}
