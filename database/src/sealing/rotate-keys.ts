import { audit } from '../records/record-change.ts';
import type { FirmContext, Who } from '../tenancy/context.ts';
import type { TenantDb } from '../tenancy/tenant-db.ts';
import { KEY_CACHE_MS, type FirmKeys } from './firm-keys.ts';
import { resealColumns, resealSnapshots, type Resealed } from './reseal-tables.ts';
import { sealedTables, SNAPSHOTS, type SealedTable } from './sealed-columns.ts';

/** Over the cache of keys: the longest that a transaction which sealed with the old one may stay open. */
const LONGEST_TRANSACTION_MS = 30_000;

export interface RotationOptions {
  /** rows a transaction */
  readonly batch?: number;
  /** how long other processes may go on sealing with the key before, by the database's clock */
  readonly settleMs?: number;
  readonly onBatch?: (table: string, resealed: number) => void;
  readonly onWait?: (ms: number) => void;
}

export interface RotationReport {
  readonly keyNo: number;
  /** it had begun before and was interrupted */
  readonly resumed: boolean;
  /** values under the new key by `table.column`, counted at the end; `resealed` of them were rewritten, the rest written new */
  readonly columns: readonly {
    readonly column: string;
    readonly values: number;
    readonly resealed: number;
  }[];
  /** values that do not open with the key they name: nothing is retired until somebody has looked */
  readonly unreadable: readonly string[];
}

/**
 * Gives a firm a new data key under a new key-encryption key and rewrites every sealed column of every table under it. Runs
 * as the owner of the tables (receipts and record versions are nobody else's to rewrite), beside the running product, in
 * short transactions: a row that somebody changes meanwhile is left to them. Killed at any point, the next call goes on.
 */
export async function rotateKeys(
  db: TenantDb,
  keys: FirmKeys,
  firmId: string,
  options: RotationOptions = {},
): Promise<RotationReport> {
  const { batch = 200, settleMs = KEY_CACHE_MS + LONGEST_TRANSACTION_MS } = options;
  const who: Who = { firmId, actor: 'system:keys', books: '*', correlationId: `keys:${firmId}` };
  const begun = await db.run(who, (ctx) => begin(ctx, keys));
  // only now: a rotation that was rolled back would have wrapped nothing under the new one
  await db.run(who, (ctx) => keys.forgetOldKeks(ctx.em, firmId));
  const tables = await db.run(who, (ctx) => sealedTables(ctx.em));
  const unreadable = new Set<string>();
  for (let waited = false; ; waited = true) {
    let left = 0;
    for (const table of tables) {
      left += await resealTable(db, who, { keys, keyNo: begun.keyNo, table, batch, unreadable }, options);
    }
    const waitMs = waited ? 0 : await db.run(who, (ctx) => msUntilSettled(ctx, begun.keyNo, settleMs));
    if (waitMs > 0) options.onWait?.(waitMs);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (left === 0 && waited) break;
  }
  return db.run(who, (ctx) => finish(ctx, { ...begun, tables, unreadable: [...unreadable] }));
}

async function begin(ctx: FirmContext, keys: FirmKeys): Promise<{ keyNo: number; resumed: boolean }> {
  // one rotation of a firm at a time begins
  await ctx.em.query(`select 1 from app.firm where firm_id = $1 for update`, [ctx.firmId]);
  const open: { key_no: number }[] = await ctx.em.query(
    `select key_no from app.key_rotation where firm_id = $1 and finished_at is null`,
    [ctx.firmId],
  );
  if (open[0]) return { keyNo: open[0].key_no, resumed: true };
  await keys.rewrap(ctx.em, ctx.firmId);
  const keyNo = await keys.addDataKey(ctx.em, ctx.firmId);
  await ctx.em.query(`insert into app.key_rotation (key_no) values ($1)`, [keyNo]);
  await audit(ctx, 'keys.rotation_begun', { keyNo });
  return { keyNo, resumed: false };
}

interface TableWork {
  readonly keys: FirmKeys;
  readonly keyNo: number;
  readonly table: SealedTable;
  readonly batch: number;
  readonly unreadable: Set<string>;
}

