import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { AnchorFile } from './anchor-file.ts';
import { SealerDb } from './sealer-db.ts';
import { verifyAudit } from './verify.ts';

let world: TestWorld;
let pool: pg.Pool;
let sealer: SealerDb;
let owner: pg.Client;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  pool = new pg.Pool({ connectionString: world.urls.sealer, max: 2 });
  sealer = new SealerDb(pool);
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
  folder = await mkdtemp(join(tmpdir(), 'rap-anchors-'));
});
afterAll(async () => {
  await owner.end();
  await pool.end();
  await world.close();
  await rm(folder, { recursive: true });
});

/** A firm with two seals, the second of which is anchored. */
async function anchoredFirm(): Promise<{ firm: TestFirm; verify: () => Promise<string[]> }> {
  const firm = await buildFirm(world);
  for (let seals = 0; seals < 2; seals++) {
    await buildPerson(firm);
    await expect.poll(() => sealer.seal(firm.firmId), { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
  }
  await new AnchorFile(folder).append(await sealer.heads(), Date.now());
  return {
    firm,
    async verify() {
      const { byFirm } = await new AnchorFile(folder).read();
      const anchors = byFirm.get(firm.firmId) ?? [];
      return (await firm.run((ctx) => verifyAudit(ctx, anchors))).faults.map(({ code }) => code);
    },
  };
}

// the owner is a member of the sealer's role, and so sees the chains of every firm
const LAST = `(select max(no) from audit.seal where firm_id = app.firm())`;
const LAST_SEALED = `e.firm_id = app.firm() and e.xid >= (select from_xid from audit.seal where firm_id = app.firm() and no = ${LAST})`;

/** As somebody with the owner's password, who puts everything in order behind himself. */
async function behindTheWall(firm: TestFirm, statements: readonly string[]): Promise<void> {
  await owner.query('begin');
  await owner.query(`select set_config('app.firm_id', $1, true)`, [firm.firmId]);
  for (const sql of statements) await owner.query(sql);
  await owner.query('commit');
}

test('each head is copied once, and nothing is wrong with what nobody touched', async () => {
  const { verify } = await anchoredFirm();
  expect(await new AnchorFile(folder).append(await sealer.heads(), Date.now())).toBe(0);
  expect(await verify()).toEqual([]);
});

test('a tail cut off with its rows and its head is found by the anchor alone', async () => {
  const { firm, verify } = await anchoredFirm();
  await behindTheWall(firm, [
    `delete from audit.record_version v using audit.event e where v.firm_id = app.firm() and ${LAST_SEALED}
        and e.detail->>'snapshot' = encode(v.snapshot_hash, 'hex')`,
    `delete from audit.event e where ${LAST_SEALED}`,
    `delete from audit.seal s where s.firm_id = app.firm() and s.no = ${LAST}`,
    `update audit.chain c set no = s.no, to_xid = s.to_xid, hash = s.hash from audit.seal s
      where c.firm_id = app.firm() and s.firm_id = c.firm_id and s.no = ${LAST}`,
  ]);
  expect((await firm.run((ctx) => verifyAudit(ctx))).faults).toEqual([]);
  expect(await verify()).toEqual(['anchor']);
});

test('a chain written anew over a changed row is found by the anchor alone', async () => {
  const { firm, verify } = await anchoredFirm();
  await behindTheWall(firm, [
    `update audit.event e set detail = detail || '{"edited": true}' where ${LAST_SEALED}`,
    `delete from audit.seal where firm_id = app.firm()`,
    `update audit.chain set no = 0, to_xid = '0', hash = '' where firm_id = app.firm()`,
  ]);
  await expect.poll(() => sealer.seal(firm.firmId), { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
  await buildPerson(firm);
  await expect.poll(() => sealer.seal(firm.firmId), { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
  expect((await firm.run((ctx) => verifyAudit(ctx))).faults).toEqual([]);
  expect(await verify()).toEqual(['anchor']);
});

test('an anchor that was edited breaks the line after it', async () => {
  await anchoredFirm();
  await anchoredFirm();
  const path = join(folder, 'audit-anchors.jsonl');
  const text = await readFile(path, 'utf8');
  const copy = await mkdtemp(join(tmpdir(), 'rap-anchors-'));
  await writeFile(join(copy, 'audit-anchors.jsonl'), text.replace(/"no":\d+/, '"no":99'));
  expect((await new AnchorFile(folder).read()).broken).toEqual([]);
  expect((await new AnchorFile(copy).read()).broken).toEqual([2]);
  await rm(copy, { recursive: true });
});
