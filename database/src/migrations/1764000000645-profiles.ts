import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

/** What users say of themselves, a test of a text to their own number, and with what the users of a firm sign in. */
export class Profiles1764000000645 implements MigrationInterface {
  name = 'Profiles1764000000645';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.user
        add column title text check (title <> ''),
        add column phone text check (phone ~ '^\\+[1-9][0-9]{6,14}$')`);
    await q.query(`
      alter table app.message_order drop constraint message_order_of_somebody,
        add constraint message_order_of_somebody
          check (person_id is not null or answers_keyword_at is not null or test_by is not null)`);
    await q.query(`
      create function directory.second_factors_of(who uuid[])
      returns table (identity_id uuid, has_app boolean, passkeys int)
      language sql security definer set search_path = '' as $$
        select i.id,
               exists (select from directory.totp t where t.identity_id = i.id and t.confirmed_at is not null),
               (select pg_catalog.count(*)::int from directory.passkey p where p.identity_id = i.id)
          from directory.identity i where i.id = any (who) $$`);
    await definer(q, 'directory.second_factors_of(uuid[])', 'app_directory', 'app_rw, app_owner');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
