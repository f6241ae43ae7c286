import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the page of today needs: which replies are done with, and since when a user has not looked. */
export class Today1764000000430 implements MigrationInterface {
  name = 'Today1764000000430';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table app.communication add handled_at timestamptz`);
    await q.query(`alter table app.user add today_seen_at timestamptz`);
    // serves: the newest inbound messages that nobody is done with
    await q.query(
      `create index on app.communication (firm_id, occurred_at desc) where direction = 'in' and handled_at is null and not automatic`,
    );
    // serves: who entered, who ended and what was sent since a user last looked
    await q.query(`create index on app.enrolment (firm_id, occurred_at)`);
    await q.query(`create index on app.enrolment (firm_id, ended_at) where ended_at is not null`);
    await q.query(`create index on app.delivery (firm_id, settled_at) where state = 'accepted'`);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped by a migration');
  }
}
