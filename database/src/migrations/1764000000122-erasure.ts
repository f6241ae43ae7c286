import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** What stands in the way of an erasure, and what is left of a firm after one: that it was there, and who erased it. */
export class Erasure1764000000122 implements MigrationInterface {
  name = 'Erasure1764000000122';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.legal_hold (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        matter_sealed bytea not null,
        since timestamptz not null,
        released_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.legal_hold');
    // outside firms: nothing of theirs is left to hold it. No personal data, not even the firm's name
    await q.query(`
      create table directory.erased_firm (
        firm_id uuid not null primary key,
        erased_at timestamptz not null default clock_timestamp(),
        actor text not null,
        rows_erased jsonb not null,
        export_sha256 text not null,
        audit_head jsonb)`);
    await q.query(`grant select on directory.erased_firm to app_relay`);
  }

  async down(): Promise<void> {
    throw new Error('certificates are never dropped by a migration');
  }
}
