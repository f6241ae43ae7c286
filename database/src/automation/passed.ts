import { fullName } from '@rap/domain/person/full-name';
import type { ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';

/** People who left a drawn step; by one of its ways, or, where there is no port, by any. */
export interface PassedCount {
  readonly step: string;
  readonly port: string | null;
  readonly people: number;
}

/** noted of a step that waits for its hour: nobody has left it */
const STILL_THERE = `'later'`;
const DAY_MS = 86_400_000;
const since = (ctx: FirmContext, days: number): string => new Date(ctx.now() - days * DAY_MS).toISOString();

/** Of those who came in within so many days, in every book: how many, and which steps they have left by which way. */
export async function passedByStep(
  ctx: FirmContext,
  automationId: string,
  days: number,
): Promise<{ entered: number; counts: PassedCount[] }> {
  const parameters = [ctx.firmId, automationId, since(ctx, days)];
  return overAllBooks(ctx, async () => {
    const [row] = await ctx.em.query<{ entered: number }[]>(
      `select count(*)::int as entered from app.enrolment
        where firm_id = $1 and automation_id = $2 and occurred_at > $3`,
      parameters,
    );
    const counts = await ctx.em.query<PassedCount[]>(
      `select split_part(s.step->>'node', '~', 1) as step, s.step->>'port' as port,
              count(distinct e.id)::int as people
         from app.enrolment e join app.step_event s on s.firm_id = e.firm_id and s.enrolment_id = e.id
        where e.firm_id = $1 and e.automation_id = $2 and e.occurred_at > $3 and s.step->>'port' <> ${STILL_THERE}
        group by grouping sets ((1), (1, 2))`,
      parameters,
    );
    return { entered: row?.entered ?? 0, counts };
  });
}

export interface PassedPerson {
  /** of the enrolment */
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  /** when they left the step, the last time */
  readonly at: Date;
  readonly port: string;
}

/** Those of them whom the actor may see, who have left one drawn step; who came in last stands first. */
export async function peoplePassed(
  ctx: FirmContext,
  automationId: string,
  { step, days, limit, after }: { step: string; days: number; limit: number; after: ListPlace | undefined },
): Promise<{ rows: PassedPerson[]; next: ListPlace | undefined }> {
  const rows: (Omit<PassedPerson, 'personName'> & { firstName: string; lastName: string })[] =
    await ctx.em.query(
      `select e.id, e.person_id as "personId", p.first_name as "firstName", p.last_name as "lastName",
              to_timestamp((s.step->>'atMs')::bigint / 1000.0) as at, s.step->>'port' as port
         from app.enrolment e
         join app.person p on p.firm_id = e.firm_id and p.id = e.person_id
         join lateral (
           select s.step from app.step_event s
            where s.firm_id = e.firm_id and s.enrolment_id = e.id and split_part(s.step->>'node', '~', 1) = $4
              and s.step->>'port' <> ${STILL_THERE}
            order by s.n desc limit 1) s on true
        where e.firm_id = $1 and e.automation_id = $2 and e.occurred_at > $3 and ($5::uuid is null or e.id < $5)
        order by e.id desc limit $6`,
      [ctx.firmId, automationId, since(ctx, days), step, after?.id ?? null, limit + 1],
    );
  const page = rows.slice(0, limit).map(({ firstName, lastName, ...row }): PassedPerson => ({
    ...row,
    personName: fullName({ firstName, lastName }),
  }));
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { value: last.id, id: last.id } : undefined };
}
