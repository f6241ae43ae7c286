import type { FirmContext } from '../tenancy/context.ts';

/** How fast one account of a provider may be used. */
export interface ProviderPace {
  readonly provider: 'smtp' | 'twilio';
  /** the account or number; firms do not share one */
  readonly account: string;
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Takes one token of the account's bucket, or none. The bucket stands in Postgres, so it decides for every worker, for the
 * inline path and the queue alike; it runs on the database's clock.
 */
export async function takeToken(ctx: FirmContext, pace: ProviderPace): Promise<boolean> {
  const taken: unknown[] = await ctx.em.query(
    `insert into app.provider_bucket as b (provider, account, tokens) values ($1, $2, $4::double precision - 1)
       on conflict (firm_id, provider, account) do update set
         tokens = least($4, b.tokens + extract(epoch from clock_timestamp() - b.refilled_at) * $3) - 1,
         refilled_at = clock_timestamp()
       where least($4, b.tokens + extract(epoch from clock_timestamp() - b.refilled_at) * $3) >= 1
     returning 1`,
    [pace.provider, pace.account, pace.perSecond, pace.burst],
  );
  return taken.length > 0;
}
