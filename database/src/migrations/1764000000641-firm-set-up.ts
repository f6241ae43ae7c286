import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets by which somebody founds a firm of theirs. */
export class FirmSetUp1764000000641 implements MigrationInterface {
  name = 'FirmSetUp1764000000641';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table directory.ticket drop constraint ticket_purpose_check,
        add constraint ticket_purpose_check check (purpose in ('operator_set_up', 'choose_firm',
          'choose_firm_by_provider', 'choose_firm_by_passkey', 'second_factor_set_up', 'reset', 'firm_set_up'))`);
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
