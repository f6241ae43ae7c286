import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLATFORM } from '../identity/platform.ts';
import { definer } from './wall.ts';

const ACTORS = `check (actor ~ '^(user|key|run|system|public|operator):')`;

/** A second factor of accounts, one-time tickets, and the operators of the platform, who stand outside firms. */
export class Operators1764000000100 implements MigrationInterface {
  name = 'Operators1764000000100';

  async up(q: QueryRunner): Promise<void> {
    for (const table of ['record_version', 'event']) {
      await q.query(
        `alter table audit.${table} drop constraint ${table}_actor_check, add constraint ${table}_actor_check ${ACTORS}`,
      );
    }
    // what operators do is chained like a firm's audit log, under the id that no firm has
    await q.query(`select set_config('app.firm_id', '${PLATFORM}', true)`);
    await q.query(`insert into audit.chain (firm_id) values ('${PLATFORM}')`);
    await q.query(`select set_config('app.firm_id', '', true)`);

    await q.query(`
      create table directory.totp (
        identity_id uuid not null primary key references directory.identity (id),
        secret_sealed bytea not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0,
        failures int not null default 0,
        failed_at timestamptz)`);
    await q.query(`
      create table directory.recovery_code (
        identity_id uuid not null references directory.identity (id), code_hash bytea not null, used_at timestamptz,
        primary key (identity_id, code_hash))`);
    // what lets somebody go on once: only the hash is kept
    await q.query(`
      create table directory.ticket (
        token_hash bytea not null primary key,
        identity_id uuid not null references directory.identity (id),
        purpose text not null check (purpose in ('operator_set_up', 'choose_firm', 'reset')),
        expires_at timestamptz not null, used_at timestamptz)`);
    await q.query(`create index on directory.ticket (identity_id)`);
    await q.query(`
      create table directory.operator (
        identity_id uuid not null primary key references directory.identity (id),
        name text not null check (name <> ''),
        added_at timestamptz not null default clock_timestamp(), removed_at timestamptz)`);
    await q.query(`
      create table directory.operator_session (
        id uuid not null default uuidv7() primary key,
        identity_id uuid not null references directory.operator (identity_id),
        token_hash bytea not null unique, user_agent text not null default '',
        created_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(), revoked_at timestamptz)`);
    await q.query(`create index on directory.operator_session (identity_id) where revoked_at is null`);
    for (const table of ['totp', 'recovery_code', 'ticket']) {
      await q.query(`grant select, insert, update, delete on directory.${table} to app_directory`);
    }
    for (const table of ['operator', 'operator_session']) {
      await q.query(`grant select, insert, update on directory.${table} to app_directory`);
    }
    await secondFactor(q);
    await tickets(q);
    await operators(q);
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}

/** One function of the directory, callable by the application. */
async function entry(q: QueryRunner, signature: string, returns: string, body: string): Promise<void> {
  const types = signature.replace(/(\w+) (\w+(\[\])?)(?=[,)])/g, '$2');
  await q.query(
    `create function directory.${signature} returns ${returns}
       language sql security definer set search_path = '' as $$ ${body} $$`,
  );
  await definer(q, `directory.${types}`, 'app_directory', 'app_rw, app_owner');
}

