import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEYOND_BOOKS } from '../support/beyond-books.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

let urls: FreshDatabase;
let owner: pg.Client;
let app: pg.Client;
beforeAll(async () => {
  urls = await freshDatabase();
  owner = new pg.Client({ connectionString: urls.owner });
  app = new pg.Client({ connectionString: urls.app });
  await Promise.all([owner.connect(), app.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await urls.drop();
});

const names = async (sql: string): Promise<string[]> =>
  (await owner.query<{ name: string }>(sql)).rows.map((row) => row.name);
const OURS = `n.nspname in ('app', 'spine', 'audit', 'directory', 'search')`;
const firmTables = () =>
  names(`select n.nspname || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id' and not a.attisdropped
         where c.relkind = 'r' and ${OURS} and n.nspname <> 'directory' order by 1`);

test('there are firm tables to look at', async () => {
  expect((await firmTables()).length).toBeGreaterThan(40);
});

test('every firm table is behind row-level security, its owner too', async () => {
  const open = await names(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where c.relkind = 'r' and ${OURS} and n.nspname <> 'directory'
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`,
  );
  expect(open).toEqual([]);
});

test('without a firm every statement of the application fails, on every table', async () => {
  for (const table of await firmTables()) {
    await expect(app.query(`select 1 from ${table} limit 1`), table).rejects.toMatchObject({ code: '42501' });
  }
});

test('no table of a firm has a unique key or a foreign key without the firm in it', async () => {
  const weak = await names(
    `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where i.indisunique and ${OURS} and n.nspname <> 'directory' and not a.attnum = any (i.indkey::int2[])
     union all
     select k.conrelid::regclass::text || '.' || k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where k.contype = 'f' and ${OURS} and not a.attnum = any (k.conkey)`,
  );
  expect(weak).toEqual([]);
});

test('every foreign key is indexed from its own side', async () => {
  const bare = await names(
    `select k.conrelid::regclass::text || '.' || k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and ${OURS} and cardinality(k.conkey) > 1 and not exists (
        select from pg_index i where i.indrelid = k.conrelid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`,
  );
  expect(bare).toEqual([]);
});

describe('functions that run as their owner', () => {
  const definers = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${OURS}`;

  test('fix their search path', async () => {
    expect(
      await names(
        `select p.oid::regprocedure::text as name ${definers} and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')`,
      ),
    ).toEqual([]);
  });

  test('take no firm: one that is handed in could be another one', async () => {
    expect(
      await names(`select p.oid::regprocedure::text as name ${definers} and exists (select from unnest(p.proargnames) a where a ~ '^(f|firm|firm_id)$')
        and not exists (select from unnest(p.proargmodes, p.proargnames) as m(mode, name) where m.name ~ '^(f|firm|firm_id)$' and m.mode = 't')`),
    ).toEqual([]);
  });

  test('are nobody’s to call but those they are for', async () => {
    expect(
      await names(
        `select p.oid::regprocedure::text as name ${definers} and has_function_privilege('public', p.oid, 'execute')`,
      ),
    ).toEqual([]);
  });
});

test('no role of ours may do everything or see behind the walls', async () => {
  expect(
    await names(
      `select rolname as name from pg_roles where rolname like 'app\\_%' and (rolsuper or rolbypassrls or rolcreaterole)`,
    ),
  ).toEqual([]);
});

test('what is about a person is behind the wall of their book', async () => {
  const open = await names(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id' and not a.attisdropped
      where c.relkind = 'r' and ${OURS} and not exists (
        select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) ~ 'app.sees') order by 1`,
  );
  expect(open).toEqual(BEYOND_BOOKS);
});

test('records cannot be deleted by the application', async () => {
  const deletable = await names(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and ${OURS} and has_table_privilege('app_rw', c.oid, 'DELETE') order by 1`,
  );
  // what is no record: the trigger of a live automation, milestones, which are refilled every night, and keys of a day
  expect(deletable).toEqual(['app.automation_trigger', 'app.idempotency', 'app.person_milestone']);
});
