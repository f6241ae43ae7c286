import type { EntityTarget, FindOptionsWhere, SelectQueryBuilder } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';
import type { RecordEntity } from './record-entity.ts';

/** What a list is sorted by: an expression over the record `r`, never null, and the type that its value is read back as. */
export interface ListOrder {
  readonly by: string;
  readonly type: 'text' | 'timestamptz' | 'uuid';
  readonly descending: boolean;
}

/** Ids are made in the order of their time (uuidv7). */
export const NEWEST: ListOrder = { by: 'r.id', type: 'uuid', descending: true };

/** The two ways through a list of which only the time of making counts. */
export const BY_TIME = { newest: NEWEST, oldest: { ...NEWEST, descending: false } } as const;

/** The ways through a list of things with names. */
export const BY_NAME_OR_TIME = {
  name: { by: 'r.name', type: 'text', descending: false },
  ...BY_TIME,
} as const satisfies Record<string, ListOrder>;

/** Where a list goes on: sort value, as Postgres writes it (a JavaScript date drops microseconds), and id of the last row. */
export interface ListPlace {
  readonly value: string;
  readonly id: string;
}

/** The place is none of this list: it was made up, or it is of a list that is sorted otherwise. */
export class NoSuchPlace extends Error {
  constructor() {
    super('no such place in the list');
  }
}

const VALUES = {
  text: /^/,
  timestamptz: /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}( BC)?)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;

/** Asked before Postgres is: a cast that fails ends the transaction. */
export function checkPlace({ type }: Pick<ListOrder, 'type'>, place: ListPlace | undefined): void {
  if (place && !VALUES[type].test(place.value)) throw new NoSuchPlace();
}

export interface ListQuery<T> {
  /** equal to these; what is undefined is not asked */
  readonly where?: Partial<Record<keyof T, unknown>>;
  readonly narrow?: (query: SelectQueryBuilder<T & object>) => void;
  readonly order?: ListOrder;
  readonly limit: number;
  readonly after?: ListPlace | undefined;
  /** the deleted ones instead of the others */
  readonly deleted?: boolean;
}

export interface Listed<T> {
  readonly rows: T[];
  /** undefined on the last page */
  readonly next: ListPlace | undefined;
}

/** One page of the records that the actor may see, by key and never by offset: no page skips or repeats a row. */
export async function listRecords<T extends RecordEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  { where = {}, narrow, order = NEWEST, limit, after, deleted = false }: ListQuery<T>,
): Promise<Listed<T>> {
  checkPlace(order, after);
  const repository = ctx.em.getRepository(entity);
  const asked = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined));
  const direction = order.descending ? 'DESC' : 'ASC';
  const query = repository
    .createQueryBuilder('r')
    .addSelect(`(${order.by})::text`, 'place')
    .where({ firmId: ctx.firmId, ...asked } as FindOptionsWhere<T>) // the keys are fields of T
    .orderBy(order.by, direction)
    .addOrderBy('r.id', direction)
    .limit(limit + 1);
  if (repository.metadata.findColumnWithPropertyName('deletedAt')) {
    query.andWhere(deleted ? 'r.deletedAt is not null' : 'r.deletedAt is null');
  }
  narrow?.(query);
  if (after) {
    const beyond = order.descending ? '<' : '>';
    query.andWhere(
      `(${order.by}, r.id) ${beyond} (cast(:placeValue as ${order.type}), cast(:placeId as uuid))`,
      {
        placeValue: after.value,
        placeId: after.id,
      },
    );
  }
  const { entities, raw } = await query.getRawAndEntities<{ place: string }>();
  const rows = entities.slice(0, limit);
  const [last, value] = [rows.at(-1), raw[limit - 1]?.place];
  return {
    rows,
    next: entities.length > limit && last && value !== undefined ? { value, id: last.id } : undefined,
  };
}

/** All records of a kind that stays few, oldest first. */
export function allRecords<T extends RecordEntity>(ctx: FirmContext, entity: EntityTarget<T>): Promise<T[]> {
  return ctx.em
    .getRepository(entity)
    .createQueryBuilder('r')
    .where('r.firmId = :firmId and r.deletedAt is null', { firmId: ctx.firmId })
    .orderBy('r.id')
    .getMany();
}
