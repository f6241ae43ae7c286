import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Definitions, immutable plans, the people inside them, and a receipt for every step. */
export class Automations1764000000007 implements MigrationInterface {
  name = 'Automations1764000000007';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.automation (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        owner_id uuid,
        live_hash text,
        live_number int,
        pause_mode text check (pause_mode in ('freeze', 'holdSends')),
        paused_at timestamptz,
        stopped_at timestamptz,
        stop_reason text,
        archived_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, owner_id) references app.user (firm_id, id),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await q.query(`create index on app.automation (firm_id, owner_id)`);
    await wall(q, 'app.automation');
    await q.query(`
      create table app.plan (
        firm_id uuid not null default app.firm(),
        hash text not null,
        automation_id uuid not null,
        body jsonb not null,
        definition jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, hash),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id)
      )`);
    await q.query(`create index on app.plan (firm_id, automation_id)`);
    await wall(q, 'app.plan', { grants: 'select, insert' });
    await q.query(`
      create table app.automation_version (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        automation_id uuid not null,
        number int not null,
        status text not null default 'draft' check (status in ('draft', 'submitted', 'approved', 'live', 'retired')),
        definition jsonb not null,
        plan_hash text,
        author text not null,
        approver text,
        note text,
        published_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        unique (firm_id, automation_id, number),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id),
        foreign key (firm_id, plan_hash) references app.plan (firm_id, hash)
      )`);
    await q.query(`create index on app.automation_version (firm_id, plan_hash)`);
    await q.query(
      `create unique index on app.automation_version (firm_id, automation_id) where status = 'draft'`,
    );
    await q.query(
      `create unique index on app.automation_version (firm_id, automation_id) where status = 'live'`,
    );
    await wall(q, 'app.automation_version');
    // what starts people: one row a live automation, read by the relay for each event
    await q.query(`
      create table app.automation_trigger (
        firm_id uuid not null default app.firm(),
        automation_id uuid not null,
        kind text not null,
        params jsonb not null default '{}',
        plan_hash text not null,
        settings jsonb not null,
        primary key (firm_id, automation_id),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id),
        foreign key (firm_id, plan_hash) references app.plan (firm_id, hash)
      )`);
    await q.query(`create index on app.automation_trigger (firm_id, kind)`);
    await q.query(`create index on app.automation_trigger (firm_id, plan_hash)`);
    await wall(q, 'app.automation_trigger', { grants: 'select, insert, update, delete' });
    await q.query(`
      create table app.enrolment (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        automation_id uuid not null,
        person_id uuid not null,
        occurrence text not null,
        plan_hash text not null,
        chain text,
        seg int not null default 0,
        state jsonb not null,
        out jsonb,
        at text not null,
        wake_at timestamptz,
        why text,
        status text not null default 'active' check (status in ('active', 'attention', 'ended')),
        outcome text,
        pause_mode text check (pause_mode in ('freeze', 'holdSends')),
        paused_at timestamptz,
        listens text[] not null default '{}',
        occurred_at timestamptz not null,
        ended_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, automation_id, person_id, occurrence),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, plan_hash) references app.plan (firm_id, hash)
      )`);
    // serves: the relay's question, who of this person's runs is open
    await q.query(`create index on app.enrolment (firm_id, person_id) where status <> 'ended'`);
    // serves: people inside an automation, by node; needs-attention queue
    await q.query(`create index on app.enrolment (firm_id, automation_id, status, at)`);
    await q.query(`create index on app.enrolment (firm_id, plan_hash)`);
    await wall(q, 'app.enrolment', { personColumn: 'person_id' });
    // why somebody did not enter: the answer to a question that would otherwise have none
    await q.query(`
      create table app.enrolment_refusal (
        firm_id uuid not null default app.firm(),
        automation_id uuid not null,
        person_id uuid not null,
        event_seq bigint not null,
        reason text not null check (reason in ('already_inside', 'entered_before', 'too_soon', 'filter', 'daily_limit', 'stopped', 'held')),
        at timestamptz not null default clock_timestamp(),
        primary key (firm_id, automation_id, person_id, event_seq),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(`create index on app.enrolment_refusal (firm_id, person_id)`);
    await wall(q, 'app.enrolment_refusal', { grants: 'select, insert', personColumn: 'person_id' });
    await q.query(`
      create table app.step_event (
        firm_id uuid not null default app.firm(),
        enrolment_id uuid not null,
        n int not null,
        step jsonb not null,
        facts_sealed bytea,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, enrolment_id, n),
        foreign key (firm_id, enrolment_id) references app.enrolment (firm_id, id)
      )`);
    await wall(q, 'app.step_event', { grants: 'select, insert' });
    await q.query(`
      create table app.enrolment_control (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        enrolment_id uuid not null,
        control jsonb not null,
        actor text not null,
        taken_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, enrolment_id) references app.enrolment (firm_id, id)
      )`);
    // serves: a queued send looks for an intent that has not reached its run yet
    await q.query(`create index on app.enrolment_control (firm_id, enrolment_id) where taken_at is null`);
    await wall(q, 'app.enrolment_control');
    await q.query(`
      create table app.approval (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        enrolment_id uuid not null,
        person_id uuid not null,
        effect_key text not null,
        question text not null,
        assignee_id uuid,
        decision text check (decision in ('approved', 'rejected')),
        decided_by text,
        decided_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        unique (firm_id, effect_key),
        foreign key (firm_id, enrolment_id) references app.enrolment (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, assignee_id) references app.user (firm_id, id)
      )`);
    await q.query(`create index on app.approval (firm_id, enrolment_id)`);
    await q.query(`create index on app.approval (firm_id, person_id)`);
    // serves: what waits for my decision
    await q.query(`create index on app.approval (firm_id, assignee_id) where decision is null`);
    await wall(q, 'app.approval', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
