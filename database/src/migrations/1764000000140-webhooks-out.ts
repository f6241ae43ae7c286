import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/**
 * Endpoints of other systems that are told of events. Each is a consumer with lanes of its own; while it is disabled its
 * consumer pauses, and the lanes keep the place where it stopped.
 */
export class WebhooksOut1764000000140 implements MigrationInterface {
  name = 'WebhooksOut1764000000140';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.webhook_endpoint (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        url text not null,
        description text not null check (description <> ''),
        event_kinds text[] not null,
        secret_sealed bytea not null,
        -- signs beside the new one until then
        old_secret_sealed bytea,
        old_secret_until timestamptz,
        failing_since timestamptz,
        disabled_at timestamptz,
        disabled_why text check (disabled_why in ('by_hand', 'failing', 'gone')),
        deleted_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        check ((disabled_at is null) = (disabled_why is null))
      )`);
    await wall(q, 'app.webhook_endpoint');
    // never a body: an attempt is who was told of what, and how it went
    await q.query(`
      create table app.webhook_attempt (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        endpoint_id uuid not null,
        message_id uuid not null,
        type text not null,
        person_id uuid,
        seq bigint,
        replay boolean not null default false,
        at timestamptz not null,
        duration_ms int not null,
        status int,
        error_code text,
        primary key (firm_id, id),
        foreign key (firm_id, endpoint_id) references app.webhook_endpoint (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    // serves: the log of one endpoint, newest first
    await q.query(`create index on app.webhook_attempt (firm_id, endpoint_id, id desc)`);
    await q.query(`create index on app.webhook_attempt (firm_id, person_id)`);
    await wall(q, 'app.webhook_attempt', { grants: 'select, insert', personColumn: 'person_id' });

    // a notice about the firm's own affairs is about nobody
    await q.query(`alter table app.notice alter column person_id drop not null`);

    await q.query(`alter table spine.consumer add column paused_at timestamptz`);
    await q.query(`alter table spine.lane add column replay_to bigint not null default 0`);
    await q.query(`
      create function spine.catch_up(consumer_name text) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as $$
        update spine.lane set done_seq = head_seq, attempts = 0, last_error = null
          where firm_id = app.firm() and consumer = consumer_name and head_seq > done_seq $$`);
    await definer(q, 'spine.catch_up(text)', 'app_relay', 'app_rw, app_owner');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
