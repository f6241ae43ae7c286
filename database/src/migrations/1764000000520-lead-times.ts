import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads are listed by when they came in, which an import keeps, and not by when their row was made. */
export class LeadTimes1764000000520 implements MigrationInterface {
  name = 'LeadTimes1764000000520';

  async up(q: QueryRunner): Promise<void> {
    // serves: the list of leads, newest and oldest first, and those who came in between two times
    await q.query(`create index on app.lead (firm_id, occurred_at desc, id desc) where deleted_at is null`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
