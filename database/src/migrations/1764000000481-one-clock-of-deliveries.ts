import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What automations did is counted by business time, as their health is: nothing reads by the time of settling any more. */
export class OneClockOfDeliveries1764000000481 implements MigrationInterface {
  name = 'OneClockOfDeliveries1764000000481';

  async up(q: QueryRunner): Promise<void> {
    // of migration 430; the other one of that name serves the archive
    await q.query(`drop index app.delivery_firm_id_settled_at_idx1`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
