import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was due before a restore may have left already: it waits until a person has decided. */
export class Recovery1764000000121 implements MigrationInterface {
  name = 'Recovery1764000000121';

  async up(q: QueryRunner): Promise<void> {
    // since when a run's next step was due, for runs that were woken late by a restore
    await q.query(`alter table app.enrolment add column due_before_restore timestamptz`);
    await q.query(
      `alter table app.delivery add column recovery_decision text check (recovery_decision in ('send', 'drop'))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
