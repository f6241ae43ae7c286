import type { EntityTarget } from 'typeorm';
import { UnsealError } from '../sealing/cipher.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { NoSuchPlace, type ListPlace } from './list-records.ts';
import type { ChangeKind } from './record-change.ts';
import type { RecordEntity } from './record-entity.ts';

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface VersionOfRecord {
  readonly id: string;
  readonly version: number;
  readonly change: ChangeKind;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
  readonly changes: readonly FieldChange[];
}

interface VersionRow {
  id: string;
  version: number;
  change: ChangeKind;
  at: Date;
  actor: string;
  reason: string | null;
  snapshot_sealed: Buffer;
}

type SealedSnapshot = Pick<VersionRow, 'id' | 'snapshot_sealed'>;
type Snapshot = Readonly<Record<string, unknown>>;

/** Says nothing that the version itself does not say. */
const OF_THE_ROW = new Set(['firmId', 'id', 'version', 'createdAt', 'nameNorm', 'addressNorm']);

/** One page of a record's versions, newest first, each with what it changed. Whether the actor may see the record is asked before. */
export async function recordHistory<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  recordId: string,
  limit: number,
  after?: ListPlace,
): Promise<{ versions: VersionOfRecord[]; next: ListPlace | undefined }> {
  if (after && !/^\d{1,9}$/.test(after.value)) throw new NoSuchPlace();
  const table = ctx.em.getRepository(entity).metadata.tablePath;
  const rows: VersionRow[] = await ctx.em.query(
    `select id, version, change, at, actor, reason, snapshot_sealed from audit.record_version
      where firm_id = $1 and table_name = $2 and record_id = $3 and version < coalesce($4::int, 2147483647)
      order by version desc limit $5`,
    [ctx.firmId, table, recordId, after ? Number(after.value) : null, limit + 1],
  );
  const snapshots: Snapshot[] = [];
  for (const row of rows) snapshots.push(await openSnapshot(ctx, table, recordId, row));
  const versions = rows.slice(0, limit).map(({ snapshot_sealed: _sealed, ...row }, index) => ({
    ...row,
    changes: differences(snapshots[index + 1] ?? {}, snapshots[index] ?? {}),
  }));
  const last = versions.at(-1);
  return {
    versions,
    next: rows.length > limit && last ? { value: String(last.version), id: last.id } : undefined,
  };
}

/** One version of a record, with what it changed. Whether the actor may see the record is asked before. */
export async function versionOf(
  ctx: FirmContext,
  table: string,
  recordId: string,
  version: number,
): Promise<VersionTold | undefined> {
  const rows: { id: string }[] = await ctx.em.query(
    `select id from audit.record_version where firm_id = $1 and table_name = $2 and record_id = $3 and version = $4`,
    [ctx.firmId, table, recordId, version],
  );
  const [told] = await versionsById(
    ctx,
    rows.map(({ id }) => id),
  );
  return told;
}

/** One version as it stands in the timeline of a person. */
export interface VersionTold extends VersionOfRecord {
  /** schema and table of the record */
  readonly table: string;
  readonly recordId: string;
}

/** These versions, each with what it changed. Whether the actor may see their records is asked before. */
export async function versionsById(ctx: FirmContext, ids: readonly string[]): Promise<VersionTold[]> {
  if (ids.length === 0) return [];
  const columns = ['id', 'version', 'change', 'at', 'actor', 'reason', 'snapshot_sealed'];
  const rows: (VersionRow & {
    table: string;
    recordId: string;
    before_id: string | null;
    before_sealed: Buffer | null;
  })[] = await ctx.em.query(
    `select ${columns.map((column) => `v.${column}`).join(', ')}, v.table_name as "table", v.record_id as "recordId",
              b.id as before_id, b.snapshot_sealed as before_sealed
         from audit.record_version v
         left join audit.record_version b on b.firm_id = v.firm_id and b.table_name = v.table_name
           and b.record_id = v.record_id and b.version = v.version - 1
        where v.firm_id = $1 and v.id = any ($2)`,
    [ctx.firmId, ids],
  );
  const told: VersionTold[] = [];
  for (const { snapshot_sealed, before_id, before_sealed, ...row } of rows) {
    const open = (version: SealedSnapshot) => openSnapshot(ctx, row.table, row.recordId, version);
    const before =
      before_id && before_sealed ? await open({ id: before_id, snapshot_sealed: before_sealed }) : {};
    told.push({ ...row, changes: differences(before, await open({ id: row.id, snapshot_sealed })) });
  }
  return told;
}

/** The row as it was, sealed columns opened and without the ending that says they are sealed. */
async function openSnapshot(
  ctx: FirmContext,
  table: string,
  recordId: string,
  row: SealedSnapshot,
): Promise<Snapshot> {
  const place = { table: 'audit.record_version', column: 'snapshot', rowId: row.id };
  const kept: Record<string, unknown> = JSON.parse(await ctx.sealer.open(place, row.snapshot_sealed));
  const opened: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(kept)) {
    if (OF_THE_ROW.has(field) || field.endsWith('Hash')) continue;
    if (!field.endsWith('Sealed')) {
      opened[field] = value;
      continue;
    }
    const name = field.slice(0, -'Sealed'.length);
    const column = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    opened[name] = await openField(ctx, { table, column, rowId: recordId }, value);
  }
  return opened;
}

async function openField(
  ctx: FirmContext,
  place: { table: string; column: string; rowId: string },
  value: unknown,
): Promise<string | null> {
  if (typeof value !== 'object' || value === null || !('base64' in value)) return null;
  try {
    return await ctx.sealer.open(place, Buffer.from(String(value.base64), 'base64'));
  } catch (error) {
    // its key was destroyed since: that it changed is still known
    if (error instanceof UnsealError) return null;
    throw error;
  }
}

function differences(before: Snapshot, after: Snapshot): FieldChange[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
