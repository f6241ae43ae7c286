import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a run may have sent in the time that a restore has lost: the next message of it, and those that follow. */
export class MaybeSent1764000000330 implements MigrationInterface {
  name = 'MaybeSent1764000000330';

  async up(q: QueryRunner): Promise<void> {
    // {"node:visit": epoch ms of the earliest}; due_before_restore is no longer read: the release before still writes it
    await q.query(`alter table app.enrolment add column maybe_sent jsonb`);
    // set by a restore: the run's history may be further than its row, until a segment or reconcile has found out
    await q.query(`alter table app.enrolment add column compare_with_history boolean not null default false`);
    // serves: which runs the relay has to compare after a restore
    await q.query(
      `create index on app.enrolment (firm_id, id) where compare_with_history and status <> 'ended'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
