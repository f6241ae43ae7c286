import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Pauses, holds and ends of automations and of single runs, as rows that every segment and every send reads. */
export class PausesOfRuns1764000000161 implements MigrationInterface {
  name = 'PausesOfRuns1764000000161';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.automation
        drop constraint automation_pause_mode_check,
        add constraint automation_pause_mode_check check (pause_mode in ('freeze', 'holdSends', 'endEveryone'))`);
    await q.query(`
      create function app.epoch_ms(at timestamptz) returns bigint language sql stable parallel safe
        return floor(extract(epoch from at) * 1000)::bigint`);
    // a hold of this run alone; a hold of the person stands in person_hold
    await q.query(`alter table app.enrolment add hold_reason text, add hold_since timestamptz`);
    // a run that slept through a freeze learns of it when it wakes: its deadline moves by the time the clock stood
    await q.query(`
      create table app.frozen_span (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        automation_id uuid not null,
        enrolment_id uuid,
        since timestamptz not null,
        until timestamptz not null check (until >= since),
        primary key (firm_id, id),
        foreign key (firm_id, automation_id) references app.automation (firm_id, id),
        foreign key (firm_id, enrolment_id) references app.enrolment (firm_id, id)
      )`);
    // serves: a segment that asks what it has slept through
    await q.query(`create index on app.frozen_span (firm_id, automation_id, until)`);
    await q.query(`create index on app.frozen_span (firm_id, enrolment_id)`);
    await wall(q, 'app.frozen_span', { grants: 'select, insert' });
    // an intent that was written and not yet handed over is handed over by the relay, from its time on
    await q.query(`
      alter table app.enrolment_control
        add due_at timestamptz not null default clock_timestamp(),
        add outcome text check (outcome in ('taken', 'stale', 'gone'))`);
    await q.query(`create index on app.enrolment_control (due_at) where taken_at is null`);
    // the relay asks each second which firms have something to hand over, and reads nothing else of it
    await q.query(`create policy relay_reads on app.enrolment_control for select to app_relay using (true)`);
    await q.query(`grant select (firm_id, due_at, taken_at) on app.enrolment_control to app_relay`);
    // what is said about an automation is about no person
    await q.query(`alter table app.notice alter column person_id drop not null`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
