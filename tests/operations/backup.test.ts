import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackup, copyStores, restoreStores, wasShutDown } from '../../scripts/lib/backup.mjs';
import { giveToPostgres, startPostgres, type PostgresServer } from '../../scripts/lib/postgres.mjs';
import { freePorts, stopProcess } from '../../scripts/lib/processes.mjs';

const AT = { at: '2026-11-24T17:00:00.000Z' };
let folder: string;
let data: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rap-backup-'));
  // Postgres has a user of its own, who has to reach its files
  chmodSync(folder, 0o755);
  data = join(folder, 'data');
  mkdirSync(join(data, 'keys'), { recursive: true });
  writeFileSync(join(data, 'keys', 'a.kek'), 'the key');
  writeFileSync(join(data, 'secrets.json'), '{}');
  writeFileSync(join(data, 'temporal.db'), 'histories');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(dir: string): Promise<PostgresServer> {
  const [port = 0] = await freePorts(1);
  return startPostgres({ dir, port, password: 'postgres', log: join(folder, 'pg.log') });
}

async function ask(server: PostgresServer, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test(
  'only a cluster that was shut down in order is copied; what comes back is what was there',
  { timeout: 120_000 },
  async () => {
    const cluster = join(data, 'pg');
    const running = await start(cluster);
    await ask(running, `create table kept (word text)`);
    await ask(running, `insert into kept values ('before')`);
    expect(wasShutDown(cluster)).toBe(false);
    await stopProcess(running.pid, 'SIGKILL');
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    expect(wasShutDown(cluster)).toBe(false);
    await expect(copyStores(data, join(folder, 'refused'), AT)).rejects.toThrow(/not shut down in order/);

    const again = await start(cluster);
    await stopProcess(again.pid, 'SIGINT', 60_000);
    expect(wasShutDown(cluster)).toBe(true);
    const backup = join(folder, 'backup');
    const manifest = await copyStores(data, backup, AT);
    expect(manifest.files.length).toBeGreaterThan(500);
    expect(await checkBackup(backup)).toEqual(manifest);
    await expect(copyStores(data, backup, AT)).rejects.toThrow(/not empty/);
    // the key store is never in it
    expect(manifest.files.filter(({ path }) => /keys|secrets/.test(path))).toEqual([]);

    const target = join(folder, 'restored');
    expect(() => restoreStores(backup, backup, target)).toThrow(/no key store/);
    expect(() => restoreStores(backup, data, data)).toThrow(/ever restored over data/);
    restoreStores(backup, data, target);
    expect(statSync(target).mode & 0o777).toBe(0o700);
    expect(existsSync(join(target, 'keys', 'a.kek'))).toBe(true);
    chmodSync(target, 0o755);
    giveToPostgres(join(target, 'pg'));
    const restored = await start(join(target, 'pg'));
    expect(await ask(restored, `select word from kept`)).toEqual([{ word: 'before' }]);
    await stopProcess(restored.pid, 'SIGINT', 60_000);
  },
);

test.each([
  [
    'a byte more',
    (backup: string) => appendFileSync(join(backup, 'temporal.db'), 'x'),
    'temporal.db was changed',
  ],
  ['a file less', (backup: string) => rmSync(join(backup, 'temporal.db')), 'temporal.db is missing'],
  [
    'a file more',
    (backup: string) => writeFileSync(join(backup, 'pg/slipped-in'), ''),
    'pg/slipped-in was not there',
  ],
  ['no manifest', (backup: string) => rmSync(join(backup, 'manifest.json')), 'was not finished'],
])('a backup with %s is refused, and the words say where', async (_name, harm, words) => {
  const copy = mkdtempSync(join(folder, 'harmed-'));
  cpSync(join(folder, 'backup'), copy, { recursive: true });
  harm(copy);
  await expect(checkBackup(copy)).rejects.toThrow(words);
});
