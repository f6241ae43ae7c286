import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Messages that people write, kept before anything is started for them: a click is never lost. */
export class MessageOrders1764000000012 implements MigrationInterface {
  name = 'MessageOrders1764000000012';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.message_order (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        channel text not null check (channel in ('email', 'sms')),
        purpose text not null check (purpose in ('service', 'marketing')),
        words_sealed bytea not null,
        address_sealed bytea,
        answers_keyword_at timestamptz,
        send_at timestamptz,
        not_after timestamptz not null,
        status text not null default 'waiting' check (status in ('waiting', 'sent', 'refused', 'failed', 'cancelled')),
        why text,
        next_try_at timestamptz,
        communication_id uuid,
        author text not null,
        occurred_at timestamptz not null,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, communication_id) references app.communication (firm_id, id)
      )`);
    // serves: a person's messages, newest first; what still waits
    await q.query(`create index on app.message_order (firm_id, person_id, id desc)`);
    await q.query(`create index on app.message_order (firm_id, communication_id)`);
    await wall(q, 'app.message_order', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