/** One pass over a table; answers how many values it rewrote. The counts are kept in the transaction that rewrites. */
async function resealTable(
  db: TenantDb,
  who: Who,
  work: TableWork,
  { onBatch }: RotationOptions,
): Promise<number> {
  const { table, keyNo } = work;
  const reseal = table.name === SNAPSHOTS ? resealSnapshots : resealColumns;
  let all = 0;
  for (let after: readonly string[] | undefined; ;) {
    const done: Resealed = await db.run(who, async (ctx) => {
      const keys = await work.keys.of(ctx.em, ctx.firmId, { fresh: true });
      const resealed = await reseal(ctx, { keys, table, batch: work.batch, ...(after ? { after } : {}) });
      await keepCounts(ctx, keyNo, resealed.counts);
      return resealed;
    });
    for (const place of done.unreadable) work.unreadable.add(place);
    const rewritten = Object.values(done.counts).reduce((sum, count) => sum + count, 0);
    all += rewritten;
    if (rewritten > 0) onBatch?.(table.name, rewritten);
    if (!done.last) return all;
    after = done.last;
  }
}

async function keepCounts(
  ctx: FirmContext,
  keyNo: number,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [column, count] of Object.entries(counts)) {
    await ctx.em.query(
      `update app.key_rotation set resealed = jsonb_set(resealed, array[$3], to_jsonb(coalesce((resealed->>$3)::bigint, 0) + $4))
        where firm_id = $1 and key_no = $2`,
      [ctx.firmId, keyNo, column, count],
    );
  }
}

async function msUntilSettled(ctx: FirmContext, keyNo: number, settleMs: number): Promise<number> {
  const rows: { ms: string }[] = await ctx.em.query(
    `select greatest(0, $3 - extract(epoch from clock_timestamp() - started_at) * 1000) as ms
       from app.key_rotation where firm_id = $1 and key_no = $2`,
    [ctx.firmId, keyNo, settleMs],
  );
  return Math.ceil(Number(rows[0]?.ms ?? 0));
}

interface Outcome {
  readonly keyNo: number;
  readonly resumed: boolean;
  readonly tables: readonly SealedTable[];
  readonly unreadable: readonly string[];
}

/** Counts what stands under the new key; retires the old ones when nothing stands under them any more. */
async function finish(ctx: FirmContext, outcome: Outcome): Promise<RotationReport> {
  const { keyNo, tables, unreadable } = outcome;
  const rows: { resealed: Record<string, number> }[] = await ctx.em.query(
    `select resealed from app.key_rotation where firm_id = $1 and key_no = $2`,
    [ctx.firmId, keyNo],
  );
  const columns: RotationReport['columns'][number][] = [];
  for (const table of tables) {
    for (const column of table.columns) {
      const counted: { under: string; other: string }[] = await ctx.em.query(
        `select count(*) filter (where substring("${column}" from 2 for 4) = int4send($2)) as under,
                count(*) filter (where substring("${column}" from 2 for 4) <> int4send($2)) as other
           from ${table.sql} where firm_id = $1 and "${column}" is not null`,
        [ctx.firmId, keyNo],
      );
      const name = `${table.name}.${column}`;
      const other = Number(counted[0]?.other ?? 0);
      if (other > 0 && unreadable.length === 0) throw new Error(`${name}: ${other} values came back`);
      columns.push({
        column: name,
        values: Number(counted[0]?.under ?? 0),
        resealed: rows[0]?.resealed[name] ?? 0,
      });
    }
  }
  if (unreadable.length === 0) {
    await ctx.em.query(
      `update app.firm_key set retired_at = clock_timestamp()
        where firm_id = $1 and purpose = 'data' and key_no <> $2 and retired_at is null`,
      [ctx.firmId, keyNo],
    );
    await ctx.em.query(
      `update app.key_rotation set finished_at = clock_timestamp() where firm_id = $1 and key_no = $2`,
      [ctx.firmId, keyNo],
    );
    await audit(ctx, 'keys.rotated', { keyNo, resealed: rows[0]?.resealed ?? {} });
  }
  return { keyNo, resumed: outcome.resumed, columns, unreadable };
}
