import { ENROLMENT_OF_DELIVERY } from '../delivery/delivery-keys.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';

/** How an automation does, counted in every book. */
export interface HealthCount {
  readonly automationId: string;
  readonly inside: number;
  readonly held: number;
  readonly entered: number;
  readonly sent: number;
  readonly notSent: number;
  readonly lastEntryAt: Date | null;
}

/** All automations that somebody ever entered: who is inside now, and what the last 30 days brought. */
export async function healthOfAutomations(ctx: FirmContext): Promise<HealthCount[]> {
  const sinceIso = new Date(ctx.now() - 30 * 86_400_000).toISOString();
  return overAllBooks(ctx, () =>
    ctx.em.query(
      `with sends as (
         select e.automation_id, count(*) filter (where d.state in ('accepted', 'unknown')) as sent,
                count(*) filter (where d.state = 'refused') as not_sent
           from app.delivery d join app.enrolment e on e.firm_id = d.firm_id and e.id = ${ENROLMENT_OF_DELIVERY}
          where d.firm_id = $1 and d.occurred_at > $2
          group by 1)
       select e.automation_id as "automationId", (count(*) filter (where e.status <> 'ended'))::int as inside,
              (count(*) filter (where e.status = 'attention'))::int as held,
              (count(*) filter (where e.occurred_at > $2))::int as entered, max(e.occurred_at) as "lastEntryAt",
              coalesce(max(s.sent), 0)::int as sent, coalesce(max(s.not_sent), 0)::int as "notSent"
         from app.enrolment e left join sends s using (automation_id)
        where e.firm_id = $1 group by 1`,
      [ctx.firmId, sinceIso],
    ),
  );
}
