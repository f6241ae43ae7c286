import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/** What stands at the edge: the directory that finds a firm, idempotency keys, public forms. */
export class Edge1764000000008 implements MigrationInterface {
  name = 'Edge1764000000008';

  async up(q: QueryRunner): Promise<void> {
    // found before the firm is known; keyed hashes only
    await q.query(`
      create table directory.entry (
        kind text not null check (kind in ('login', 'phone', 'mailbox', 'form', 'delivery')),
        key_hash bytea not null, firm_id uuid not null, target_id uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (kind, key_hash, firm_id, target_id))`);
    // one login may belong to several firms; everything else to one
    await q.query(`create unique index on directory.entry (kind, key_hash) where kind <> 'login'`);
    await q.query(`grant select, insert, delete on directory.entry to app_directory`);
    await q.query(`
      create function directory.find(k text, h bytea) returns table (firm_id uuid, target_id uuid)
      language sql stable security definer set search_path = '' as $$
        select e.firm_id, e.target_id from directory.entry e where e.kind = k and e.key_hash = h $$`);
    await q.query(`
      create function directory.put(k text, h bytea, target uuid) returns void
      language sql security definer set search_path = '' as $$
        insert into directory.entry (kind, key_hash, firm_id, target_id) values (k, h, app.firm(), target) on conflict do nothing $$`);
    await q.query(`
      create function directory.remove(k text, h bytea, target uuid) returns void
      language sql security definer set search_path = '' as $$
        delete from directory.entry where kind = k and key_hash = h and firm_id = app.firm() and target_id = target $$`);
    await definer(q, 'directory.find(text, bytea)', 'app_directory', 'app_rw, app_owner');
    await definer(q, 'directory.put(text, bytea, uuid)', 'app_directory', 'app_rw, app_owner');
    await definer(q, 'directory.remove(text, bytea, uuid)', 'app_directory', 'app_rw, app_owner');

    await q.query(`
      create table app.idempotency (
        firm_id uuid not null default app.firm(),
        actor text not null,
        key text not null check (length(key) between 8 and 200),
        route text not null,
        body_hash bytea not null,
        status int,
        result_id uuid,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, actor, key))`);
    await wall(q, 'app.idempotency');

    await q.query(`
      create table app.lead_form (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        title text not null check (title <> ''),
        source_id uuid not null,
        book_id uuid not null,
        owner_id uuid,
        consent_version int not null default 1,
        consent_email text not null,
        consent_sms text not null,
        allowed_origins text[] not null default '{}',
        retired_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, source_id) references app.lead_source (firm_id, id),
        foreign key (firm_id, book_id) references app.book (firm_id, id),
        foreign key (firm_id, owner_id) references app.user (firm_id, id)
      )`);
    for (const column of ['source_id', 'book_id', 'owner_id']) {
      await q.query(`create index on app.lead_form (firm_id, ${column})`);
    }
    await wall(q, 'app.lead_form');
    await q.query(`
      create table app.form_submission (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        form_id uuid not null,
        submission_key text not null,
        person_id uuid,
        lead_id uuid,
        answers_sealed bytea not null,
        verdict text not null check (verdict in ('lead', 'known_person', 'robot')),
        occurred_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, form_id, submission_key),
        foreign key (firm_id, form_id) references app.lead_form (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, lead_id) references app.lead (firm_id, id)
      )`);
    await q.query(`create index on app.form_submission (firm_id, person_id)`);
    await q.query(`create index on app.form_submission (firm_id, lead_id)`);
    await wall(q, 'app.form_submission', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
