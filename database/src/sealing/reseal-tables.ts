import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { UnsealError } from './cipher.ts';
import type { UnwrappedKeys } from './firm-keys.ts';
import { resealed, resealedSnapshot } from './reseal.ts';
import { placeColumn, type SealedTable } from './sealed-columns.ts';

export interface ResealBatch {
  readonly keys: UnwrappedKeys;
  readonly table: SealedTable;
  readonly batch: number;
  /** the key of the last row seen */
  readonly after?: readonly string[];
}

export interface Resealed {
  /** by `table.column` */
  readonly counts: Readonly<Record<string, number>>;
  /** places that do not open with the key they name */
  readonly unreadable: readonly string[];
  /** undefined when the table has come to its end */
  readonly last: readonly string[] | undefined;
}

/** The next rows of a table that hold a value under another key; each is rewritten unless somebody changed it meanwhile. */
export async function resealColumns(ctx: FirmContext, work: ResealBatch): Promise<Resealed> {
  const { keys, table } = work;
  const rows = await nextRows(ctx, work);
  const counts: Record<string, number> = {};
  const unreadable: string[] = [];
  for (const row of rows) {
    const rowId = keyOf(table, row).join(':');
    for (const column of table.columns) {
      const old = row[column];
      if (!Buffer.isBuffer(old)) continue;
      const fresh = tryTo(
        () => resealed(keys, { table: table.name, column: placeColumn(column), rowId }, old),
        () => unreadable.push(`${table.name}.${column} of ${rowId}`),
      );
      if (!fresh) continue;
      const updated: [unknown, number] = await ctx.em.query(
        `update ${table.sql} set "${column}" = $2
          where firm_id = $1 and "${column}" = $3 and (${keyColumns(table)}) = (${placeholders(table, 4)})`,
        [ctx.firmId, fresh, old, ...keyOf(table, row)],
      );
      const name = `${table.name}.${column}`;
      counts[name] = (counts[name] ?? 0) + updated[1];
    }
  }
  return { counts, unreadable, last: lastOf(work, rows) };
}

/**
 * Record versions. The audit log carries the hash of each snapshot, so a batch that rewrites them appends a row with the hash
 * before and after: the chain goes on covering them, and says that and when they were rewritten.
 */
export async function resealSnapshots(ctx: FirmContext, work: ResealBatch): Promise<Resealed> {
  const rows = await nextRows(ctx, work, 'table_name, record_id::text as record_id, snapshot_hash');
  const unreadable: string[] = [];
  const done: { id: string; from: string; to: string }[] = [];
  for (const row of rows) {
    const { id, snapshot_sealed: old, snapshot_hash: hash } = row;
    if (typeof id !== 'string' || !Buffer.isBuffer(old) || !Buffer.isBuffer(hash)) continue;
    const snapshot = {
      id,
      table: String(row['table_name']),
      recordId: String(row['record_id']),
      sealed: old,
    };
    const fresh = tryTo(
      () => resealedSnapshot(work.keys, snapshot),
      () => unreadable.push(`${work.table.name}.snapshot_sealed of ${id}`),
    );
    if (!fresh) continue;
    const updated: [unknown, number] = await ctx.em.query(
      `update audit.record_version set snapshot_sealed = $3, snapshot_hash = $4
        where firm_id = $1 and id = $2 and snapshot_hash = $5`,
      [ctx.firmId, id, fresh.sealed, fresh.hash, hash],
    );
    if (updated[1] === 1) done.push({ id, from: hash.toString('hex'), to: fresh.hash.toString('hex') });
  }
  if (done.length > 0) {
    await audit(ctx, 'record_version.resealed', { keyNo: work.keys.currentNo, resealed: done });
  }
  const counts = done.length > 0 ? { [`${work.table.name}.snapshot_sealed`]: done.length } : {};
  return { counts, unreadable, last: lastOf(work, rows) };
}

type Row = Readonly<Record<string, unknown>>;

function nextRows(ctx: FirmContext, { keys, table, batch, after }: ResealBatch, more = ''): Promise<Row[]> {
  const old = table.columns.map((column) => `substring("${column}" from 2 for 4) <> int4send($2)`);
  const beyond = after ? `and (${keyColumns(table)}) > (${placeholders(table, 4)})` : '';
  return ctx.em.query(
    `select ${table.key.map((column) => `t."${column}"::text as "${column}"`).join(', ')},
            ${table.columns.map((column) => `"${column}"`).join(', ')}${more ? `, ${more}` : ''}
       from ${table.sql} t where firm_id = $1 and (${old.join(' or ')}) ${beyond}
      order by ${table.key.map((column) => `t."${column}"`).join(', ')} limit $3`,
    [ctx.firmId, keys.currentNo, batch, ...(after ?? [])],
  );
}

const keyOf = (table: SealedTable, row: Row): string[] => table.key.map((column) => String(row[column]));
const keyColumns = (table: SealedTable): string => table.key.map((column) => `"${column}"`).join(', ');
const placeholders = (table: SealedTable, from: number): string =>
  table.key.map((_, index) => `$${from + index}`).join(', ');
const lastOf = ({ table, batch }: ResealBatch, rows: readonly Row[]): readonly string[] | undefined => {
  const last = rows.at(-1);
  return last && rows.length === batch ? keyOf(table, last) : undefined;
};

/** A value that does not open is told, and stands in nobody's way. */
function tryTo<T>(work: () => T, unreadable: () => void): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    unreadable();
    return undefined;
  }
}
