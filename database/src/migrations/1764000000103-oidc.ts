import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

/** Accounts that sign in elsewhere: pinned to one subject of one issuer, with or without a password of ours. */
export class Oidc1764000000103 implements MigrationInterface {
  name = 'Oidc1764000000103';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table directory.identity alter column password_hash drop not null,
        add column oidc_issuer text, add column oidc_subject text,
        add check ((oidc_issuer is null) = (oidc_subject is null))`);
    await q.query(`create unique index on directory.identity (oidc_issuer, oidc_subject)`);
    // an address may be invited by several firms
    await q.query(`
      alter table directory.entry drop constraint entry_kind_check,
        add constraint entry_kind_check check (kind in ('login', 'phone', 'mailbox', 'form', 'delivery', 'invitation'))`);
    await q.query(`drop index directory.entry_kind_key_hash_idx`);
    await q.query(
      `create unique index on directory.entry (kind, key_hash) where kind not in ('login', 'invitation')`,
    );
    await q.query(`
      create function directory.identity_of_subject(issuer text, subject text) returns setof uuid
      language sql stable security definer set search_path = '' as $$
        select i.id from directory.identity i where i.oidc_issuer = issuer and i.oidc_subject = subject $$`);
    // an account that is pinned stays pinned: another subject with the same address is somebody else
    await q.query(`
      create function directory.pin_subject(who uuid, issuer text, subject text) returns setof boolean
      language sql security definer set search_path = '' as $$
        update directory.identity i set oidc_issuer = issuer, oidc_subject = subject
         where i.id = who and i.oidc_subject is null returning true $$`);
    await definer(q, 'directory.identity_of_subject(text, text)', 'app_directory', 'app_rw, app_owner');
    await definer(q, 'directory.pin_subject(uuid, text, text)', 'app_directory', 'app_rw, app_owner');
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
