import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything that happened with one person, read from any instant in either direction (`database/src/timeline`). */
export class Timeline1764000000530 implements MigrationInterface {
  name = 'Timeline1764000000530';

  async up(q: QueryRunner): Promise<void> {
    // business time of a change, which an import keeps; rows from before have only the time of writing
    await q.query(`alter table audit.record_version add column occurred_at timestamptz`);
    // a column, for behind the wall an index may not be asked by an expression
    await q.query(`
      alter table audit.record_version add column happened_at timestamptz not null
        generated always as (coalesce(occurred_at, at)) stored`);
    await q.query(
      `create index record_version_by_time on audit.record_version (firm_id, table_name, record_id, happened_at, id)`,
    );
    // a receipt keeps its instant inside the step; a reader of the timeline needs it as a column
    await q.query(`
      alter table app.step_event add column at timestamptz not null
        generated always as (to_timestamp((step->>'atMs')::double precision / 1000)) stored`);
    await q.query(`create index on app.step_event (firm_id, enrolment_id, at, n)`);
    await q.query(`create index on app.enrolment (firm_id, person_id)`);
    await q.query(`
      create index communication_calls on app.communication (firm_id, person_id, occurred_at, id)
        where channel = 'phone'`);
    await q.query(`
      create index message_order_unsent on app.message_order (firm_id, person_id, occurred_at, id)
        where status <> 'sent'`);
    await q.query(`create index on app.task (firm_id, person_id, occurred_at, id)`);
    await q.query(`
      create index task_completed on app.task (firm_id, person_id, completed_at, id)
        where completed_at is not null`);
    await q.query(`create index on app.document_request (firm_id, person_id, occurred_at, id)`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
