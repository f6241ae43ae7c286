import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an automation does is counted over the messages of thirty days by business time, which an import keeps. */
export class DeliveryTimes1764000000480 implements MigrationInterface {
  name = 'DeliveryTimes1764000000480';

  async up(q: QueryRunner): Promise<void> {
    // serves: the health of automations
    await q.query(`create index on app.delivery (firm_id, occurred_at) include (state, effect_key)`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
