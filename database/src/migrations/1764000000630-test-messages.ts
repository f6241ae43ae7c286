import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A user's test of a wording: an order and its delivery without a person, to that user's own address. */
export class TestMessages1764000000630 implements MigrationInterface {
  name = 'TestMessages1764000000630';

  async up(q: QueryRunner): Promise<void> {
    const tables = ['app.message_order', 'app.user'];
    await q.query(`alter table app.message_order add column test_by uuid`);
    for (const table of tables) await q.query(`alter table ${table} no force row level security`);
    await q.query(
      `alter table app.message_order add foreign key (firm_id, test_by) references app.user (firm_id, id)`,
    );
    for (const table of tables) await q.query(`alter table ${table} force row level security`);
    await q.query(`create index on app.message_order (firm_id, test_by)`);
    await q.query(`
      alter table app.message_order drop constraint message_order_of_somebody,
        add constraint message_order_of_somebody
          check (person_id is not null or answers_keyword_at is not null or test_by is not null and channel = 'email')`);
    await q.query(`
      alter table app.delivery drop constraint delivery_of_somebody,
        add constraint delivery_of_somebody check (person_id is not null or effect_key like 'order:%')`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
