import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** The day's work on people: tasks, notes, tags, meetings, document requests, milestones. */
export class Work1764000000003 implements MigrationInterface {
  name = 'Work1764000000003';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.task (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid,
        assignee_id uuid,
        title text not null check (title <> ''),
        detail_sealed bytea,
        due_at timestamptz,
        priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
        status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
        completed_at timestamptz,
        overdue_raised_at timestamptz,
        made_by text,
        effect_key text,
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, assignee_id) references app.user (firm_id, id)
      )`);
    // an automation's step makes its task once, however often it is repeated
    await q.query(`create unique index on app.task (firm_id, effect_key) where effect_key is not null`);
    await q.query(`create index on app.task (firm_id, person_id)`);
    // serves: my open tasks by due date
    await q.query(
      `create index on app.task (firm_id, assignee_id, due_at, id) where status = 'open' and deleted_at is null`,
    );
    // serves: the hourly look for tasks that have become overdue
    await q.query(
      `create index on app.task (firm_id, due_at) where status = 'open' and overdue_raised_at is null and deleted_at is null`,
    );
    await wall(q, 'app.task', { personColumn: 'person_id' });

    await q.query(`
      create table app.note (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        body_sealed bytea not null,
        effect_key text,
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(`create unique index on app.note (firm_id, effect_key) where effect_key is not null`);
    await q.query(`create index on app.note (firm_id, person_id, occurred_at desc, id desc)`);
    await wall(q, 'app.note', { personColumn: 'person_id' });

    await q.query(`
      create table app.tag (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        name_norm text collate "C" not null generated always as (lower(btrim(name) collate "pg_c_utf8")) stored,
        retired_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, name_norm),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.tag');
    await q.query(`
      create table app.person_tag (
        firm_id uuid not null default app.firm(),
        person_id uuid not null,
        tag_id uuid not null,
        added_at timestamptz not null default clock_timestamp(),
        removed_at timestamptz,
        primary key (firm_id, person_id, tag_id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, tag_id) references app.tag (firm_id, id)
      )`);
    await q.query(`create index on app.person_tag (firm_id, tag_id) where removed_at is null`);
    await wall(q, 'app.person_tag', { personColumn: 'person_id' });

    await q.query(`
      create table app.meeting (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        host_id uuid,
        title text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        time_zone text not null,
        place text,
        status text not null default 'booked' check (status in ('booked', 'cancelled', 'no_show', 'ended')),
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, host_id) references app.user (firm_id, id),
        check (ends_at > starts_at)
      )`);
    await q.query(`create index on app.meeting (firm_id, person_id, starts_at)`);
    await q.query(`create index on app.meeting (firm_id, host_id, starts_at) where status = 'booked'`);
    await wall(q, 'app.meeting', { personColumn: 'person_id' });

    await q.query(`
      create table app.document_request (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        title text not null check (title <> ''),
        status text not null default 'requested' check (status in ('requested', 'received', 'waived')),
        due_on date,
        effect_key text,
        occurred_at timestamptz not null default clock_timestamp(),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(
      `create unique index on app.document_request (firm_id, effect_key) where effect_key is not null`,
    );
    await q.query(`create index on app.document_request (firm_id, person_id)`);
    await wall(q, 'app.document_request', { personColumn: 'person_id' });

    // a stored 59 1/2 date is a birth date: the next 60 days only, refilled nightly; fired rows stay eight days
    await q.query(`
      create table app.person_milestone (
        firm_id uuid not null default app.firm(),
        person_id uuid not null,
        kind text not null check (kind in ('birthday', 'age_59_half', 'review_due', 'no_contact_90_days')),
        on_date date not null,
        fired_at timestamptz,
        primary key (firm_id, person_id, kind, on_date),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(`create index on app.person_milestone (firm_id, on_date) where fired_at is null`);
    await wall(q, 'app.person_milestone', {
      grants: 'select, insert, update, delete',
      personColumn: 'person_id',
    });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
