import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { verifyAudit } from '../audit/verify.ts';
import { openCommunication, storeCommunication } from '../communication/store-communication.ts';
import { CommunicationEntity } from '../communication/communication.entity.ts';
import { givePermission, openConsentAddress } from '../consent/consent-commands.ts';
import { PermissionEntity } from '../consent/consent.entity.ts';
import { dataSourceOptions } from '../data-source.ts';
import { addNote, changeNote, openNote } from '../note/note-commands.ts';
import { NoteEntity } from '../note/note.entity.ts';
import { openPersonDates } from '../person/person-dates.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { TenantDb } from '../tenancy/tenant-db.ts';
import { rotateKeys, type RotationOptions } from './rotate-keys.ts';

let world: TestWorld;
let owner: pg.Client;
let ownerSource: DataSource;
let ownerDb: TenantDb;
beforeAll(async () => {
  world = await openWorld();
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
  ownerSource = await new DataSource(dataSourceOptions(world.urls.owner, 2)).initialize();
  ownerDb = new TenantDb(ownerSource, world.keys);
});
afterAll(async () => {
  await ownerSource.destroy();
  await owner.end();
  await world.close();
});

const rotate = (firm: TestFirm, options: RotationOptions = {}) =>
  rotateKeys(ownerDb, world.keys, firm.firmId, { settleMs: 0, batch: 3, ...options });

/** As the owner of the tables, in the firm. */
async function asOwner<T extends pg.QueryResultRow>(firm: TestFirm, sql: string): Promise<T[]> {
  await owner.query('begin');
  await owner.query(`select set_config('app.firm_id', $1, true)`, [firm.firmId]);
  const { rows } = await owner.query<T>(sql);
  await owner.query('commit');
  return rows;
}

/** A firm whose people have dates, notes, messages and permissions. */
async function filledFirm(people = 4): Promise<TestFirm> {
  const firm = await buildFirm(world);
  for (let i = 0; i < people; i++) {
    const person = await buildPerson(firm, { birthDate: '1961-05-0' + String(i + 1) });
    await firm.run(async (ctx) => {
      const note = await addNote(ctx, { personId: person.id, body: 'first words' });
      await changeNote(ctx, note.id, note.version, `note ${i}`);
      await storeCommunication(ctx, {
        personId: person.id,
        channel: 'email',
        direction: 'in',
        address: `maria${i}@example.com`,
        subject: 'Roth conversion',
        body: `about my rollover ${i}`,
        automatic: false,
        occurredAtMs: ctx.now(),
      });
      await givePermission(ctx, {
        personId: person.id,
        channel: 'email',
        purpose: 'service',
        address: `maria${i}@example.com`,
        textVersion: '1',
        textShown: 'You may write.',
        proof: {},
      });
    });
  }
  return firm;
}

/** Everything sealed, opened by the product's own readers. */
async function readAll(firm: TestFirm): Promise<unknown> {
  return firm.run(async (ctx) => {
    const where = { where: { firmId: firm.firmId }, order: { id: 'ASC' as const } };
    const all: unknown[] = [];
    for (const row of await ctx.em.getRepository(PersonEntity).find(where))
      all.push(await openPersonDates(ctx, row));
    for (const row of await ctx.em.getRepository(NoteEntity).find(where)) all.push(await openNote(ctx, row));
    for (const row of await ctx.em.getRepository(CommunicationEntity).find(where))
      all.push(await openCommunication(ctx, row));
    for (const row of await ctx.em.getRepository(PermissionEntity).find(where))
      all.push(await openConsentAddress(ctx, row));
    const versions: { id: string; record_id: string; table_name: string; snapshot_sealed: Buffer }[] =
      await ctx.em.query(`select * from audit.record_version order by id`);
    for (const version of versions) {
      const place = { table: 'audit.record_version', column: 'snapshot', rowId: version.id };
      const snapshot = JSON.parse(await ctx.sealer.open(place, version.snapshot_sealed));
      if (version.table_name !== 'app.note') continue;
      // what a record said before stays readable from its version
      const body = { table: 'app.note', column: 'body', rowId: version.record_id };
      all.push(await ctx.sealer.open(body, Buffer.from(snapshot.bodySealed.base64, 'base64')));
    }
    const found: { message_id: string }[] = await ctx.em.query(
      `select message_id from search.message_ids($1::bigint[])`,
      [await ctx.sealer.tokens('message', 'rollover')],
    );
    return { all, found: found.length };
  });
}

test('after a rotation everything reads the same, and the old key may be lost', async () => {
  const firm = await filledFirm();
  const before = await readAll(firm);
  const filesBefore = await readdir(world.keysFolder);
  const report = await rotate(firm);
  expect(report).toMatchObject({ keyNo: 2, resumed: false, unreadable: [] });
  const notes = report.columns.find(({ column }) => column === 'app.note.body_sealed');
  expect(notes).toEqual({ column: 'app.note.body_sealed', values: 4, resealed: 4 });
  for (const { values, resealed } of report.columns) expect(resealed).toBe(values);

  // the key-encryption key before is gone, and so may be the data key before
  const files = (await readdir(world.keysFolder)).filter((file) => file.startsWith(firm.firmId));
  expect(files).toEqual([`${firm.firmId}.2.kek`]);
  expect(filesBefore).toContain(`${firm.firmId}.kek`);
  const retired = await asOwner(
    firm,
    `delete from app.firm_key where retired_at is not null returning key_no`,
  );
  expect(retired).toEqual([{ key_no: 1 }]);
  await firm.run((ctx) => world.keys.of(ctx.em, firm.firmId, { fresh: true }));
  expect(await readAll(firm)).toEqual(before);
});

