import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { foundFirm, type FoundedFirm, type NewFirm } from '@rap/database/firm/found-firm';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb, type Clock } from '@rap/database/tenancy/tenant-db';
import { freshDatabase, type FreshDatabase } from '../database.ts';

/** A database of one's own with the way into it, as the product composes it. */
export interface TestWorld {
  readonly urls: FreshDatabase;
  readonly dataSource: DataSource;
  readonly keys: FirmKeys;
  readonly keysFolder: string;
  readonly db: TenantDb;
  /** reads as the owner of the tables, also those that the application reaches by functions only; a firm's with its id */
  asOwner(sql: string, firmId?: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface TestWorldOptions {
  readonly poolSize?: number;
  readonly clock?: Clock;
}

/** Close it in `afterAll`. */
export async function openWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const urls = await freshDatabase();
  const keysFolder = await mkdtemp(join(tmpdir(), 'rap-keys-'));
  const keys = new FirmKeys(new FileKeyWrapper(keysFolder));
  const dataSource = await new DataSource(
    dataSourceOptions(urls.app, options.poolSize, { prepare: true }),
  ).initialize();
  const db = new TenantDb(dataSource, keys, options.clock ? { clock: options.clock } : {});
  return {
    urls,
    dataSource,
    keys,
    keysFolder,
    db,
    async asOwner(sql, firmId = '') {
      const client = new pg.Client({ connectionString: urls.owner });
      await client.connect();
      try {
        await client.query(`select set_config('app.firm_id', $1, false)`, [firmId]);
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    async close() {
      await dataSource.destroy();
      await urls.drop();
      await rm(keysFolder, { recursive: true });
    },
  };
}

/** A firm of one's own, so that tests share nothing. */
export interface TestFirm extends FoundedFirm {
  /** its owner, who sees every book */
  readonly who: Who;
  run<T>(work: (ctx: FirmContext) => Promise<T>): Promise<T>;
}

export async function buildFirm(world: TestWorld, overrides: Partial<NewFirm> = {}): Promise<TestFirm> {
  const firmId = randomUUID();
  const founder: Who = { firmId, actor: 'system:test', books: '*', correlationId: `test-${firmId}` };
  const founded = await world.db.run(founder, (ctx) =>
    foundFirm(ctx, world.keys, {
      name: 'Harbor Retirement Advisors',
      timeZone: 'America/New_York',
      states: ['NY'],
      owner: {
        identityId: randomUUID(),
        displayName: 'Dana Reyes',
        email: 'dana@harbor.example',
        timeZone: 'America/New_York',
      },
      ...overrides,
    }),
  );
  const who: Who = { ...founder, actor: `user:${founded.ownerId}` };
  return { ...founded, who, run: (work) => world.db.run(who, work) };
}
