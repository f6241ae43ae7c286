import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Switching off the second factor of somebody who lost it, and asking for a new one at the sign-in. */
export class SecondFactors1764000000340 implements MigrationInterface {
  name = 'SecondFactors1764000000340';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.user add column second_factor_off_at timestamptz`);
    await q.query(`
      alter table app.letter drop constraint letter_kind_check,
        add constraint letter_kind_check check (kind in ('invitation', 'reset', 'second_factor_off'))`);
    await q.query(`
      alter table directory.ticket drop constraint ticket_purpose_check,
        add constraint ticket_purpose_check check (purpose in
          ('operator_set_up', 'choose_firm', 'choose_firm_by_provider', 'second_factor_set_up', 'reset'))`);
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
