import { In, IsNull } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from './person.entity.ts';

/** A person with every way to reach them. */
export interface PersonWithReach {
  readonly person: PersonEntity;
  readonly emails: readonly PersonEmailEntity[];
  readonly phones: readonly PersonPhoneEntity[];
}

export interface PersonFilter {
  /** beginning of "last name first name" */
  readonly name?: string;
  readonly ownerId?: string;
  readonly bookId?: string;
  readonly deleted?: boolean;
}

export type PersonSort = 'name' | 'newest';

/** Where a page of the list goes on: the sort value and id of the last row seen. Instants keep Postgres' microseconds as text. */
export interface PersonCursor {
  readonly value: string;
  readonly id: string;
}

/** One page of the people the actor may see, `limit + 1` rows at most, so that the caller knows whether more follow. */
export async function listPeople(
  ctx: FirmContext,
  filter: PersonFilter,
  sort: PersonSort,
  limit: number,
  after?: PersonCursor,
): Promise<{ rows: PersonEntity[]; cursorOf: (row: PersonEntity) => Promise<PersonCursor> }> {
  const query = ctx.em
    .getRepository(PersonEntity)
    .createQueryBuilder('p')
    .where('p.firmId = :firmId', { firmId: ctx.firmId })
    .andWhere(filter.deleted ? 'p.deletedAt is not null' : 'p.deletedAt is null')
    .limit(limit + 1);
  if (filter.name) query.andWhere('p.nameNorm ^@ :name', { name: filter.name.trim().toLowerCase() });
  if (filter.ownerId) query.andWhere('p.ownerId = :ownerId', { ownerId: filter.ownerId });
  if (filter.bookId) query.andWhere('p.bookId = :bookId', { bookId: filter.bookId });
  if (sort === 'name') {
    query.orderBy('p.nameNorm').addOrderBy('p.id');
    if (after) query.andWhere('(p.nameNorm, p.id) > (:value, :id)', after);
  } else {
    query.orderBy('p.createdAt', 'DESC').addOrderBy('p.id', 'DESC');
    if (after) query.andWhere('(p.createdAt, p.id) < (cast(:value as timestamptz), :id)', after);
  }
  const rows = await query.getMany();
  return {
    rows,
    cursorOf: async (row) => ({
      id: row.id,
      value: sort === 'name' ? row.nameNorm : await createdAtText(ctx, row.id),
    }),
  };
}

/** Adds the addresses and numbers of several people with two queries. */
export async function withReach(
  ctx: FirmContext,
  people: readonly PersonEntity[],
): Promise<PersonWithReach[]> {
  const ids = people.map((person) => person.id);
  if (ids.length === 0) return [];
  const where = { firmId: ctx.firmId, personId: In(ids), removedAt: IsNull() };
  const order = { isPrimary: 'DESC', createdAt: 'ASC' } as const;
  const emails = await ctx.em.getRepository(PersonEmailEntity).find({ where, order });
  const phones = await ctx.em.getRepository(PersonPhoneEntity).find({ where, order });
  return people.map((person) => ({
    person,
    emails: emails.filter((email) => email.personId === person.id),
    phones: phones.filter((phone) => phone.personId === person.id),
  }));
}

/** A JavaScript date drops the microseconds that Postgres sorts by. */
async function createdAtText(ctx: FirmContext, id: string): Promise<string> {
  const rows: { at: string }[] = await ctx.em.query(
    `select created_at::text as at from app.person where firm_id = $1 and id = $2`,
    [ctx.firmId, id],
  );
  return rows[0]?.at ?? '';
}
