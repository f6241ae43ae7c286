import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/**
 * Append-only record versions and the audit log, sealed in batches into one hash chain a firm. A chain link per transaction
 * would serialise a firm's commits; the sealer chains everything below the snapshot horizon instead.
 */
export class Audit1764000000005 implements MigrationInterface {
  name = 'Audit1764000000005';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table audit.record_version (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        table_name text not null,
        record_id uuid not null,
        version int not null,
        change text not null check (change in ('create', 'update', 'delete', 'restore')),
        snapshot_sealed bytea not null,
        snapshot_hash bytea not null,
        actor text not null check (actor ~ '^(user|key|run|system|public):'),
        reason text,
        correlation_id text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id))`);
    // serves: the history of one record, and its state as of an instant
    await q.query(`create unique index on audit.record_version (firm_id, table_name, record_id, version)`);
    await wall(q, 'audit.record_version', { grants: 'select, insert' });

    await q.query(`
      create table audit.event (
        firm_id uuid not null default app.firm(),
        xid xid8 not null default pg_current_xact_id(),
        id uuid not null default uuidv7(),
        at timestamptz not null default clock_timestamp(),
        actor text not null check (actor ~ '^(user|key|run|system|public):'),
        action text not null,
        detail jsonb not null,
        correlation_id text not null,
        primary key (firm_id, xid, id))`);
    // serves: the audit page, newest first
    await q.query(`create index on audit.event (firm_id, at desc, id desc)`);
    await wall(q, 'audit.event', { grants: 'select, insert (actor, action, detail, correlation_id)' });

    await q.query(`
      create table audit.seal (
        firm_id uuid not null, no bigint not null, from_xid xid8 not null, to_xid xid8 not null, n int not null,
        rows_hash bytea not null, prev bytea not null, hash bytea not null, sealed_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, no))`);
    await q.query(`
      create table audit.chain (firm_id uuid not null default app.firm() primary key, no bigint not null default 0,
        to_xid xid8 not null default '0', hash bytea not null default '')`);
    await wall(q, 'audit.seal', { grants: 'select' });
    await wall(q, 'audit.chain', { grants: 'select, insert (firm_id)' });
    for (const table of ['audit.event', 'audit.seal', 'audit.chain']) {
      await q.query(`create policy sealer_all on ${table} to app_sealer using (true) with check (true)`);
      await q.query(`grant select on ${table} to app_sealer`);
    }
    await q.query(`grant insert on audit.seal to app_sealer`);
    await q.query(`grant update on audit.chain to app_sealer`);

    await q.query(`
      create function audit.row_hash(e audit.event) returns bytea language sql immutable set search_path = '' as $$
        select pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(
          e.firm_id, e.xid, e.id, pg_catalog.date_part('epoch', e.at), e.actor, e.action, e.detail, e.correlation_id)::text, 'UTF8')) $$`);
    await q.query(`
      create function audit.seal_hash(f uuid, no bigint, from_xid xid8, to_xid xid8, n int, rows_hash bytea, prev bytea)
      returns bytea language sql immutable set search_path = '' as $$
        select pg_catalog.sha256(pg_catalog.convert_to(
          pg_catalog.jsonb_build_array(f, no, from_xid, to_xid, n)::text, 'UTF8') || rows_hash || prev) $$`);
    // one sealer a firm at a time; everything below the horizon has ended, so nothing can still appear there
    await q.query(`
      create function audit.seal_firm(f uuid) returns int language plpgsql set search_path = pg_catalog, pg_temp as $$
      declare c audit.chain; hz xid8; n int; rh bytea; h bytea;
      begin
        select * into c from audit.chain where firm_id = f for update skip locked;
        if not found then return 0; end if;
        hz := pg_snapshot_xmin(pg_current_snapshot());
        select count(*), sha256(string_agg(audit.row_hash(e), ''::bytea order by e.xid, e.id)) into n, rh
          from audit.event e where e.firm_id = f and e.xid >= c.to_xid and e.xid < hz;
        if n = 0 then return 0; end if;
        h := audit.seal_hash(f, c.no + 1, c.to_xid, hz, n, rh, c.hash);
        insert into audit.seal (firm_id, no, from_xid, to_xid, n, rows_hash, prev, hash)
          values (f, c.no + 1, c.to_xid, hz, n, rh, c.hash, h);
        update audit.chain set no = c.no + 1, to_xid = hz, hash = h where firm_id = f;
        return n;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('the audit log is never dropped by a migration');
  }
}
