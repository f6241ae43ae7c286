import type { FirmContext } from '../tenancy/context.ts';

/** Notes that a person was in touch; an earlier instant never takes the place of a later one. */
export async function noteContact(
  ctx: FirmContext,
  personId: string,
  at = new Date(ctx.now()),
): Promise<void> {
  await ctx.em.query(
    `update app.person set last_contact_at = greatest(last_contact_at, $3) where firm_id = $1 and id = $2`,
    [ctx.firmId, personId, at],
  );
}
