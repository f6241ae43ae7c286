import { createHash } from 'node:crypto';
import { SnakeNaming } from '../naming.ts';
import { keyNoOf, sealBytes, unsealBytes, UnsealError, type SealedPlace } from './cipher.ts';
import type { UnwrappedKeys } from './firm-keys.ts';
import type { FirmSealer } from './firm-sealer.ts';

/** The same value under the current key; undefined when it has it already. Throws `UnsealError` when it does not open. */
export function resealed(keys: UnwrappedKeys, place: SealedPlace, sealed: Buffer): Buffer | undefined {
  const keyNo = keyNoOf(sealed);
  if (keyNo === keys.currentNo) return undefined;
  const [old, current] = [keys.data.get(keyNo), keys.data.get(keys.currentNo)];
  if (!old || !current) throw new UnsealError(`there is no data key ${keyNo}`);
  return sealBytes(current, keys.currentNo, place, unsealBytes(old, place, sealed));
}

export interface Snapshot {
  readonly id: string;
  readonly table: string;
  readonly recordId: string;
  readonly sealed: Buffer;
}

/** A snapshot and the sealed columns inside it under the current key, with its new hash; undefined when it has it already. */
export function resealedSnapshot(
  keys: UnwrappedKeys,
  snapshot: Snapshot,
): { sealed: Buffer; hash: Buffer } | undefined {
  if (keyNoOf(snapshot.sealed) === keys.currentNo) return undefined;
  const place = { table: 'audit.record_version', column: 'snapshot', rowId: snapshot.id };
  const old = keys.data.get(keyNoOf(snapshot.sealed));
  const current = keys.data.get(keys.currentNo);
  if (!old || !current) throw new UnsealError(`there is no data key ${keyNoOf(snapshot.sealed)}`);
  const row: Record<string, unknown> = JSON.parse(unsealBytes(old, place, snapshot.sealed).toString('utf8'));
  for (const [field, value] of Object.entries(row)) {
    const inner = sealedBytes(field, value);
    if (!inner) continue;
    const fresh = resealed(keys, innerPlace(snapshot.table, snapshot.recordId, field), inner);
    if (fresh) row[field] = { base64: fresh.toString('base64') };
  }
  const sealed = sealBytes(current, keys.currentNo, place, Buffer.from(JSON.stringify(row), 'utf8'));
  return { sealed, hash: createHash('sha256').update(sealed).digest() };
}

/** A snapshot's text with the sealed columns inside it opened, under their own names. */
export async function openSnapshot(
  sealer: FirmSealer,
  table: string,
  recordId: string,
  text: string,
): Promise<Record<string, unknown>> {
  const row: Record<string, unknown> = JSON.parse(text);
  const opened: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(row)) {
    const inner = sealedBytes(field, value);
    if (inner)
      opened[field.replace(/Sealed$/, '')] = await sealer.open(innerPlace(table, recordId, field), inner);
    else opened[field] = value;
  }
  return opened;
}

const naming = new SnakeNaming();

const innerPlace = (table: string, rowId: string, field: string): SealedPlace => ({
  table,
  column: naming.columnName(field.replace(/Sealed$/, ''), undefined),
  rowId,
});

/** Snapshots keep bytes as base64 (see `recordChange`). */
function sealedBytes(field: string, value: unknown): Buffer | undefined {
  if (!field.endsWith('Sealed') || typeof value !== 'object' || value === null) return undefined;
  const base64: unknown = Reflect.get(value, 'base64');
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined;
}
