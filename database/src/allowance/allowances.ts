import { createHmac } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';

/** What is counted; each kind has keys of its own. */
export type AllowanceKind =
  | 'key_request'
  | 'sign_in_failure'
  | 'link_failure'
  | 'reset_network'
  | 'reset_address'
  | 'reset_pair'
  | 'codec'
  | 'browser_fault'
  | 'domain_check'
  | 'test_message'
  | 'form'
  | 'form_network'
  | 'form_phone'
  | 'form_email';

/** So many within so long, counted from the first one. */
export interface Allowance {
  readonly kind: AllowanceKind;
  readonly most: number;
  readonly withinSeconds: number;
}

/**
 * The one limiter. It counts in Postgres, so that every process counts together, each time in a statement that commits by
 * itself: what is refused counts too, and a request that fails takes nothing back. Never call it inside a transaction, where it
 * would wait for a second connection while holding one, but by `inside`.
 */
export class Allowances {
  private readonly database: Pick<DataSource, 'query'>;
  private readonly key: Buffer;

  constructor(database: Pick<DataSource, 'query'>, key: Buffer) {
    this.database = database;
    this.key = key;
  }

  /** Counts in a transaction: what it undoes was not counted, and others wait at the same key until it ends. */
  inside(em: EntityManager): Allowances {
    return new Allowances(em, this.key);
  }

  /** Counts `n` more; false when that is too many. */
  async take({ kind, most, withinSeconds }: Allowance, key: string, n = 1): Promise<boolean> {
    const rows: { taken: number }[] = await this.database.query(
      `select directory.take_allowance($1, $2, $3, $4) as taken`,
      [kind, this.hash(kind, key), n, withinSeconds],
    );
    return (rows[0]?.taken ?? 0) <= most;
  }

  /** Whether nothing is left of it; looking counts nothing. */
  async isSpent({ kind, most }: Allowance, key: string): Promise<boolean> {
    const rows: { taken: number }[] = await this.database.query(
      `select directory.allowance_taken($1, $2) as taken`,
      [kind, this.hash(kind, key)],
    );
    return (rows[0]?.taken ?? 0) >= most;
  }

  private hash(kind: AllowanceKind, key: string): Buffer {
    return createHmac('sha256', this.key).update(`allowance:${kind}|${key}`).digest();
  }
}

/** Removes what is over; answers how many. */
export async function forgetAllowances(dataSource: DataSource): Promise<number> {
  const rows: { n: string }[] = await dataSource.query(`select directory.forget_allowances() as n`);
  return Number(rows[0]?.n ?? 0);
}
