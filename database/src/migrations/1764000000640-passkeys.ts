import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

/** Passkeys of accounts, and the challenges that their answers must be to. */
export class Passkeys1764000000640 implements MigrationInterface {
  name = 'Passkeys1764000000640';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table directory.passkey (
        id uuid primary key default uuidv7(),
        credential_id text not null unique,
        identity_id uuid not null references directory.identity (id) on delete cascade,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null default '{}',
        name text not null check (name <> ''),
        created_at timestamptz not null default clock_timestamp(),
        last_used_at timestamptz)`);
    await q.query(`create index on directory.passkey (identity_id)`);
    await q.query(`
      create table directory.passkey_challenge (
        hash bytea primary key, expires_at timestamptz not null)`);
    // serves: forgetting those that ran out
    await q.query(`create index on directory.passkey_challenge (expires_at)`);
    await q.query(`grant select, insert, update, delete on directory.passkey to app_directory`);
    await q.query(`grant select, insert, delete on directory.passkey_challenge to app_directory`);
    await q.query(`
      alter table directory.ticket drop constraint ticket_purpose_check,
        add constraint ticket_purpose_check check (purpose in ('operator_set_up', 'choose_firm',
          'choose_firm_by_provider', 'choose_firm_by_passkey', 'second_factor_set_up', 'reset'))`);
    const functions: [signature: string, types: string, returns: string, body: string][] = [
      [
        'add_challenge(h bytea, minutes int)',
        'add_challenge(bytea, int)',
        'void',
        `delete from directory.passkey_challenge c where c.expires_at < clock_timestamp();
         insert into directory.passkey_challenge (hash, expires_at)
         values (h, clock_timestamp() + minutes * interval '1 minute')`,
      ],
      [
        'use_challenge(h bytea)',
        'use_challenge(bytea)',
        'setof boolean',
        `delete from directory.passkey_challenge c where c.hash = h and c.expires_at > clock_timestamp() returning true`,
      ],
      [
        'add_passkey(who uuid, credential text, public_key bytea, counter bigint, transports text[], name text)',
        'add_passkey(uuid, text, bytea, bigint, text[], text)',
        'setof uuid',
        `insert into directory.passkey (identity_id, credential_id, public_key, counter, transports, name)
         values (who, credential, public_key, counter, transports, name)
         on conflict (credential_id) do nothing returning id`,
      ],
      [
        'passkeys_of(who uuid)',
        'passkeys_of(uuid)',
        `table (id uuid, credential_id text, transports text[], name text, created_at timestamptz, last_used_at timestamptz)`,
        `select p.id, p.credential_id, p.transports, p.name, p.created_at, p.last_used_at
           from directory.passkey p where p.identity_id = who order by p.created_at`,
      ],
      [
        'passkey(credential text)',
        'passkey(text)',
        'table (identity_id uuid, public_key bytea, counter bigint, transports text[])',
        `select p.identity_id, p.public_key, p.counter, p.transports
           from directory.passkey p where p.credential_id = credential`,
      ],
      [
        'passkey_used(credential text, to_counter bigint)',
        'passkey_used(text, bigint)',
        'void',
        `update directory.passkey p set counter = to_counter, last_used_at = clock_timestamp()
          where p.credential_id = credential`,
      ],
      [
        'remove_passkey(who uuid, passkey uuid)',
        'remove_passkey(uuid, uuid)',
        'setof text',
        `delete from directory.passkey p where p.identity_id = who and p.id = passkey returning p.name`,
      ],
    ];
    for (const [signature, types, returns, body] of functions) {
      await q.query(`
        create function directory.${signature} returns ${returns}
        language sql security definer set search_path = '' as $$ ${body} $$`);
      await definer(q, `directory.${types}`, 'app_directory', 'app_rw, app_owner');
    }
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
