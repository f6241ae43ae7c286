import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Why a lead was lost, and lists that somebody keeps. */
export class LeadViews1764000000643 implements MigrationInterface {
  name = 'LeadViews1764000000643';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.lead
        add column lost_reason text check (lost_reason in
          ('no_answer', 'other_advisor', 'not_now', 'not_a_fit', 'cost', 'wrong_details', 'other')),
        add check (lost_reason is null or stage = 'lost')`);
    await q.query(`
      create table app.saved_view (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        list text not null check (list in ('leads')),
        owner_id uuid not null,
        name text not null check (name <> ''),
        query text not null,
        shared boolean not null default false,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        primary key (firm_id, id),
        foreign key (firm_id, owner_id) references app.user (firm_id, id))`);
    // serves: the views of somebody, with those that are shared
    await q.query(`create index on app.saved_view (firm_id, owner_id)`);
    await wall(q, 'app.saved_view');
  }

  async down(): Promise<void> {
    throw new Error('what people keep is never dropped by a migration');
  }
}
