import type { FirmContext } from '../tenancy/context.ts';

/** What is counted: by visitor's network, by number and address typed, and over the whole form. */
export type AllowanceKind = 'network' | 'phone' | 'email' | 'form';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An office shares a network and a robot does not stop; a number or address is one's own, and others type it too. */
const LIMITS: Readonly<Record<Exclude<AllowanceKind, 'form'>, { most: number; withinMs: number }>> = {
  network: { most: 60, withinMs: HOUR_MS },
  phone: { most: 3, withinMs: DAY_MS },
  email: { most: 5, withinMs: DAY_MS },
};

export interface Asked {
  readonly formId: string;
  /** of the whole form, in a day */
  readonly dailyLimit: number;
  readonly network: string;
  readonly email: string;
  /** E.164; undefined when none was given */
  readonly phone: string | undefined;
}

/**
 * Counts one submission; answers what it is too many of, if anything. In Postgres, so that every process counts together, and
 * in a transaction of its own: what is refused counts too.
 */
export async function takeAllowance(ctx: FirmContext, asked: Asked): Promise<AllowanceKind | undefined> {
  const limits: [kind: AllowanceKind, key: string, most: number, withinMs: number][] = [
    ['network', asked.network, LIMITS.network.most, LIMITS.network.withinMs],
    ['email', asked.email.trim().toLowerCase(), LIMITS.email.most, LIMITS.email.withinMs],
    ...(asked.phone
      ? [
          ['phone', asked.phone, LIMITS.phone.most, LIMITS.phone.withinMs] satisfies [
            AllowanceKind,
            ...unknown[],
          ],
        ]
      : []),
    ['form', 'all', asked.dailyLimit, DAY_MS],
  ];
  for (const [kind, key, most, withinMs] of limits) {
    const rows: { taken: number }[] = await ctx.em.query(
      `insert into app.form_allowance as a (form_id, kind, key_hash, since, taken) values ($1, $2, $3, $4, 1)
         on conflict (firm_id, form_id, kind, key_hash) do update set
           taken = case when a.since <= $5 then 1 else a.taken + 1 end,
           since = case when a.since <= $5 then excluded.since else a.since end
       returning taken`,
      [
        asked.formId,
        kind,
        await ctx.sealer.hash('address', `form-${kind}:${key}`),
        new Date(ctx.now()),
        new Date(ctx.now() - withinMs),
      ],
    );
    if ((rows[0]?.taken ?? 0) > most) return kind;
  }
  return undefined;
}