test('the chain still covers the snapshots, and a snapshot swapped afterwards is found', async () => {
  const firm = await filledFirm(2);
  await rotate(firm);
  expect((await firm.run((ctx) => verifyAudit(ctx))).faults).toEqual([]);
  await asOwner(
    firm,
    `update audit.record_version set snapshot_sealed = b.snapshot_sealed, snapshot_hash = sha256(b.snapshot_sealed || 'x')
       from (select snapshot_sealed from audit.record_version order by id desc limit 1) b
      where id = (select id from audit.record_version order by id limit 1)`,
  );
  expect((await firm.run((ctx) => verifyAudit(ctx))).faults.map(({ code }) => code)).toEqual(['snapshot']);
});

test('a sealed column that is added later is found by its name alone', async () => {
  await owner.query(
    `create table app.vault (firm_id uuid not null default app.firm(), shelf text, no int, secret_sealed bytea, primary key (firm_id, shelf, no))`,
  );
  const firm = await buildFirm(world);
  const place = { table: 'app.vault', column: 'secret', rowId: 'top:7' };
  await ownerDb.run(firm.who, async (ctx) => {
    const sealed = await ctx.sealer.seal(place, 'a later secret');
    await ctx.em.query(`insert into app.vault (shelf, no, secret_sealed) values ('top', 7, $1)`, [sealed]);
  });
  await rotate(firm);
  const opened = await ownerDb.run(firm.who, async (ctx) => {
    const rows: { secret_sealed: Buffer }[] = await ctx.em.query(`select secret_sealed from app.vault`);
    const sealed = rows[0]?.secret_sealed ?? Buffer.alloc(0);
    return { keyNo: sealed.readUInt32BE(1), text: await ctx.sealer.open(place, sealed) };
  });
  expect(opened).toEqual({ keyNo: 2, text: 'a later secret' });
  await owner.query(`drop table app.vault`);
});

test('every column of bytes in a firm’s table is sealed by name, or one of those that hold hashes and keys', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and a.atttypid = 'bytea'::regtype and n.nspname in ('app', 'audit', 'spine') and a.attname not like '%\\_sealed'
      order by 1`,
  );
  const plain = rows.map((row) => row.name).filter((name) => !name.endsWith('_hash'));
  expect(plain).toEqual(['app.firm_key.wrapped', 'audit.chain.hash', 'audit.seal.hash', 'audit.seal.prev']);
});

test('a value that was swapped between rows is named, and no key is retired', async () => {
  const firm = await filledFirm(2);
  await asOwner(
    firm,
    `update app.note set body_sealed = (select body_sealed from app.note order by id desc limit 1)`,
  );
  const report = await rotate(firm);
  expect(report.unreadable).toHaveLength(1);
  expect(report.unreadable[0]).toMatch(/^app\.note\.body_sealed of /);
  expect(await asOwner(firm, `select key_no from app.firm_key where retired_at is not null`)).toEqual([]);
});

test('killed in the middle, the next call goes on and the counts still come out', async () => {
  const firm = await filledFirm(6);
  const before = await readAll(firm);
  let [kills, batches] = [0, 0];
  for (const killAfter of [1, 3, 6]) {
    const child = spawn(
      process.execPath,
      [
        '--conditions=source',
        fileURLToPath(new URL('../../../tests/support/children/rotate-child.ts', import.meta.url)),
        world.urls.owner,
        world.keysFolder,
        firm.firmId,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const gone = once(child, 'exit');
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line) batches += 1;
      if (++seen === killAfter) child.kill('SIGKILL');
    }
    const [code, signal]: unknown[] = await gone;
    if (signal === 'SIGKILL') kills += 1;
    else expect(code).toBe(0);
  }
  expect(kills).toBe(3);
  expect(batches).toBeGreaterThan(3);

  // the product writes on meanwhile, under whichever key it holds
  await buildPerson(firm, { birthDate: '1970-01-01' });
  const report = await rotate(firm);
  expect(report).toMatchObject({ keyNo: 2, resumed: true, unreadable: [] });
  const notes = report.columns.find(({ column }) => column === 'app.note.body_sealed');
  expect(notes).toEqual({ column: 'app.note.body_sealed', values: 6, resealed: 6 });
  await asOwner(firm, `delete from app.firm_key where retired_at is not null`);
  await firm.run((ctx) => world.keys.of(ctx.em, firm.firmId, { fresh: true }));
  const after = await readAll(firm);
  expect(JSON.stringify(after)).toContain('1970-01-01');
  expect(JSON.stringify(after)).toContain(JSON.stringify(before).slice(9, 60));
});
