import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/** Invitations, the letters that carry their links, versions of books, and what a reset of a password must reach. */
export class Accounts1764000000101 implements MigrationInterface {
  name = 'Accounts1764000000101';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.book add column version int not null default 1`);
    await q.query(`
      create table app.letter (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        kind text not null check (kind in ('invitation', 'reset')),
        user_id uuid,
        address_sealed bytea not null,
        words_sealed bytea,
        status text not null default 'waiting'
          check (status in ('waiting', 'handing_over', 'sent', 'refused', 'unknown', 'too_late')),
        reason text,
        not_after timestamptz not null,
        handed_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, user_id) references app.user (firm_id, id))`);
    await q.query(`create index on app.letter (firm_id, user_id)`);
    await wall(q, 'app.letter');
    await q.query(`
      create table app.invitation (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        email text not null,
        display_name text not null check (display_name <> ''),
        role text not null check (role in ('owner', 'advisor', 'assistant', 'compliance', 'operations')),
        book_ids uuid[] not null default '{}',
        token_hash bytea not null,
        letter_id uuid not null,
        expires_at timestamptz not null,
        accepted_at timestamptz,
        withdrawn_at timestamptz,
        user_id uuid,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, letter_id) references app.letter (firm_id, id),
        foreign key (firm_id, user_id) references app.user (firm_id, id))`);
    // serves: the link of a letter
    await q.query(`create unique index on app.invitation (firm_id, token_hash)`);
    await q.query(`create index on app.invitation (firm_id, letter_id)`);
    await q.query(`create index on app.invitation (firm_id, user_id)`);
    await wall(q, 'app.invitation');

    // letters of all firms that wait for their workflow: ids only, gone once it is started
    await q.query(`
      create table directory.letter_due (
        letter_id uuid not null primary key, firm_id uuid not null, at timestamptz not null default clock_timestamp())`);
    await q.query(`grant select, insert, delete on directory.letter_due to app_directory`);
    const functions: [signature: string, types: string, returns: string, body: string][] = [
      [
        'put_letter(letter uuid)',
        'put_letter(uuid)',
        'void',
        `insert into directory.letter_due (letter_id, firm_id) values (letter, app.firm())`,
      ],
      [
        'letters_due(most int)',
        'letters_due(int)',
        'table (firm_id uuid, letter_id uuid)',
        `select d.firm_id, d.letter_id from directory.letter_due d order by d.at limit most`,
      ],
      [
        'letter_started(letter uuid)',
        'letter_started(uuid)',
        'void',
        `delete from directory.letter_due where letter_id = letter`,
      ],
      [
        'memberships_of(who uuid)',
        'memberships_of(uuid)',
        'table (firm_id uuid, user_id uuid)',
        `select e.firm_id, e.target_id from directory.identity i
           join directory.entry e on e.kind = 'login' and e.key_hash = i.email_hash where i.id = who`,
      ],
      [
        'revoke_operator_sessions(who uuid)',
        'revoke_operator_sessions(uuid)',
        'void',
        `update directory.operator_session set revoked_at = pg_catalog.clock_timestamp()
          where identity_id = who and revoked_at is null`,
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
    throw new Error('accounts are never dropped by a migration');
  }
}
