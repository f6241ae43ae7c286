import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Forms that a firm keeps by the API, their wordings of consent, and what keeps them from being a weapon. */
export class Forms1764000000221 implements MigrationInterface {
  name = 'Forms1764000000221';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table app.lead_form
        add column intro text not null default '',
        add column button_label text not null default 'Send',
        add column disclosure text not null default '',
        add column asks text[] not null default '{phone,state,question}',
        add column consent_sms_marketing text not null default '',
        add column daily_limit int not null default 500 check (daily_limit between 1 and 100000)`);
    await q.query(`
      create table app.lead_form_consent (
        firm_id uuid not null default app.firm(),
        form_id uuid not null,
        number int not null,
        email text not null,
        sms text not null,
        sms_marketing text not null,
        author text not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, form_id, number),
        foreign key (firm_id, form_id) references app.lead_form (firm_id, id)
      )`);
    // a wording that somebody agreed to is never changed
    await wall(q, 'app.lead_form_consent', { grants: 'select, insert' });

    // how much came by whom within a while; one row a visitor, counted in one statement for every process
    await q.query(`
      create table app.form_allowance (
        firm_id uuid not null default app.firm(),
        form_id uuid not null,
        kind text not null check (kind in ('network', 'phone', 'email', 'form')),
        key_hash bytea not null,
        since timestamptz not null,
        taken int not null,
        primary key (firm_id, form_id, kind, key_hash),
        foreign key (firm_id, form_id) references app.lead_form (firm_id, id)
      )`);
    await wall(q, 'app.form_allowance');

    await q.query(`
      alter table app.form_submission
        add column email_hash bytea,
        add column version int not null default 1,
        drop constraint form_submission_verdict_check,
        add constraint form_submission_verdict_check check (verdict in ('lead', 'known_person', 'robot', 'repeat'))`);
    // serves: is this the same inquiry once more
    await q.query(`create index on app.form_submission (firm_id, form_id, email_hash, occurred_at)`);

    // false for every agreement so far; a marketing text waits for the phone's own YES
    await q.query(`alter table app.permission add column awaits_yes boolean not null default false`);

    await q.query(`
      create table app.person_proposal (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        person_id uuid not null,
        submission_id uuid not null,
        fields text[] not null,
        changes_sealed bytea not null,
        status text not null default 'open' check (status in ('open', 'accepted', 'refused')),
        decided_by text,
        decided_at timestamptz,
        occurred_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        version int not null default 1,
        primary key (firm_id, id),
        foreign key (firm_id, person_id) references app.person (firm_id, id),
        foreign key (firm_id, submission_id) references app.form_submission (firm_id, id)
      )`);
    await q.query(`create index on app.person_proposal (firm_id, person_id, id desc)`);
    await q.query(`create index on app.person_proposal (firm_id, submission_id)`);
    // serves: what waits for somebody to decide
    await q.query(`create index on app.person_proposal (firm_id, id desc) where status = 'open'`);
    await wall(q, 'app.person_proposal', { personColumn: 'person_id' });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
