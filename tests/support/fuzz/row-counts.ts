import pg from 'pg';
import { inject } from 'vitest';
import type { FreshDatabase } from '../database.ts';

/** Attempts that are refused are counted: that is what these are for. */
const COUNTERS = ['directory.sign_in_failure', 'directory.allowance'];

/**
 * How many rows every table has, of all firms and of none; a change without a new row still leaves one in the audit log. Asked
 * as the database's administrator with one prepared statement: under row-level security it would cost ten times as much.
 */
export class RowCounts {
  private readonly client: pg.Client;
  private readonly statement: { name: string; text: string };
  private last: readonly string[] | undefined;

  private constructor(client: pg.Client, tables: readonly string[]) {
    this.client = client;
    const counts = tables.map((name) => `(select '${name} ' || count(*) from ${name})`);
    this.statement = { name: 'row-counts', text: `select array[${counts.join(', ')}] as counts` };
  }

  static async open(database: FreshDatabase): Promise<RowCounts> {
    const url = new URL(inject('postgres').adminUrl);
    url.pathname = new URL(database.app).pathname;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select n.nspname || '.' || quote_ident(c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('app', 'audit', 'directory', 'spine')
        order by 1`,
    );
    return new RowCounts(
      client,
      rows.map(({ name }) => name).filter((name) => !COUNTERS.includes(name)),
    );
  }

  /** As it is before a request: what was counted last, unless something was written since. */
  async before(): Promise<readonly string[]> {
    return this.last ?? this.count();
  }

  /** What differs from `before`, as it was and as it is. */
  async changedSince(before: readonly string[]): Promise<string[]> {
    const now = await this.count();
    return now.flatMap((count, index) => (count === before[index] ? [] : [`${before[index]} -> ${count}`]));
  }

  /** Something was written that may be. */
  forget(): void {
    this.last = undefined;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async count(): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ counts: string[] }>(this.statement);
    this.last = rows[0]?.counts ?? [];
    return this.last;
  }
}
