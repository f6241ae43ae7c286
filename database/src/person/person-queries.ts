import { In, IsNull } from 'typeorm';
import { listRecords, NEWEST, type Listed, type ListPlace } from '../records/list-records.ts';
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
  readonly name?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly bookId?: string | undefined;
  readonly tagId?: string | undefined;
  readonly state?: string | undefined;
  readonly deleted?: boolean;
}

/** One page of the people the actor may see. */
export async function listPeople(
  ctx: FirmContext,
  { name, tagId, deleted = false, ...equal }: PersonFilter,
  sort: 'name' | 'newest',
  limit: number,
  after?: ListPlace,
): Promise<Listed<PersonEntity>> {
  return listRecords(ctx, PersonEntity, {
    where: equal,
    narrow: (query) => {
      if (name) query.andWhere('r.nameNorm ^@ :name', { name: name.trim().toLowerCase() });
      if (tagId) query.andWhere(TAGGED, { tagId });
    },
    order: sort === 'name' ? { by: 'r.nameNorm', type: 'text', descending: false } : NEWEST,
    limit,
    after,
    deleted,
  });
}

const TAGGED = `exists (select from app.person_tag t
  where t.firm_id = r.firm_id and t.person_id = r.id and t.tag_id = :tagId and t.removed_at is null)`;

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

/** Those of these people that the actor may see, whether deleted or not. */
export async function peopleByIds(ctx: FirmContext, ids: readonly string[]): Promise<PersonEntity[]> {
  return ctx.em.getRepository(PersonEntity).findBy({ firmId: ctx.firmId, id: In([...ids]) });
}
