import type { Page } from '@rap/contracts/paging';
import type { Listed } from '@rap/database/records/list-records';
import type { RecordEntity } from '@rap/database/records/record-entity';
import { findRecord, type WriteOutcome } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { EntityTarget } from 'typeorm';
import { writeCursor } from './cursor.ts';
import { notFound, stale } from './problem-error.ts';

/** How one kind of record is shown, and what it is called when it is not there. */
export interface Shown<T, V> {
  readonly what: string;
  readonly show: (ctx: FirmContext, row: T) => V | Promise<V>;
}

/** The record as it stands after a write, or the refusal: not there, or somebody else was first. */
export async function settled<T extends RecordEntity, V>(
  ctx: FirmContext,
  { what, show }: Shown<T, V>,
  written: WriteOutcome<T>,
): Promise<V> {
  if (written.outcome === 'missing') throw notFound(what);
  if (written.outcome === 'stale') throw stale(await show(ctx, written.current));
  return show(ctx, written.row);
}

/** One record the actor may see, or 404. */
export async function found<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  what: string,
): Promise<T> {
  const row = await findRecord(ctx, entity, id);
  if (!row) throw notFound(what);
  return row;
}

/** One page of a list as it is answered. */
export async function paged<T extends RecordEntity, V>(
  ctx: FirmContext,
  { show }: Pick<Shown<T, V>, 'show'>,
  { rows, next }: Listed<T>,
): Promise<Page<V>> {
  const items: V[] = [];
  for (const row of rows) items.push(await show(ctx, row));
  return { items, next: next ? writeCursor(next) : null };
}
