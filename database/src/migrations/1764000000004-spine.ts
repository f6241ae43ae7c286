import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/**
 * The outbox. Subjects are leased, not events: one event row; one lane per (consumer, subject) is cursor and lease; `seq` is
 * gapless per subject, under its row lock (a plain sequence would let a lower number commit later).
 */
export class Spine1764000000004 implements MigrationInterface {
  name = 'Spine1764000000004';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table spine.subject (
        firm_id uuid not null, subject_id uuid not null, head_seq bigint not null,
        primary key (firm_id, subject_id))`);
    await q.query(`
      create table spine.event (
        firm_id uuid not null, subject_id uuid not null, seq bigint not null,
        id uuid not null default uuidv7(),
        kind text not null,
        payload jsonb not null default '{}',
        origin text not null check (origin in ('live', 'import', 'backfill', 'restore', 'simulation')),
        actor text not null,
        correlation_id text not null,
        occurred_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, subject_id, seq))`);
    await q.query(`
      create table spine.consumer (
        firm_id uuid not null, name text not null, created_at timestamptz not null default clock_timestamp(), retired_at timestamptz,
        primary key (firm_id, name))`);
    await q.query(`
      create table spine.lane (
        consumer text not null, firm_id uuid not null, subject_id uuid not null,
        head_seq bigint not null, done_seq bigint not null,
        visible_at timestamptz not null default now(),
        lease_no bigint not null default 0,
        attempts int not null default 0,
        last_error text,
        primary key (consumer, firm_id, subject_id))`);
    // serves: the lease query, over lanes with work only
    await q.query(`create index on spine.lane (consumer, visible_at) where head_seq > done_seq`);
    await q.query(`
      create table spine.dead_letter (
        consumer text not null, firm_id uuid not null, subject_id uuid not null, seq bigint not null,
        error text not null, dead_at timestamptz not null default clock_timestamp(), resolved_at timestamptz,
        primary key (consumer, firm_id, subject_id, seq))`);

    for (const table of [
      'spine.subject',
      'spine.event',
      'spine.consumer',
      'spine.lane',
      'spine.dead_letter',
    ]) {
      await wall(q, table, { grants: 'select' });
      await q.query(`create policy relay_all on ${table} to app_relay using (true) with check (true)`);
      await q.query(`grant select, insert, update on ${table} to app_relay`);
    }
    await q.query(`grant insert, update on spine.consumer to app_rw`);
    // browsers, automations and timelines read events of people they may see
    await q.query(
      `create policy book_wall on spine.event as restrictive to app_rw using (app.sees_person(subject_id))`,
    );

    // takes no firm: a firm given as a parameter could be another's. Input arrives sorted by subject (unsorted deadlocks).
    await q.query(`
      create function spine.emit(events jsonb, origin text, actor text, correlation text) returns void
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare f uuid := app.firm(); e jsonb; s uuid; n bigint;
      begin
        for e in select value from jsonb_array_elements(events) with ordinality order by ordinality loop
          s := (e->>'subject_id')::uuid;
          insert into spine.subject as x (firm_id, subject_id, head_seq) values (f, s, 1)
            on conflict (firm_id, subject_id) do update set head_seq = x.head_seq + 1 returning head_seq into n;
          insert into spine.event (firm_id, subject_id, seq, kind, payload, origin, actor, correlation_id, occurred_at)
            values (f, s, n, e->>'kind', e->'payload', emit.origin, emit.actor, correlation, (e->>'occurred_at')::timestamptz);
          -- a new consumer gets no history: its lane begins just below the first event it sees
          insert into spine.lane as l (consumer, firm_id, subject_id, head_seq, done_seq)
            select c.name, f, s, n, n - 1 from spine.consumer c where c.firm_id = f and c.retired_at is null order by c.name
            on conflict (consumer, firm_id, subject_id) do update set head_seq = excluded.head_seq,
              visible_at = case when l.head_seq = l.done_seq then now() else l.visible_at end;
        end loop;
      end $$`);
    await definer(q, 'spine.emit(jsonb, text, text, text)', 'app_relay', 'app_rw, app_owner');
    await q.query(`
      create function spine.head_seq(person uuid) returns bigint
      language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select coalesce((select head_seq from spine.subject where firm_id = app.firm() and subject_id = person), 0) $$`);
    await definer(q, 'spine.head_seq(uuid)', 'app_relay', 'app_rw, app_owner');
  }

  async down(): Promise<void> {
    throw new Error('events are never dropped by a migration');
  }
}
