import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What metrics and health ask: states of all firms as numbers, and which migrations have run; and what a request set going. */
export class StateCounts1764000000200 implements MigrationInterface {
  name = 'StateCounts1764000000200';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`grant select on schema_migration to app_rw, app_relay, app_sealer`);
    await q.query(`grant select (state, settled_at) on app.delivery to app_relay`);
    await q.query(`grant select (status, ended_at) on app.enrolment to app_relay`);
    await q.query(`create policy relay_counts on app.delivery for select to app_relay using (true)`);
    await q.query(`create policy relay_counts on app.enrolment for select to app_relay using (true)`);
    // serve: deliveries and runs by state, without reading those settled long ago
    await q.query(`create index on app.delivery (settled_at) include (state)`);
    await q.query(`create index on app.delivery (state) where state in ('claimed', 'handing_over')`);
    await q.query(`create index on app.enrolment (ended_at) include (status)`);
    await q.query(`create index on app.enrolment (status) where status <> 'ended'`);
    // one id from the request to the run, the message and their receipts
    await q.query(`alter table app.enrolment add column correlation_id text`);
    await q.query(`alter table app.message_order add column correlation_id text`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
