import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The name that somebody goes by, found by search as the others are. */
export class PreferredName1764000000646 implements MigrationInterface {
  name = 'PreferredName1764000000646';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.person add column preferred_name text check (preferred_name <> '')`);
    await q.query(`
      alter table app.person alter column name_norm set expression as
        (lower(btrim(last_name || ' ' || first_name || coalesce(' ' || preferred_name, '')) collate "pg_c_utf8"))`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
