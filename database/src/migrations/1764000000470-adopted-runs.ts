import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run that was brought here in the middle of its way: its row is complete, and it has no workflow yet. */
export class AdoptedRuns1764000000470 implements MigrationInterface {
  name = 'AdoptedRuns1764000000470';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.enrolment add awaits_shell boolean not null default false`);
    // serves: the relay, which looks every few seconds for runs to start; nearly always there is none
    await q.query(`create index on app.enrolment (firm_id, id) where awaits_shell`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.enrolment drop awaits_shell`);
  }
}
