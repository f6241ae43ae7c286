import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/** Accounts stand outside firms and are reached by definer functions only; sessions belong to a firm's user. */
export class Identity1764000000009 implements MigrationInterface {
  name = 'Identity1764000000009';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table directory.identity (
        id uuid not null default uuidv7() primary key,
        email_hash bytea not null unique,
        password_hash text not null,
        created_at timestamptz not null default clock_timestamp())`);
    // wrong passwords by (account, network): an attacker elsewhere does not lock the owner out
    await q.query(`
      create table directory.sign_in_failure (
        email_hash bytea not null, network text not null, failures int not null, last_at timestamptz not null,
        primary key (email_hash, network))`);
    await q.query(`grant select, insert, update on directory.identity to app_directory`);
    await q.query(`grant select, insert, update, delete on directory.sign_in_failure to app_directory`);
    await q.query(`
      create function directory.identity_of(h bytea) returns table (id uuid, password_hash text)
      language sql stable security definer set search_path = '' as $$
        select i.id, i.password_hash from directory.identity i where i.email_hash = h $$`);
    await q.query(`
      create function directory.add_identity(h bytea, password text) returns uuid
      language sql security definer set search_path = '' as $$
        insert into directory.identity (email_hash, password_hash) values (h, password) returning id $$`);
    await q.query(`
      create function directory.failures(h bytea, net text) returns table (failures int, last_at timestamptz)
      language sql stable security definer set search_path = '' as $$
        select f.failures, f.last_at from directory.sign_in_failure f where f.email_hash = h and f.network = net $$`);
    await q.query(`
      create function directory.note_failure(h bytea, net text) returns void
      language sql security definer set search_path = '' as $$
        insert into directory.sign_in_failure as f (email_hash, network, failures, last_at) values (h, net, 1, pg_catalog.clock_timestamp())
          on conflict (email_hash, network) do update set last_at = pg_catalog.clock_timestamp(),
            failures = case when f.last_at < pg_catalog.clock_timestamp() - interval '15 minutes' then 1 else f.failures + 1 end $$`);
    await q.query(`
      create function directory.forget_failures(h bytea, net text) returns void
      language sql security definer set search_path = '' as $$
        delete from directory.sign_in_failure where email_hash = h and network = net $$`);
    for (const signature of [
      'directory.identity_of(bytea)',
      'directory.add_identity(bytea, text)',
      'directory.failures(bytea, text)',
      'directory.note_failure(bytea, text)',
      'directory.forget_failures(bytea, text)',
    ]) {
      await definer(q, signature, 'app_directory', 'app_rw, app_owner');
    }
    await q.query(`
      create table app.session (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        user_id uuid not null,
        token_hash bytea not null,
        user_agent text not null default '',
        created_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(),
        revoked_at timestamptz,
        primary key (firm_id, id),
        foreign key (firm_id, user_id) references app.user (firm_id, id))`);
    // serves: each request
    await q.query(`create unique index on app.session (firm_id, token_hash)`);
    await q.query(`create index on app.session (firm_id, user_id) where revoked_at is null`);
    await wall(q, 'app.session');
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
