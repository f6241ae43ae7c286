import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody's records stand in a firm that was founded to try the product with: no retention binds them. */
export class DemoFirms1764000000580 implements MigrationInterface {
  name = 'DemoFirms1764000000580';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.firm add column is_demo boolean not null default false`);
    // it lifts the retention: what a firm is founded as, it stays
    await q.query(`
      create function app.firm_stays_what_it_is() returns trigger language plpgsql set search_path = pg_catalog as $$
      begin
        raise exception 'a firm that was founded to be real or a demo stays so' using errcode = '42501';
      end $$`);
    await q.query(`
      create trigger firm_stays_what_it_is before update on app.firm for each row
        when (old.is_demo is distinct from new.is_demo) execute function app.firm_stays_what_it_is()`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
