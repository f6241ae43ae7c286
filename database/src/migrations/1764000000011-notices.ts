import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** What an automation tells somebody of the firm, in the application. */
export class Notices1764000000011 implements MigrationInterface {
  name = 'Notices1764000000011';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.notice (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        user_id uuid not null,
        person_id uuid not null,
        text_sealed bytea not null,
        effect_key text not null,
        made_by text not null,
        read_at timestamptz,
        occurred_at timestamptz not null,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, effect_key),
        foreign key (firm_id, user_id) references app.user (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    // serves: my unread notices, newest first
    await q.query(`create index on app.notice (firm_id, user_id, created_at desc) where read_at is null`);
    await q.query(`create index on app.notice (firm_id, person_id)`);
    await wall(q, 'app.notice', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
