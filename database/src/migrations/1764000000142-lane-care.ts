import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

const CALLERS = 'app_rw, app_owner';

/** What people do to lanes that do not move. The relay holds lanes by their lease number: each of these takes it away from it. */
export class LaneCare1764000000142 implements MigrationInterface {
  name = 'LaneCare1764000000142';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table spine.dead_letter add column skipped_why text
      check (skipped_why in ('done_by_hand', 'not_wanted', 'cannot_be_mended'))`);
    // serves: the open dead letters of a firm, newest first
    await q.query(`create index on spine.dead_letter (firm_id, dead_at desc) where resolved_at is null`);
    await q.query(`
      create function spine.retry_lane(consumer_name text, subject uuid) returns boolean
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        update spine.lane set visible_at = now(), lease_no = lease_no + 1
          where firm_id = app.firm() and consumer = consumer_name and subject_id = subject and head_seq > done_seq;
        return found;
      end $$`);
    // only the very event that stands: whoever looked at an older state skips nothing
    await q.query(`
      create function spine.skip_event(consumer_name text, subject uuid, event_seq bigint, why text) returns boolean
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare words text;
      begin
        select last_error into words from spine.lane
          where firm_id = app.firm() and consumer = consumer_name and subject_id = subject
            and head_seq > done_seq and done_seq = event_seq - 1 and attempts > 0 for update;
        if not found then return false; end if;
        update spine.lane set done_seq = event_seq, attempts = 0, last_error = null, visible_at = now(), lease_no = lease_no + 1
          where firm_id = app.firm() and consumer = consumer_name and subject_id = subject;
        insert into spine.dead_letter (consumer, firm_id, subject_id, seq, error, resolved_at, skipped_why)
          values (consumer_name, app.firm(), subject, event_seq, coalesce(words, 'not tried'), now(), why)
          on conflict (consumer, firm_id, subject_id, seq) do update set resolved_at = now(), skipped_why = excluded.skipped_why;
        return true;
      end $$`);
    // back to the first event since then, of one subject or of all; what was handed over before is marked as a replay
    await q.query(`
      create function spine.replay(consumer_name text, since timestamptz, subject uuid) returns bigint
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare n bigint;
      begin
        update spine.lane l set replay_to = greatest(l.replay_to, l.done_seq), done_seq = e.seq - 1, attempts = 0,
               last_error = null, visible_at = now(), lease_no = l.lease_no + 1
          from (select subject_id, min(seq) as seq from spine.event where firm_id = app.firm() and created_at >= since
                  and (subject is null or subject_id = subject) group by subject_id) e
         where l.firm_id = app.firm() and l.consumer = consumer_name and l.subject_id = e.subject_id and e.seq <= l.done_seq;
        get diagnostics n = row_count;
        return n;
      end $$`);
    await q.query(`
      create function spine.replay_dead_letter(consumer_name text, subject uuid, event_seq bigint) returns boolean
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        update spine.dead_letter set resolved_at = now()
          where firm_id = app.firm() and consumer = consumer_name and subject_id = subject and seq = event_seq and resolved_at is null;
        if not found then return false; end if;
        update spine.lane set replay_to = greatest(replay_to, done_seq), done_seq = least(done_seq, event_seq - 1), attempts = 0,
               last_error = null, visible_at = now(), lease_no = lease_no + 1
          where firm_id = app.firm() and consumer = consumer_name and subject_id = subject;
        return true;
      end $$`);
    for (const signature of [
      'spine.retry_lane(text, uuid)',
      'spine.skip_event(text, uuid, bigint, text)',
      'spine.replay(text, timestamptz, uuid)',
      'spine.replay_dead_letter(text, uuid, bigint)',
    ]) {
      await definer(q, signature, 'app_relay', CALLERS);
    }
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
