import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** The person and what hangs on it first: ways to reach them, leads, clients, households, tasks, notes and tags. */
export class People1764000000002 implements MigrationInterface {
  name = 'People1764000000002';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.person (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        book_id uuid not null,
        owner_id uuid,
        first_name text not null default '',
        last_name text not null default '',
        name_norm text collate "C" not null generated always as
          (lower(btrim(last_name || ' ' || first_name) collate "pg_c_utf8")) stored,
        language text not null default 'en',
        preferred_channel text check (preferred_channel in ('email', 'sms', 'phone')),
        time_zone text,
        time_zone_source text check (time_zone_source in ('stated', 'address', 'import')),
        address_line text,
        city text,
        state text,
        postal_code text,
        birth_date_sealed bytea,
        review_due_sealed bytea,
        last_contact_at timestamptz,
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, book_id) references app.book (firm_id, id),
        foreign key (firm_id, owner_id) references app.user (firm_id, id),
        check (first_name <> '' or last_name <> '')
      )`);
    // serves: name prefix search (data by ^@ under row-level security) and the list by name
    await q.query(`create index on app.person (firm_id, name_norm, id) where deleted_at is null`);
    // serves: the list by newest
    await q.query(`create index on app.person (firm_id, created_at desc, id desc) where deleted_at is null`);
    await q.query(`create index on app.person (firm_id, book_id)`);
    await q.query(`create index on app.person (firm_id, owner_id)`);
    await wall(q, 'app.person');
    await q.query(`create policy book_wall on app.person as restrictive to app_rw using (app.sees(book_id))`);
    await q.query(`
      create function app.sees_person(person uuid) returns boolean language plpgsql stable parallel safe set search_path = '' as $$
      begin
        if pg_catalog.current_setting('app.books', true) = '*' then return true; end if;
        return exists (select from app.person p where p.firm_id = app.firm() and p.id = person);
      end $$`);

    await q.query(`
      create table app.person_email (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        address text not null,
        address_norm text collate "C" not null generated always as (lower(btrim(address) collate "pg_c_utf8")) stored,
        label text not null default 'home',
        is_primary boolean not null default false,
        bounced_at timestamptz,
        removed_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(
      `create unique index on app.person_email (firm_id, person_id, address_norm) where removed_at is null`,
    );
    await q.query(
      `create unique index on app.person_email (firm_id, person_id) where is_primary and removed_at is null`,
    );
    // serves: whose address is this (inbound mail, public form); several people may share one
    await q.query(`create index on app.person_email (firm_id, address_norm) where removed_at is null`);
    await wall(q, 'app.person_email', { personColumn: 'person_id' });
    await q.query(`
      create table app.person_phone (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        number text not null,
        e164 text collate "C" not null check (e164 ~ '^\\+[1-9][0-9]{6,14}$'),
        label text not null default 'mobile',
        is_primary boolean not null default false,
        can_text boolean not null default true,
        removed_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(
      `create unique index on app.person_phone (firm_id, person_id, e164) where removed_at is null`,
    );
    await q.query(
      `create unique index on app.person_phone (firm_id, person_id) where is_primary and removed_at is null`,
    );
    // serves: whose number is this (inbound texts)
    await q.query(`create index on app.person_phone (firm_id, e164) where removed_at is null`);
    await wall(q, 'app.person_phone', { personColumn: 'person_id' });

    await q.query(`
      create table app.person_hold (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        reason text not null check (reason in ('death', 'complaint', 'do_not_contact', 'transfer', 'by_hand')),
        note_sealed bytea,
        since timestamptz not null,
        released_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    // serves: the gate row that every segment and every send reads
    await q.query(`create index on app.person_hold (firm_id, person_id) where released_at is null`);
    await wall(q, 'app.person_hold', { personColumn: 'person_id' });

    await q.query(`
      create table app.household (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        primary key (firm_id, id),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.household');
    await q.query(`
      create table app.household_member (
        firm_id uuid not null default app.firm(),
        household_id uuid not null,
        person_id uuid not null,
        role text not null check (role in ('head', 'spouse', 'child', 'parent', 'other')),
        removed_at timestamptz,
        primary key (firm_id, household_id, person_id),
        foreign key (firm_id, household_id) references app.household (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(
      `create unique index on app.household_member (firm_id, household_id) where role = 'head' and removed_at is null`,
    );
    await q.query(`create index on app.household_member (firm_id, person_id) where removed_at is null`);
    await wall(q, 'app.household_member', { personColumn: 'person_id' });

    await q.query(`
      create table app.lead_source (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        kind text not null check (kind in ('form', 'referral', 'advertising', 'event', 'import', 'other')),
        retired_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, name),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.lead_source');
    await q.query(`
      create table app.lead (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        source_id uuid not null,
        owner_id uuid,
        stage text not null default 'new' check (stage in ('new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost')),
        first_touch jsonb not null default '{}',
        last_touch jsonb not null default '{}',
        referred_by_id uuid,
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, source_id) references app.lead_source (firm_id, id),
        foreign key (firm_id, owner_id) references app.user (firm_id, id),
        foreign key (firm_id, referred_by_id) references app.person (firm_id, id)
      )`);
    await q.query(`create index on app.lead (firm_id, person_id)`);
    // serves: the board and the list by stage, newest first
    await q.query(
      `create index on app.lead (firm_id, stage, created_at desc, id desc) where deleted_at is null`,
    );
    await q.query(`create index on app.lead (firm_id, source_id)`);
    await q.query(`create index on app.lead (firm_id, owner_id)`);
    await q.query(`create index on app.lead (firm_id, referred_by_id)`);
    await wall(q, 'app.lead', { personColumn: 'person_id' });
    await q.query(`
      create table app.client (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        lead_id uuid,
        status text not null default 'active' check (status in ('active', 'former')),
        since date not null,
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, lead_id) references app.lead (firm_id, id)
      )`);
    await q.query(`create unique index on app.client (firm_id, person_id) where deleted_at is null`);
    await q.query(`create index on app.client (firm_id, lead_id)`);
    await wall(q, 'app.client', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
