import type { FirmContext } from '../tenancy/context.ts';

/** The address and the number that stand first for somebody. */
export interface FirstWays {
  readonly email: string | null;
  readonly phone: string | null;
}

/** One reading for many people; whoever has none of both is left out. */
export async function firstWaysOf(
  ctx: FirmContext,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, FirstWays>> {
  const rows: (FirstWays & { personId: string })[] = await ctx.em.query(
    `select p.id as "personId",
            (select e.address from app.person_email e
              where e.firm_id = p.firm_id and e.person_id = p.id and e.removed_at is null
              order by e.is_primary desc, e.id limit 1) as email,
            (select t.number from app.person_phone t
              where t.firm_id = p.firm_id and t.person_id = p.id and t.removed_at is null
              order by t.is_primary desc, t.id limit 1) as phone
       from app.person p where p.firm_id = $1 and p.id = any ($2)`,
    [ctx.firmId, personIds],
  );
  return new Map(rows.map(({ personId, ...ways }) => [personId, ways]));
}