async function secondFactor(q: QueryRunner): Promise<void> {
  await entry(
    q,
    'totp_of(who uuid)',
    'table (secret_sealed bytea, confirmed boolean, last_step bigint, failures int)',
    `select t.secret_sealed, t.confirmed_at is not null, t.last_step,
            case when t.failed_at > pg_catalog.clock_timestamp() - interval '15 minutes' then t.failures else 0 end
       from directory.totp t where t.identity_id = who`,
  );
  // a confirmed secret is never overwritten: it is removed first, by somebody who may
  await entry(
    q,
    'begin_totp(who uuid, secret bytea)',
    'setof boolean',
    `insert into directory.totp as t (identity_id, secret_sealed) values (who, secret)
       on conflict (identity_id) do update set secret_sealed = excluded.secret_sealed, failures = 0
         where t.confirmed_at is null returning true`,
  );
  // a step counts once: of two that come with the same code, one is first
  await entry(
    q,
    'use_totp(who uuid, step bigint)',
    'setof boolean',
    `update directory.totp t set last_step = step, failures = 0, confirmed_at = coalesce(t.confirmed_at, pg_catalog.clock_timestamp())
      where t.identity_id = who and t.last_step < step returning true`,
  );
  await entry(
    q,
    'note_totp_failure(who uuid)',
    'void',
    `update directory.totp t set failed_at = pg_catalog.clock_timestamp(),
        failures = case when t.failed_at > pg_catalog.clock_timestamp() - interval '15 minutes' then t.failures + 1 else 1 end
      where t.identity_id = who`,
  );
  await entry(
    q,
    'remove_totp(who uuid)',
    'void',
    `delete from directory.recovery_code where identity_id = who;
     delete from directory.totp where identity_id = who`,
  );
  await entry(
    q,
    'put_recovery_codes(who uuid, hashes bytea[])',
    'void',
    `delete from directory.recovery_code where identity_id = who;
     insert into directory.recovery_code (identity_id, code_hash) select who, h from unnest(hashes) h`,
  );
  await entry(
    q,
    'use_recovery_code(who uuid, hash bytea)',
    'setof boolean',
    `update directory.recovery_code set used_at = pg_catalog.clock_timestamp()
      where identity_id = who and code_hash = hash and used_at is null returning true`,
  );
}

async function tickets(q: QueryRunner): Promise<void> {
  await entry(
    q,
    'add_ticket(hash bytea, who uuid, why text, minutes int)',
    'void',
    `update directory.ticket set used_at = pg_catalog.clock_timestamp()
      where identity_id = who and purpose = why and used_at is null;
     insert into directory.ticket (token_hash, identity_id, purpose, expires_at)
       values (hash, who, why, pg_catalog.clock_timestamp() + pg_catalog.make_interval(mins => minutes))`,
  );
  await entry(
    q,
    'find_ticket(hash bytea, why text)',
    'setof uuid',
    `select t.identity_id from directory.ticket t
      where t.token_hash = hash and t.purpose = why and t.used_at is null and t.expires_at > pg_catalog.clock_timestamp()`,
  );
  await entry(
    q,
    'use_ticket(hash bytea, why text)',
    'setof uuid',
    `update directory.ticket t set used_at = pg_catalog.clock_timestamp()
      where t.token_hash = hash and t.purpose = why and t.used_at is null and t.expires_at > pg_catalog.clock_timestamp()
      returning t.identity_id`,
  );
}

async function operators(q: QueryRunner): Promise<void> {
  await entry(
    q,
    'set_password(who uuid, password text)',
    'void',
    `update directory.identity set password_hash = password where id = who`,
  );
  await entry(
    q,
    'add_operator(who uuid, called text)',
    'void',
    `insert into directory.operator (identity_id, name) values (who, called)
       on conflict (identity_id) do update set name = excluded.name, removed_at = null`,
  );
  await entry(
    q,
    'operator_of(who uuid)',
    'table (name text)',
    `select o.name from directory.operator o where o.identity_id = who and o.removed_at is null`,
  );
  await entry(
    q,
    'remove_operator(who uuid)',
    'void',
    `update directory.operator set removed_at = pg_catalog.clock_timestamp() where identity_id = who;
     update directory.operator_session set revoked_at = pg_catalog.clock_timestamp()
      where identity_id = who and revoked_at is null`,
  );
  await entry(
    q,
    'open_operator_session(who uuid, hash bytea, agent text)',
    'void',
    `insert into directory.operator_session (identity_id, token_hash, user_agent) values (who, hash, agent)`,
  );
  // notes that it was used; an hour without use ends it, and so do twelve with
  await entry(
    q,
    'find_operator_session(hash bytea)',
    'table (id uuid, identity_id uuid, name text)',
    `update directory.operator_session s set last_seen_at = pg_catalog.clock_timestamp()
       from directory.operator o
      where s.token_hash = hash and s.revoked_at is null and o.identity_id = s.identity_id and o.removed_at is null
        and s.last_seen_at > pg_catalog.clock_timestamp() - interval '1 hour'
        and s.created_at > pg_catalog.clock_timestamp() - interval '12 hours'
      returning s.id, s.identity_id, o.name`,
  );
  await entry(
    q,
    'revoke_operator_session(session uuid)',
    'void',
    `update directory.operator_session set revoked_at = pg_catalog.clock_timestamp() where id = session and revoked_at is null`,
  );
}
