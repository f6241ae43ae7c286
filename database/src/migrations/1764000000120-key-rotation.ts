import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** How far the rewriting under a new data key has come, so that a killed rotation goes on where it stood. */
export class KeyRotation1764000000120 implements MigrationInterface {
  name = 'KeyRotation1764000000120';

  async up(q: QueryRunner): Promise<void> {
    // a retired key seals nothing any more; it is kept, wrapped, for a value that a stalled writer might still bring
    await q.query(`alter table app.firm_key add column retired_at timestamptz`);
    await q.query(`
      create table app.key_rotation (
        firm_id uuid not null default app.firm(),
        key_no int not null,
        resealed jsonb not null default '{}',
        started_at timestamptz not null default clock_timestamp(),
        finished_at timestamptz,
        primary key (firm_id, key_no),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await q.query(`create unique index on app.key_rotation (firm_id) where finished_at is null`);
    await wall(q, 'app.key_rotation', { grants: 'select' });
  }

  async down(): Promise<void> {
    throw new Error('keys are never dropped by a migration');
  }
}
