import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** What steps of automations tell other systems, and systems whose calls start automations. */
export class WebhookMessages1764000000141 implements MigrationInterface {
  name = 'WebhookMessages1764000000141';

  async up(q: QueryRunner): Promise<void> {
    // its id is the `webhook-id` of every attempt: a receiver that acted and did not answer does it once
    await q.query(`
      create table app.webhook_message (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        endpoint_id uuid not null,
        person_id uuid not null,
        automation_id uuid not null,
        enrolment_id uuid not null,
        node text not null,
        effect_key text not null,
        claim_seq bigint not null,
        -- since the step began or a person had it tried again
        failures int not null default 0,
        occurred_at timestamptz not null,
        delivered_at timestamptz,
        primary key (firm_id, id),
        unique (firm_id, effect_key),
        foreign key (firm_id, endpoint_id) references app.webhook_endpoint (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, enrolment_id) references app.enrolment (firm_id, id)
      )`);
    await q.query(`create index on app.webhook_message (firm_id, endpoint_id)`);
    await q.query(`create index on app.webhook_message (firm_id, person_id)`);
    await q.query(`create index on app.webhook_message (firm_id, enrolment_id)`);
    await wall(q, 'app.webhook_message', { personColumn: 'person_id' });

    await q.query(`
      create table app.webhook_source (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        -- the last part of its address, found by hash and shown to who may see sources
        token_hash bytea not null,
        token_sealed bytea not null,
        secret_sealed bytea not null,
        old_secret_sealed bytea,
        old_secret_until timestamptz,
        -- where people land whom nobody knows yet
        book_id uuid not null,
        lead_source_id uuid not null,
        disabled_at timestamptz,
        deleted_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, book_id) references app.book (firm_id, id),
        foreign key (firm_id, lead_source_id) references app.lead_source (firm_id, id)
      )`);
    await q.query(`create unique index on app.webhook_source (firm_id, token_hash)`);
    await q.query(`create index on app.webhook_source (firm_id, book_id)`);
    await q.query(`create index on app.webhook_source (firm_id, lead_source_id)`);
    await wall(q, 'app.webhook_source');
    // the body is kept sealed: for a known person it is a proposal that somebody may read, and changes nothing
    await q.query(`
      create table app.webhook_call (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        source_id uuid not null,
        message_id text not null,
        person_id uuid,
        verdict text check (verdict in ('new_person', 'known_person')),
        body_sealed bytea not null,
        occurred_at timestamptz not null,
        primary key (firm_id, id),
        unique (firm_id, source_id, message_id),
        foreign key (firm_id, source_id) references app.webhook_source (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(`create index on app.webhook_call (firm_id, person_id)`);
    await wall(q, 'app.webhook_call', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
