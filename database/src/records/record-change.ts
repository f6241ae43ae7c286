import { createHash } from 'node:crypto';
import { newId } from './new-id.ts';
import type { FirmContext } from '../tenancy/context.ts';

export type ChangeKind = 'create' | 'update' | 'delete' | 'restore';

export interface RecordChange {
  /** schema and table, e.g. `app.person` */
  readonly table: string;
  readonly recordId: string;
  /** the version after the change */
  readonly version: number;
  readonly change: ChangeKind;
  /** the whole row after the change; sealed, so that the original can always be rebuilt and nobody reads it in passing */
  readonly snapshot: object;
  /** names of the fields that changed; goes to the audit log in clear */
  readonly fields?: readonly string[];
  readonly reason?: string;
}

/**
 * Appends the record version and its audit row in the caller's transaction. The audit row carries the SHA-256 of the sealed
 * snapshot, so the hash chain over audit rows also covers the snapshots (SEC Rule 17a-4(f)(2)(i)(A): the original can be
 * re-created, who and when are known).
 */
export async function recordChange(ctx: FirmContext, change: RecordChange): Promise<void> {
  const id = newId();
  const sealed = await ctx.sealer.seal(
    { table: 'audit.record_version', column: 'snapshot', rowId: id },
    JSON.stringify(change.snapshot, bytesAsBase64),
  );
  const hash = createHash('sha256').update(sealed).digest();
  const detail = {
    recordId: change.recordId,
    version: change.version,
    ...(change.fields ? { fields: change.fields } : {}),
    snapshot: hash.toString('hex'),
  };
  await ctx.em.query(
    `with version as (
       insert into audit.record_version
         (id, table_name, record_id, version, change, snapshot_sealed, snapshot_hash, actor, reason, correlation_id, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $13))
     insert into audit.event (actor, action, detail, correlation_id) values ($8, $11, $12, $10)`,
    [
      id,
      change.table,
      change.recordId,
      change.version,
      change.change,
      sealed,
      hash,
      ctx.actor,
      change.reason ?? null,
      ctx.correlationId,
      `${change.table}.${change.change}`,
      JSON.stringify(detail),
      new Date(ctx.now()),
    ],
  );
}

/** Appends one audit row: what was done, by the context's actor. `detail` holds ids, field names and enums only. */
export async function audit(
  ctx: FirmContext,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await ctx.em.query(
    `insert into audit.event (actor, action, detail, correlation_id) values ($1, $2, $3, $4)`,
    [ctx.actor, action, JSON.stringify(detail), ctx.correlationId],
  );
}

/** Buffers (sealed columns) as base64 instead of JSON's list of numbers. */
function bytesAsBase64(this: unknown, key: string, value: unknown): unknown {
  const raw: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return Buffer.isBuffer(raw) ? { base64: raw.toString('base64') } : value;
}
