import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Keys by which programs ask: what they may do, whose books they see, until when. Only hashes are kept. */
export class ApiKeys1764000000102 implements MigrationInterface {
  name = 'ApiKeys1764000000102';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.api_key (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        prefix text not null,
        token_hash bytea not null,
        scopes text[] not null check (cardinality(scopes) > 0),
        book_ids uuid[],
        made_by_id uuid not null,
        expires_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, made_by_id) references app.user (firm_id, id))`);
    // serves: each request of a program
    await q.query(`create unique index on app.api_key (firm_id, token_hash)`);
    await q.query(`create index on app.api_key (firm_id, made_by_id)`);
    await wall(q, 'app.api_key');
  }

  async down(): Promise<void> {
    throw new Error('keys are never dropped by a migration');
  }
}
