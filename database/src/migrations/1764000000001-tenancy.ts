import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wall } from './wall.ts';

/** Schemas, the two context functions of row-level security, firms, their users and books, and their keys. */
export class Tenancy1764000000001 implements MigrationInterface {
  name = 'Tenancy1764000000001';

  async up(q: QueryRunner): Promise<void> {
    for (const schema of ['app', 'spine', 'audit', 'directory', 'search']) {
      await q.query(`create schema if not exists ${schema}`);
      await q.query(
        `grant usage on schema ${schema} to app_rw, app_relay, app_sealer, app_search, app_directory, app_retention`,
      );
    }
    await q.query(`
      create function app.firm() returns uuid language plpgsql stable parallel safe set search_path = '' as $$
      declare v text := pg_catalog.current_setting('app.firm_id', true); -- '' after a transaction
      begin
        if v is null or v = '' then raise exception 'tenant context missing' using errcode = '42501'; end if;
        return v::uuid;
      end $$`);
    await q.query(`
      create function app.sees(book uuid) returns boolean language plpgsql stable parallel safe set search_path = '' as $$
      declare v text := pg_catalog.current_setting('app.books', true);
      begin
        if v is null or v = '' then raise exception 'book context missing' using errcode = '42501'; end if;
        return v = '*' or book = any (v::uuid[]);
      end $$`);

    await q.query(`
      create table app.firm (
        firm_id uuid not null default app.firm() primary key,
        name text not null check (name <> ''),
        time_zone text not null,
        states text[] not null default '{}',
        phone text,
        postal_address text,
        settings jsonb not null default '{}',
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp()
      )`);
    await wall(q, 'app.firm');
    await q.query(`
      create table app.firm_key (
        firm_id uuid not null default app.firm(),
        key_no int not null,
        purpose text not null check (purpose in ('data', 'index')),
        wrapped bytea not null,
        kek_id text not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, purpose, key_no),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.firm_key', { grants: 'select, insert' });
    await q.query(`
      create table app.user (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        identity_id uuid not null,
        display_name text not null check (display_name <> ''),
        email text not null,
        role text not null check (role in ('owner', 'advisor', 'assistant', 'compliance', 'operations')),
        time_zone text not null,
        booking_link text,
        status text not null default 'active' check (status in ('active', 'left')),
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, identity_id),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.user');
    await q.query(`
      create table app.book (
        firm_id uuid not null default app.firm(),
        id uuid not null default uuidv7(),
        name text not null check (name <> ''),
        created_at timestamptz not null default clock_timestamp(),
        primary key (firm_id, id),
        unique (firm_id, name),
        foreign key (firm_id) references app.firm (firm_id)
      )`);
    await wall(q, 'app.book');
    await q.query(`
      create table app.book_member (
        firm_id uuid not null default app.firm(),
        book_id uuid not null,
        user_id uuid not null,
        removed_at timestamptz,
        primary key (firm_id, book_id, user_id),
        foreign key (firm_id, book_id) references app.book (firm_id, id),
        foreign key (firm_id, user_id) references app.user (firm_id, id)
      )`);
    // serves: the books of one user, at each sign-in and request
    await q.query(`create index on app.book_member (firm_id, user_id) where removed_at is null`);
    await wall(q, 'app.book_member');
  }

  async down(): Promise<void> {
    throw new Error('the first migration has no way back: drop the database');
  }
}
