import { ENROLMENT_OF_DELIVERY } from '../delivery/delivery-keys.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface DoneByAutomation {
  readonly id: string;
  readonly name: string;
  readonly entered: number;
  readonly sent: number;
  readonly ended: number;
}

/** What each automation did from then on, for people whom the actor may see. */
export function doneByAutomations(ctx: FirmContext, since: Date): Promise<DoneByAutomation[]> {
  return ctx.em.query(
    `with done as (
       select automation_id, 1 as entered, 0 as sent, 0 as ended from app.enrolment where firm_id = $1 and occurred_at > $2
       union all
       select automation_id, 0, 0, 1 from app.enrolment where firm_id = $1 and ended_at > $2
       union all
       select e.automation_id, 0, 1, 0 from app.delivery d
         join app.enrolment e on e.firm_id = d.firm_id and e.id = ${ENROLMENT_OF_DELIVERY}
        where d.firm_id = $1 and d.state = 'accepted' and d.occurred_at > $2)
     select a.id, a.name, sum(entered)::int as entered, sum(sent)::int as sent, sum(ended)::int as ended
       from done join app.automation a on a.firm_id = $1 and a.id = done.automation_id
      group by a.id, a.name order by a.name, a.id`,
    [ctx.firmId, since],
  );
}

/** When the user last said that they had read it; null for never. */
export async function lastLooked(ctx: FirmContext, userId: string): Promise<Date | null> {
  const rows: { at: Date | null }[] = await ctx.em.query(
    `select today_seen_at as at from app.user where firm_id = $1 and id = $2`,
    [ctx.firmId, userId],
  );
  return rows[0]?.at ?? null;
}

/** Moves it forward, never back and never past now: a reader's mark, so no version of their record. */
export async function markLooked(ctx: FirmContext, userId: string, until: Date): Promise<Date> {
  const marked = new Date(Math.min(until.getTime(), ctx.now()));
  const [rows]: [{ at: Date }[], number] = await ctx.em.query(
    `update app.user set today_seen_at = greatest(today_seen_at, $3) where firm_id = $1 and id = $2 returning today_seen_at as at`,
    [ctx.firmId, userId, marked],
  );
  return rows[0]?.at ?? marked;
}
