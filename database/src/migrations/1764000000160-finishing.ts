import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Automations that take nobody any more and stop when the last one inside has come to the end. */
export class Finishing1764000000160 implements MigrationInterface {
  name = 'Finishing1764000000160';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.automation add finishing_since timestamptz`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
