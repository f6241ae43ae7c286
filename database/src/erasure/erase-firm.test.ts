import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { SealerDb } from '../audit/sealer-db.ts';
import { verifyAudit } from '../audit/verify.ts';
import { storeCommunication } from '../communication/store-communication.ts';
import { dataSourceOptions } from '../data-source.ts';
import { Directory } from '../identity/directory.ts';
import { PLATFORM } from '../identity/platform.ts';
import { addNote } from '../note/note-commands.ts';
import { systemClock, TenantDb, type Clock } from '../tenancy/tenant-db.ts';
import { eraseFirm, type ErasureRequest } from './erase-firm.ts';
import type { ExportManifest } from './export-firm.ts';
import { placeLegalHold, releaseLegalHold } from './legal-hold.ts';

const LATER_MS = 8 * 366 * 86_400_000;
const PLANTED = [
  'Zacharias',
  'zacharias@planted.example',
  'planted words of a note',
  'planted mail',
  '1961-05-04',
];

let world: TestWorld;
let owner: pg.Client;
let ownerSource: DataSource;
let folder: string;
let directory: Directory;
beforeAll(async () => {
  world = await openWorld();
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
  ownerSource = await new DataSource(dataSourceOptions(world.urls.owner, 2)).initialize();
  directory = new Directory(world.dataSource, Buffer.alloc(32, 5));
  folder = await mkdtemp(join(tmpdir(), 'rap-export-'));
});
afterAll(async () => {
  await ownerSource.destroy();
  await owner.end();
  await world.close();
  await rm(folder, { recursive: true });
});

/** A firm with one of everything that could stay behind. */
async function filledFirm(name: string, more: { isDemo?: boolean } = {}): Promise<TestFirm> {
  const email = `${randomUUID()}@owner.example`;
  const identityId = await directory.addIdentity(email, 'a long enough password');
  const firm = await buildFirm(world, {
    name,
    owner: { identityId, displayName: 'Zacharias', email, timeZone: 'America/New_York' },
    ...more,
  });
  const person = await buildPerson(firm, {
    firstName: 'Zacharias',
    birthDate: '1961-05-04',
    emails: [{ address: 'zacharias@planted.example' }],
  });
  await firm.run(async (ctx) => {
    await directory.put(ctx, 'login', email, firm.ownerId);
    await directory.put(ctx, 'mailbox', firm.firmId, firm.ownerId);
    await addNote(ctx, { personId: person.id, body: 'planted words of a note' });
    await storeCommunication(ctx, {
      personId: person.id,
      channel: 'email',
      direction: 'in',
      address: 'zacharias@planted.example',
      subject: 'planted mail',
      body: 'planted mail',
      automatic: false,
      occurredAtMs: ctx.now(),
    });
    await ctx.em.query(
      `insert into app.person_milestone (person_id, kind, on_date) values ($1, 'birthday', current_date + 3) on conflict do nothing`,
      [person.id],
    );
  });
  return firm;
}

let exports = 0;
function erase(firm: TestFirm, more: Partial<ErasureRequest> = {}, clock: Clock = systemClock) {
  exports += 1;
  return eraseFirm(new TenantDb(ownerSource, world.keys, { clock }), world.keys, {
    firmId: firm.firmId,
    confirm: 'Harbor One',
    exportsFolder: join(folder, String(exports)),
    actor: 'system:test',
    correlationId: 'test',
    endRuns: () => Promise.resolve(),
    ...more,
  });
}
const later: Clock = { now: () => Date.now() + LATER_MS };

