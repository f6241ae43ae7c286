import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer, wall } from './wall.ts';

/** Messages of any channel, permission to send them, and the ledger that makes each leave at most once. */
export class Messages1764000000006 implements MigrationInterface {
  name = 'Messages1764000000006';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table app.communication (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid,
        channel text not null check (channel in ('email', 'sms', 'phone', 'letter', 'portal')),
        direction text not null check (direction in ('in', 'out')),
        address_sealed bytea not null,
        address_hash bytea not null,
        subject_sealed bytea,
        body_sealed bytea not null,
        thread_id uuid not null,
        in_reply_to uuid,
        message_id_hash bytea,
        provider_id text,
        automatic boolean not null default false,
        authenticated boolean,
        occurred_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    // serves: a person's timeline
    await q.query(`create index on app.communication (firm_id, person_id, occurred_at desc, id desc)`);
    // serves: which of our messages does this reply answer; one inbound message is stored once
    await q.query(
      `create unique index on app.communication (firm_id, direction, message_id_hash) where message_id_hash is not null`,
    );
    await q.query(
      `create unique index on app.communication (firm_id, channel, provider_id) where provider_id is not null`,
    );
    await q.query(`create index on app.communication (firm_id, channel, address_hash, occurred_at desc)`);
    await wall(q, 'app.communication', { personColumn: 'person_id' });

    await q.query(`
      create table app.message_search (
        firm_id uuid not null default app.firm(),
        message_id uuid not null,
        person_id uuid,
        sent_at timestamptz not null,
        tokens bigint[] not null,
        primary key (firm_id, message_id),
        foreign key (firm_id, message_id) references app.communication (firm_id, id)
      )`);
    // serves: the newest first, for common words
    await q.query(`create index on app.message_search (firm_id, sent_at desc, message_id desc)`);
    // serves: rare words; tokens are keyed by firm, so the index needs no firm column
    await q.query(`create index on app.message_search using gin (tokens) with (fastupdate = off)`);
    await wall(q, 'app.message_search', { personColumn: 'person_id' });
    await q.query(`create policy search_all on app.message_search for select to app_search using (true)`);
    await q.query(`grant select on app.message_search to app_search`);
    await q.query(`create policy search_all on app.person for select to app_search using (true)`);
    await q.query(`grant select on app.person to app_search`);
    // the restrictive book wall does not bind app_search: the function asks for itself
    await q.query(`
      create function search.sees_person(person uuid) returns boolean language plpgsql stable set search_path = pg_catalog, pg_temp as $$
      begin
        if person is null or current_setting('app.books', true) = '*' then return true; end if;
        return exists (select from app.person p where p.firm_id = app.firm() and p.id = person and app.sees(p.book_id));
      end $$`);
    await q.query(`
      create function search.message_ids(q bigint[], b_at timestamptz default 'infinity',
        b_id uuid default 'ffffffff-ffff-ffff-ffff-ffffffffffff', lim int default 50)
      returns table (message_id uuid, sent_at timestamptz) language plpgsql stable security definer
      set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare f uuid := app.firm(); got int := 0; r record; w_at timestamptz := b_at; w_id uuid := b_id; n int := least(greatest(lim, 1), 200);
      begin
        if coalesce(cardinality(q), 0) = 0 then return; end if;
        -- common words: the newest messages first, a full page ends it
        for r in select m.* from app.message_search m where m.firm_id = f and (m.sent_at, m.message_id) < (b_at, b_id)
            order by m.sent_at desc, m.message_id desc limit 5000 loop
          w_at := r.sent_at; w_id := r.message_id;
          if r.tokens @> q and search.sees_person(r.person_id) then
            message_id := w_id; sent_at := w_at; return next; got := got + 1;
            if got = n then return; end if;
          end if;
        end loop;
        -- rare words: the rest by the GIN index
        return query select m.message_id, m.sent_at from app.message_search m
          where m.firm_id = f and m.tokens @> q and (m.sent_at, m.message_id) < (w_at, w_id) and search.sees_person(m.person_id)
          order by m.sent_at desc, m.message_id desc limit n - got;
      end $$`);
    await definer(
      q,
      'search.message_ids(bigint[], timestamptz, uuid, int)',
      'app_search',
      'app_rw, app_owner',
    );

    await q.query(`
      create table app.permission (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        channel text not null check (channel in ('email', 'sms')),
        purpose text not null check (purpose in ('service', 'marketing')),
        address_sealed bytea not null,
        address_hash bytea not null,
        text_version text not null,
        text_shown text not null,
        proof jsonb not null,
        given_at timestamptz not null,
        withdrawn_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    // serves: the gate's question
    await q.query(
      `create index on app.permission (firm_id, channel, address_hash) where withdrawn_at is null`,
    );
    await q.query(`create index on app.permission (firm_id, person_id)`);
    await wall(q, 'app.permission', { personColumn: 'person_id' });
    // on (channel, address): closes it for everybody who shares the address; never purged
    await q.query(`
      create table app.opt_out (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        channel text not null check (channel in ('email', 'sms')),
        address_sealed bytea not null,
        address_hash bytea not null,
        scope text not null check (scope in ('all', 'marketing')),
        source text not null check (source in ('keyword', 'link', 'one_click', 'by_hand', 'hard_bounce', 'complaint', 'provider')),
        person_id uuid,
        since timestamptz not null,
        lifted_at timestamptz,
        lifted_by text,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id)
      )`);
    await q.query(
      `create unique index on app.opt_out (firm_id, channel, address_hash, scope) where lifted_at is null`,
    );
    await q.query(`create index on app.opt_out (firm_id, person_id)`);
    // no book wall: an opt-out binds everybody who shares the address, whoever's person gave it
    await wall(q, 'app.opt_out');

    await q.query(`
      create table app.template (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        key text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
        channel text not null check (channel in ('email', 'sms')),
        name text not null check (name <> ''),
        created_at timestamptz not null default clock_timestamp(),
        deleted_at timestamptz,
        version int not null default 1,
        primary key (firm_id, id),
        unique (firm_id, key),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.template');
    await q.query(`
      create table app.template_version (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        template_id uuid not null,
        number int not null,
        status text not null default 'draft' check (status in ('draft', 'submitted', 'approved', 'live', 'retired')),
        subject text,
        html text,
        body text,
        author text not null,
        approver text,
        note text,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        unique (firm_id, template_id, number),
        foreign key (firm_id, template_id) references app.template (firm_id, id)
      )`);
    await q.query(`create unique index on app.template_version (firm_id, template_id) where status = 'live'`);
    await wall(q, 'app.template_version');

    await q.query(`
      create table app.delivery (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        effect_key text not null,
        person_id uuid not null,
        communication_id uuid,
        channel text not null check (channel in ('email', 'sms')),
        purpose text not null check (purpose in ('service', 'marketing')),
        address_sealed bytea not null,
        address_hash bytea not null,
        template_key text,
        template_number int,
        content_sealed bytea,
        content_hash bytea,
        state text not null default 'claimed' check (state in ('claimed', 'handing_over', 'accepted', 'refused', 'unknown')),
        claim_no int not null default 1,
        claim_seq bigint not null,
        occurred_at timestamptz not null,
        due_at timestamptz not null,
        not_after timestamptz not null,
        handed_at timestamptz,
        settled_at timestamptz,
        provider_id text,
        provider_state text,
        reason text,
        checks jsonb,
        actor text not null,
        correlation_id text not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, effect_key),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, communication_id) references app.communication (firm_id, id)
      )`);
    // serves: frequency caps of one person; only what was or may have been handed over counts
    await q.query(`create index on app.delivery (firm_id, person_id, channel, handed_at)`);
    await q.query(`create index on app.delivery (firm_id, communication_id)`);
    await q.query(`create index on app.delivery (firm_id, provider_id) where provider_id is not null`);
    // serves: the sweep for rows that were left behind
    await q.query(
      `create index on app.delivery (firm_id, state, due_at) where state in ('claimed', 'handing_over')`,
    );
    await wall(q, 'app.delivery', { personColumn: 'person_id' });
    // one row a person, locked while the gate counts: caps cannot race
    await q.query(`
      create table app.send_budget (
        firm_id uuid not null default app.firm(), person_id uuid not null,
        primary key (firm_id, person_id),
        foreign key (firm_id, person_id) references app.person (firm_id, id))`);
    await wall(q, 'app.send_budget');
    // a restored system sends nothing that was due between backup and restore until a person releases it
    await q.query(`
      create table app.recovery (
        id uuid not null default uuidv7() primary key, backup_at timestamptz not null, restored_at timestamptz not null, released_at timestamptz)`);
    await q.query(`grant select on app.recovery to app_rw`);
    // one bucket a (provider, account): decides for the inline path and the queue alike
    await q.query(`
      create table app.provider_bucket (
        firm_id uuid not null default app.firm(), provider text not null, account text not null,
        tokens double precision not null, refilled_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, provider, account))`);
    await wall(q, 'app.provider_bucket');
    // an inbound webhook is taken once
    await q.query(`
      create table app.webhook_receipt (
        firm_id uuid not null default app.firm(), source text not null, dedupe_key text not null, received_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, source, dedupe_key))`);
    await wall(q, 'app.webhook_receipt', { grants: 'select, insert' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
