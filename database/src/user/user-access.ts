import type { FirmContext } from '../tenancy/context.ts';

/** With what a user signs in, and when they were last here. */
export interface UserSeen {
  readonly userId: string;
  readonly lastSeenAt: Date | null;
  readonly authenticatorApp: boolean;
  readonly passkeys: number;
}

/** Of everybody who works in the firm, by their name. An account is one in every firm, and so are its factors. */
export async function usersSeen(ctx: FirmContext): Promise<UserSeen[]> {
  const rows: { id: string; last_seen_at: Date | null; has_app: boolean | null; passkeys: number | null }[] =
    await ctx.em.query(
      `select u.id, s.last_seen_at, f.has_app, f.passkeys
         from app.user u
         left join lateral (select max(last_seen_at) as last_seen_at from app.session
                             where firm_id = u.firm_id and user_id = u.id) s on true
         left join directory.second_factors_of(
                array(select identity_id from app.user where firm_id = $1 and status = 'active')) f
           on f.identity_id = u.identity_id
        where u.firm_id = $1 and u.status = 'active' order by u.display_name, u.id`,
      [ctx.firmId],
    );
  return rows.map(({ id, last_seen_at, has_app, passkeys }) => ({
    userId: id,
    lastSeenAt: last_seen_at,
    authenticatorApp: has_app ?? false,
    passkeys: passkeys ?? 0,
  }));
}
