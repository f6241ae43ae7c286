import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

/**
 * How often somebody has asked within a while: one row a visitor, counted for every process. Outside firms, because most are
 * counted before anybody knows the firm; by keyed hashes, so it names nobody. Unlogged: a count costs no flush of the log, is in
 * no backup, and begins anew after a crash of Postgres. `app.form_allowance` counts no more; it stays for processes of the
 * release before.
 */
export class Allowances1764000000341 implements MigrationInterface {
  name = 'Allowances1764000000341';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create unlogged table directory.allowance (
        kind text not null, key_hash bytea not null, since timestamptz not null, until timestamptz not null, taken int not null,
        primary key (kind, key_hash))`);
    // serves: forgetting those that are over
    await q.query(`create index on directory.allowance (until)`);
    await q.query(`grant select, insert, update, delete on directory.allowance to app_directory`);
    const functions: [signature: string, types: string, returns: string, body: string][] = [
      [
        'take_allowance(k text, h bytea, n int, seconds int)',
        'take_allowance(text, bytea, int, int)',
        'int',
        `insert into directory.allowance as a (kind, key_hash, since, until, taken)
           values (k, h, pg_catalog.clock_timestamp(), pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => seconds), n)
           on conflict (kind, key_hash) do update set
             taken = case when a.until <= excluded.since then n else least(a.taken::bigint + n, 2147483647)::int end,
             since = case when a.until <= excluded.since then excluded.since else a.since end,
             until = case when a.until <= excluded.since then excluded.until else a.until end
         returning a.taken`,
      ],
      [
        'allowance_taken(k text, h bytea)',
        'allowance_taken(text, bytea)',
        'int',
        `select coalesce((select a.taken from directory.allowance a
            where a.kind = k and a.key_hash = h and a.until > pg_catalog.clock_timestamp()), 0)`,
      ],
      [
        'forget_allowances()',
        'forget_allowances()',
        'bigint',
        `with gone as (delete from directory.allowance where until <= pg_catalog.clock_timestamp() returning 1)
         select pg_catalog.count(*) from gone`,
      ],
    ];
    for (const [signature, types, returns, body] of functions) {
      await q.query(
        `create function directory.${signature} returns ${returns}
           language sql security definer set search_path = '' as $$ ${body} $$`,
      );
      await definer(q, `directory.${types}`, 'app_directory', 'app_rw, app_owner');
    }
  }

  async down(): Promise<void> {
    throw new Error('counts are not taken back by a migration');
  }
}