/** Every row of every table that names the firm, with whatever it says. */
async function rowsOf(firm: TestFirm): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('app', 'spine', 'audit', 'directory', 'search', 'public')`,
  );
  const found: string[] = [];
  await owner.query(`select set_config('app.firm_id', $1, false)`, [firm.firmId]);
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`select t::text as text from ${name} t`);
    for (const { text } of rows) {
      if (text.includes(firm.firmId)) found.push(`${name}: ${text}`);
    }
  }
  return found;
}

test('refused by a wrong name, within retention, and while a legal hold stands; then nothing has changed', async () => {
  const firm = await filledFirm('Harbor One');
  expect(await erase(firm, { confirm: 'harbor one' })).toEqual({
    outcome: 'not_confirmed',
    name: 'Harbor One',
  });
  const year = new Date().getUTCFullYear();
  expect(await erase(firm)).toMatchObject({
    outcome: 'refused',
    refusal: { code: 'retention', words: expect.stringContaining(`until ${year + 7}-01-01`) },
  });
  const holds = await firm.run(async (ctx) => [
    await placeLegalHold(ctx, 'first matter'),
    await placeLegalHold(ctx, 'second matter'),
  ]);
  for (const hold of holds) {
    expect(await erase(firm, {}, later)).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'legal_hold' },
    });
    await firm.run((ctx) => releaseLegalHold(ctx, hold.id, hold.version));
  }
  // written while the export was made: not in it, so nothing may go
  const writes = () => firm.run(async (ctx) => void (await placeLegalHold(ctx, 'meanwhile')));
  expect(await erase(firm, { endRuns: writes }, later)).toMatchObject({ outcome: 'refused' });
  expect((await firm.run((ctx) => verifyAudit(ctx))).ok).toBe(true);
  expect((await rowsOf(firm)).length).toBeGreaterThan(20);
  // not even a half of an export
  for (const attempt of await readdir(folder)) expect(await readdir(join(folder, attempt))).toEqual([]);
});

test('a demo is erased at once, unless a legal hold stands; no firm becomes one', async () => {
  const [firm, real] = [await filledFirm('Harbor One', { isDemo: true }), await filledFirm('Harbor Two')];
  const hold = await firm.run((ctx) => placeLegalHold(ctx, 'a matter'));
  expect(await erase(firm)).toMatchObject({ outcome: 'refused', refusal: { code: 'legal_hold' } });
  await firm.run((ctx) => releaseLegalHold(ctx, hold.id, hold.version));
  expect(await erase(firm)).toMatchObject({ outcome: 'erased' });
  await expect(
    real.run((ctx) => ctx.em.query(`update app.firm set is_demo = true where firm_id = $1`, [ctx.firmId])),
  ).rejects.toThrow('stays so');
});

test('nothing of an erased firm can be read by any path; the export can, and other firms are as they were', async () => {
  const [firm, other] = [await filledFirm('Harbor One'), await filledFirm('Harbor Two')];
  const sealer = new SealerDb(new pg.Pool({ connectionString: world.urls.sealer, max: 1 }));
  await sealer.seal(firm.firmId);
  await sealer.seal(other.firmId);
  const otherBefore = await rowsOf(other);
  // what a backup of the database holds: wrapped keys and sealed values
  const kept = await firm.run(async (ctx) => ({
    keys: (await ctx.em.query(`select * from app.firm_key`)) as { kek_id: string; wrapped: Buffer }[],
    mailbox: await directory.find('mailbox', firm.firmId),
  }));
  expect(kept.mailbox).toHaveLength(1);

  let ended = 0;
  const done = await erase(firm, { endRuns: async () => void (ended += 1) }, later);
  if (done.outcome !== 'erased') throw new Error(JSON.stringify(done));
  expect(ended).toBe(1);
  const { rows: gone } = done.certificate;
  expect(gone['app.person']).toBe(1);
  expect(gone['directory.identity']).toBe(1);

  // the export: complete, readable, and as its manifest says
  const target = done.exportFolder ?? '';
  const manifestText = await readFile(join(target, 'manifest.json'), 'utf8');
  expect(createHash('sha256').update(manifestText).digest('hex')).toBe(done.certificate.exportSha256);
  const manifest = JSON.parse(manifestText) as ExportManifest;
  expect((await stat(target)).mode & 0o777).toBe(0o700);
  let text = '';
  for (const { path, sha256, rows } of manifest.files) {
    const content = await readFile(join(target, path), 'utf8');
    expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
    expect(content.trim().split('\n')).toHaveLength(rows);
    text += content;
  }
  for (const word of PLANTED) expect(text).toContain(word);
  const exported = new Set(manifest.files.map((file) => file.table));
  const missing = Object.keys(gone).filter((table) => !exported.has(table));
  expect(missing.sort()).toEqual(['app.firm_key', 'app.message_search', 'directory.identity']);

  // the database: the certificate, with ids and counts alone
  const left = await rowsOf(firm);
  const platform = left.filter((row) => row.startsWith(`audit.event: (${PLATFORM},`));
  expect(platform.map((row) => /directory\.firm\.\w+/.exec(row)?.[0])).toEqual([
    'directory.firm.erase_begin',
    'directory.firm.erase',
  ]);
  expect(left).toHaveLength(3);
  expect(left.filter((row) => row.startsWith('directory.erased_firm: '))).toHaveLength(1);
  expect(left.join('\n')).not.toContain('Harbor');
  expect(await directory.find('mailbox', firm.firmId)).toEqual([]);
  // the key store, for whoever has an old backup
  expect((await readdir(world.keysFolder)).filter((file) => file.startsWith(firm.firmId))).toEqual([]);
  await expect(firm.run((ctx) => world.keys.of(ctx.em, firm.firmId, { fresh: true }))).rejects.toThrow(
    /no keys/,
  );

  // others
  expect(await rowsOf(other)).toEqual(otherBefore);
  expect((await other.run((ctx) => verifyAudit(ctx))).faults).toEqual([]);
  expect(await erase(firm, {}, later)).toEqual({
    outcome: 'erased_before',
    certificate: done.certificate,
    exportFolder: undefined, // it is in the folder of the request before
  });
});

test('an erasure that was interrupted is finished by the next request, with its export', async () => {
  const firm = await filledFirm('Harbor One');
  const exportsFolder = join(folder, 'interrupted');
  const killed = erase(
    firm,
    { exportsFolder, endRuns: () => Promise.reject(new Error('killed before the commit')) },
    later,
  );
  await expect(killed).rejects.toThrow(/killed/);
  expect((await rowsOf(firm)).length).toBeGreaterThan(20);
  expect(await readdir(exportsFolder)).toHaveLength(1);

  const destroy = vi.spyOn(world.keys, 'destroy').mockRejectedValueOnce(new Error('killed after the commit'));
  await expect(erase(firm, { exportsFolder }, later)).rejects.toThrow(/after the commit/);
  destroy.mockRestore();
  const again = await erase(firm, { exportsFolder }, later);
  if (again.outcome !== 'erased_before') throw new Error(JSON.stringify(again));
  const sum = again.certificate.exportSha256;
  expect(await readdir(exportsFolder)).toEqual([`${firm.firmId}-${sum.slice(0, 12)}`]);
  expect((await readdir(world.keysFolder)).filter((file) => file.startsWith(firm.firmId))).toEqual([]);
  expect(await erase(firm, { exportsFolder }, later)).toEqual(again);
});

test('of two erasures at once one erases, and both answer with the same certificate', async () => {
  const firm = await filledFirm('Harbor One');
  const exportsFolder = join(folder, 'twice');
  // both have exported before either erases
  let exported = 0;
  let go: (() => void) | undefined;
  const bothExported = new Promise<void>((resolve) => (go = resolve));
  const endRuns = async () => {
    exported += 1;
    if (exported === 2) go?.();
    await bothExported;
  };
  const both = await Promise.all([0, 1].map(() => erase(firm, { exportsFolder, endRuns }, later)));
  expect(both.map(({ outcome }) => outcome).sort()).toEqual(['erased', 'erased_before']);
  const [one, two] = both.map((done) => ('certificate' in done ? done.certificate : undefined));
  expect(one).toEqual(two);
  expect(await erase(firm, { exportsFolder }, later)).toMatchObject({ outcome: 'erased_before' });
  expect(await readdir(exportsFolder)).toHaveLength(1);
});
