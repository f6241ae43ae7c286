import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A keyword of a number that is nobody's is answered too: an order and its delivery without a person, for that alone. */
export class AnswersToStrangers1764000000342 implements MigrationInterface {
  name = 'AnswersToStrangers1764000000342';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.message_order alter column person_id drop not null,
        add constraint message_order_of_somebody check (person_id is not null or answers_keyword_at is not null)`);
    await q.query(`
      alter table app.delivery alter column person_id drop not null,
        add constraint delivery_of_somebody check (person_id is not null or channel = 'sms' and effect_key like 'order:%')`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
