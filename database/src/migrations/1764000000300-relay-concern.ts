import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The relay asks of many events at once, of all firms, whether they can concern any automation: kinds and ids, nothing else. */
export class RelayConcern1764000000300 implements MigrationInterface {
  name = 'RelayConcern1764000000300';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`grant select (firm_id, kind) on app.automation_trigger to app_relay`);
    await q.query(`create policy relay_reads on app.automation_trigger for select to app_relay using (true)`);
    await q.query(`grant select (firm_id, person_id, status, listens) on app.enrolment to app_relay`);
  }

  async down(): Promise<void> {
    throw new Error('no migration of ours is taken back');
  }
}
