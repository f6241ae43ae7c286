import { In } from 'typeorm';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { readPhone } from '@rap/domain/messages/phone';
import { PersonEntity } from '../person/person.entity.ts';
import { listPeople } from '../person/person-queries.ts';
import type { FirmContext } from '../tenancy/context.ts';

export type FoundBy = 'email' | 'phone' | 'name' | 'similar_name';

export interface Found {
  readonly person: PersonEntity;
  readonly by: FoundBy;
}

/**
 * People the actor may see whom the words mean: by a whole address, by a whole number, by the beginning of their name, and
 * then by names that are spelled nearly so. Everybody once, the surest first.
 */
export async function searchPeople(ctx: FirmContext, words: string, limit: number): Promise<Found[]> {
  const found = new Map<string, Found>();
  const add = (by: FoundBy, people: readonly PersonEntity[]): void => {
    for (const person of people) if (!found.has(person.id)) found.set(person.id, { person, by });
  };
  const email = readEmailAddress(words);
  if (email.ok) add('email', await reachedBy(ctx, 'person_email', 'address_norm', email.normalised, limit));
  const phone = readPhone(words);
  if (phone.ok) add('phone', await reachedBy(ctx, 'person_phone', 'e164', phone.e164, limit));
  if (found.size < limit) add('name', (await listPeople(ctx, { name: words }, 'name', limit)).rows);
  if (found.size < limit) add('similar_name', await nearlyNamed(ctx, words, limit));
  return [...found.values()].slice(0, limit);
}

async function reachedBy(
  ctx: FirmContext,
  table: 'person_email' | 'person_phone',
  column: 'address_norm' | 'e164',
  value: string,
  limit: number,
): Promise<PersonEntity[]> {
  const rows: { person_id: string }[] = await ctx.em.query(
    `select person_id from app.${table} where firm_id = $1 and ${column} = $2 and removed_at is null order by person_id limit $3`,
    [ctx.firmId, value, limit],
  );
  return inOrder(
    ctx,
    rows.map((row) => row.person_id),
  );
}

async function nearlyNamed(ctx: FirmContext, words: string, limit: number): Promise<PersonEntity[]> {
  const rows: { person_id: string }[] = await ctx.em.query(
    `select person_id from search.people_like($1, $2)`,
    [words.toLowerCase(), limit],
  );
  return inOrder(
    ctx,
    rows.map((row) => row.person_id),
  );
}

async function inOrder(ctx: FirmContext, ids: readonly string[]): Promise<PersonEntity[]> {
  const rows = await ctx.em.getRepository(PersonEntity).findBy({ firmId: ctx.firmId, id: In([...ids]) });
  return ids.flatMap((id) => rows.filter((row) => row.id === id && row.deletedAt === null));
}
