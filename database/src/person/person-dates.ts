import type { FirmContext } from '../tenancy/context.ts';
import type { PersonEntity } from './person.entity.ts';

/** What the two sealed dates of a person are bound to. */
export const birthDateOf = (id: string) => ({ table: 'app.person', column: 'birth_date', rowId: id });
export const reviewDueOf = (id: string) => ({ table: 'app.person', column: 'review_due', rowId: id });

/** The birth date (`YYYY-MM-DD`) and the day of the next review, decrypted. */
export async function openPersonDates(
  ctx: FirmContext,
  person: Pick<PersonEntity, 'id' | 'birthDateSealed' | 'reviewDueSealed'>,
): Promise<{ birthDate: string | null; reviewDueOn: string | null }> {
  return {
    birthDate: await ctx.sealer.open(birthDateOf(person.id), person.birthDateSealed),
    reviewDueOn: await ctx.sealer.open(reviewDueOf(person.id), person.reviewDueSealed),
  };
}
