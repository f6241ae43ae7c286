import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first answer to a key, sealed: a repeated request is answered the same, whatever its route answers. Rows last a day. */
export class Idempotency1764000000180 implements MigrationInterface {
  name = 'Idempotency1764000000180';

  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `alter table app.idempotency drop column result_id, add column claim_id uuid, add column answer_sealed bytea`,
    );
    // serves: forgetting the keys of yesterday
    await q.query(`create index on app.idempotency (firm_id, created_at)`);
    await q.query(`grant delete on app.idempotency to app_rw`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `alter table app.idempotency drop column answer_sealed, drop column claim_id, add column result_id uuid`,
    );
    await q.query(`revoke delete on app.idempotency from app_rw`);
  }
}
