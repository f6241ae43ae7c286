import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';

/** What a write has to answer to be read as an entity: named one by one, so that a plan the server keeps outlives a new column. */
export const fieldsOf = <T extends ObjectLiteral>(ctx: FirmContext, entity: EntityTarget<T>): string[] =>
  ctx.em.getRepository(entity).metadata.columns.map((column) => column.propertyName);

/** What a write has answered, as the entities that reading them back would give. */
export function returned<T extends ObjectLiteral>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  raw: unknown,
): T[] {
  const { metadata } = ctx.em.getRepository(entity);
  const { driver } = ctx.em.dataSource;
  const rows = raw as readonly Readonly<Record<string, unknown>>[]; // what `returning` gives in Postgres
  return rows.map((columns) => {
    const row = metadata.create() as T; // it is this entity's metadata
    for (const column of metadata.columns) {
      column.setEntityValue(row, driver.prepareHydratedValue(columns[column.databaseName], column));
    }
    return row;
  });
}
