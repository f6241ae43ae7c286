import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sending needs besides: copies for the firm's archive, and Message-IDs that a reply can name. */
export class Sending1764000000220 implements MigrationInterface {
  name = 'Sending1764000000220';

  async up(q: QueryRunner): Promise<void> {
    // null: the firm had no archive when the message left
    await q.query(`alter table app.delivery add column archive text check (archive in ('due', 'done'))`);
    // serves: what the archive has not got yet, oldest first
    await q.query(`create index on app.delivery (firm_id, settled_at) where archive = 'due'`);
    await q.query(`alter table app.communication add column message_id_sealed bytea`);
    // serves: the messages of a thread, in their order
    await q.query(`create index on app.communication (firm_id, thread_id, occurred_at)`);
    await q.query(`alter table app.message_order add column reply_to uuid`);
    // without force, or the check would see one firm's rows only
    for (const table of ['app.message_order', 'app.communication']) {
      await q.query(`alter table ${table} no force row level security`);
    }
    await q.query(
      `alter table app.message_order add foreign key (firm_id, reply_to) references app.communication (firm_id, id)`,
    );
    for (const table of ['app.message_order', 'app.communication']) {
      await q.query(`alter table ${table} force row level security`);
    }
    await q.query(`create index on app.message_order (firm_id, reply_to)`);
    // serves: orders whose workflow may be lost
    await q.query(`create index on app.message_order (firm_id, id) where status = 'waiting'`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
