import type { FirmContext } from '../tenancy/context.ts';

/** The person's open runs that hear this kind of event and began before it. */
export async function openRunsListening(
  ctx: FirmContext,
  personId: string,
  kind: string,
  seq: number,
): Promise<{ enrolmentId: string }[]> {
  const rows: { id: string }[] = await ctx.em.query(
    `select id from app.enrolment
      where firm_id = $1 and person_id = $2 and status <> 'ended' and $3 = any (listens)
        and (state->'marks'->'start'->>'seq')::bigint < $4
      order by id`,
    [ctx.firmId, personId, kind, seq],
  );
  return rows.map((row) => ({ enrolmentId: row.id }));
}
