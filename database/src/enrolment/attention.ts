import type { RunState } from '@rap/contracts/automation/run';
import type { ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A run that stands until a person retries it, skips the step or ends it. */
export interface StandingRun {
  readonly id: string;
  readonly automationId: string;
  readonly automationName: string;
  readonly personId: string;
  readonly at: string;
  readonly state: RunState;
  /** the drawn step's label */
  readonly label: string | null;
}

/** The firm's runs that need attention and that the actor may see, oldest first. */
export async function runsNeedingAttention(
  ctx: FirmContext,
  { automationId, limit, after }: { automationId?: string; limit: number; after: ListPlace | undefined },
): Promise<{ rows: StandingRun[]; next: ListPlace | undefined }> {
  const rows: StandingRun[] = await ctx.em.query(
    `select e.id, e.automation_id as "automationId", a.name as "automationName", e.person_id as "personId",
            e.at, e.state, p.definition->'nodes'->split_part(e.at, '~', 1)->>'label' as label
       from app.enrolment e
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
       join app.plan p on p.firm_id = e.firm_id and p.hash = e.plan_hash
      where e.firm_id = $1 and e.status = 'attention' and ($2::uuid is null or e.automation_id = $2) and ($3::uuid is null or e.id > $3)
      order by e.id limit $4`,
    [ctx.firmId, automationId ?? null, after?.id ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { value: last.id, id: last.id } : undefined };
}
