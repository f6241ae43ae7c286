import type { FirmContext } from '../tenancy/context.ts';

/** The account behind a user of the firm, and what the rules of passwords must know of them. */
export interface OwnAccount {
  readonly identityId: string;
  readonly email: string;
  readonly names: readonly string[];
}

export async function ownAccount(ctx: FirmContext, userId: string): Promise<OwnAccount> {
  const rows: { identity_id: string; email: string; display_name: string; firm: string }[] =
    await ctx.em.query(
      `select u.identity_id, u.email, u.display_name, f.name as firm
         from app.user u join app.firm f on f.firm_id = u.firm_id where u.firm_id = $1 and u.id = $2`,
      [ctx.firmId, userId],
    );
  const row = rows[0];
  if (!row) throw new Error(`there is no user ${userId}`);
  return { identityId: row.identity_id, email: row.email, names: [row.display_name, row.firm] };
}
