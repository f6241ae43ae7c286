import type { InsideCount } from '@rap/domain/automation/definition/publishing';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';

/** The version that a run `e` follows: the newest that was published with its plan. */
export const VERSION_FOLLOWED = `(select max(v.number) from app.automation_version v
  where v.firm_id = e.firm_id and v.automation_id = e.automation_id and v.plan_hash = e.plan_hash)`;

/** How many people are inside, in every book. */
export async function peopleInside(ctx: FirmContext, automationId: string): Promise<number> {
  return (await insideByVersion(ctx, automationId)).reduce((sum, { people }) => sum + people, 0);
}

/** The same by the version they follow. */
export async function insideByVersion(ctx: FirmContext, automationId: string): Promise<InsideCount[]> {
  const rows: { version: number; people: string }[] = await overAllBooks(ctx, () =>
    ctx.em.query(
      `select coalesce(${VERSION_FOLLOWED}, 0) as version, count(*) as people
         from app.enrolment e where e.firm_id = $1 and e.automation_id = $2 and e.status <> 'ended'
        group by e.firm_id, e.automation_id, e.plan_hash`,
      [ctx.firmId, automationId],
    ),
  );
  return rows.map(({ version, people }) => ({ version, people: Number(people) }));
}

/** People who stand at one drawn step, in every book. */
export interface StandingCount {
  readonly step: string;
  readonly people: number;
  /** of them, those who are held until somebody has looked */
  readonly held: number;
}

/** Where those who are inside stand, by the drawn step; only those who follow one version when it is named. */
export async function insideByStep(
  ctx: FirmContext,
  automationId: string,
  version?: number,
): Promise<StandingCount[]> {
  return overAllBooks(ctx, () =>
    ctx.em.query(
      `select split_part(at, '~', 1) as step, count(*)::int as people,
              (count(*) filter (where status = 'attention'))::int as held
         from app.enrolment e
        where firm_id = $1 and automation_id = $2 and status <> 'ended'
          and ($3::int is null or ${VERSION_FOLLOWED} = $3) group by 1`,
      [ctx.firmId, automationId, version ?? null],
    ),
  );
}
