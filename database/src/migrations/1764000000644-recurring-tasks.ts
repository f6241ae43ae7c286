import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Tasks that come again, and lists of tasks that are made together. */
export class RecurringTasks1764000000644 implements MigrationInterface {
  name = 'RecurringTasks1764000000644';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.task add column recurrence jsonb,
        add check (recurrence is null or due_at is not null)`);
    await q.query(`
      create table app.task_template (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        items jsonb not null,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        primary key (firm_id, id),
        foreign key (firm_id) references app.firm (firm_id))`);
    await wall(q, 'app.task_template');
  }

  async down(): Promise<void> {
    throw new Error('tasks are never dropped by a migration');
  }
}
