import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has found out about a message of which nobody knows whether it arrived. */
export class Findings1764000000642 implements MigrationInterface {
  name = 'Findings1764000000642';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.delivery
        add column finding text check (finding in ('arrived', 'sent_again', 'left')),
        add column found_by text, add column found_at timestamptz,
        add check ((finding is null) = (found_by is null) and (finding is null) = (found_at is null)),
        add check (finding is null or state = 'unknown')`);
    // serves: the first page, which shows what nobody has looked into yet
    await q.query(
      `create index on app.delivery (firm_id, settled_at) where state = 'unknown' and finding is null`,
    );
  }

  async down(): Promise<void> {
    throw new Error('what was found out is never dropped by a migration');
  }
}
