import type { DeepPartial, EntityTarget, FindOptionsWhere } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { fieldsOf, returned } from './returning.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { recordChange, type ChangeKind } from './record-change.ts';
import type { DeletableEntity, RecordEntity } from './record-entity.ts';

/** What became of a write that named the version it saw. Expected outcomes, so a union and no exception. */
export type WriteOutcome<T> =
  | { readonly outcome: 'written'; readonly row: T }
  | { readonly outcome: 'stale'; readonly current: T }
  | { readonly outcome: 'missing' };

interface ChangeOptions {
  readonly reason?: string;
}

/** Inserts one record with its first version and audit row. */
export async function insertRecord<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  values: DeepPartial<NoInfer<T>>,
  options: ChangeOptions = {},
): Promise<T> {
  const inserted = await ctx.em
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values(values as QueryDeepPartialEntity<T>) // TypeORM's two partial types do not meet for a generic entity
    .returning(fieldsOf(ctx, entity))
    .execute();
  const [row] = returned(ctx, entity, inserted.raw);
  if (!row) throw new Error('the inserted row is not answered');
  await remember(ctx, entity, row, 'create', Object.keys(values), options);
  return row;
}

/**
 * Changes one record by compare-and-set on its version (TypeORM's own version column protects nothing: of two saves from the
 * same version both pass). Answers the row as it stands now when somebody else was first.
 */
export async function updateRecord<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  version: number,
  changes: QueryDeepPartialEntity<T>,
  options: ChangeOptions & { change?: ChangeKind } = {},
): Promise<WriteOutcome<T>> {
  const { change = 'update' } = options;
  const result = await ctx.em
    .createQueryBuilder()
    .update(entity)
    .set({ ...changes, version: () => 'version + 1' } as QueryDeepPartialEntity<T>) // an expression is no value of T.version
    .where('firm_id = :firmId and id = :id and version = :version', { firmId: ctx.firmId, id, version })
    .andWhere(change === 'restore' || !isDeletable(ctx, entity) ? 'true' : 'deleted_at is null')
    .returning(fieldsOf(ctx, entity))
    .execute();
  const [row] = returned(ctx, entity, result.raw);
  if (!row) {
    const options = { withDeleted: change === 'restore' || change === 'delete' };
    const current = await findRecord(ctx, entity, id, options);
    return current ? { outcome: 'stale', current } : { outcome: 'missing' };
  }
  await remember(ctx, entity, row, change, Object.keys(changes), options);
  return { outcome: 'written', row };
}

/** Marks a record deleted; it can be restored, and only the retention job removes it for good. */
export async function deleteRecord<T extends DeletableEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  version: number,
  options: ChangeOptions = {},
): Promise<WriteOutcome<T>> {
  const changes = deletedAt<T>(new Date(ctx.now()));
  return updateRecord(ctx, entity, id, version, changes, { ...options, change: 'delete' });
}

/** Brings a deleted record back. */
export async function restoreRecord<T extends DeletableEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  version: number,
  options: ChangeOptions = {},
): Promise<WriteOutcome<T>> {
  const changes = deletedAt<T>(null);
  return updateRecord(ctx, entity, id, version, changes, { ...options, change: 'restore' });
}

/** One record the actor may see, or undefined; deleted ones only when asked for. */
export async function findRecord<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  { withDeleted = false } = {},
): Promise<T | undefined> {
  const query = ctx.em
    .getRepository(entity)
    .createQueryBuilder('r')
    .where({ firmId: ctx.firmId, id } as FindOptionsWhere<T>); // both are fields of every RecordEntity
  if (!withDeleted && isDeletable(ctx, entity)) query.andWhere('r.deletedAt is null');
  return (await query.getOne()) ?? undefined;
}

async function remember<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  row: T,
  change: ChangeKind,
  fields: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  await recordChange(ctx, {
    table: ctx.em.getRepository(entity).metadata.tablePath,
    recordId: row.id,
    version: row.version,
    change,
    snapshot: row,
    fields,
    ...(options.reason ? { reason: options.reason } : {}),
  });
}

const isDeletable = <T extends RecordEntity>(ctx: FirmContext, entity: EntityTarget<T>): boolean =>
  ctx.em.getRepository(entity).metadata.findColumnWithPropertyName('deletedAt') !== undefined;

/** TypeScript cannot see that a partial of a generic T has T's own fields. */
const deletedAt = <T extends DeletableEntity>(at: Date | null) =>
  ({ deletedAt: at }) as unknown as QueryDeepPartialEntity<T>;
