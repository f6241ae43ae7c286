import { fullName } from '@rap/domain/person/full-name';
import { VERSION_FOLLOWED } from '../automation/inside.ts';
import type { ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** Somebody who stands somewhere in an automation. */
export interface StandingPerson {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly at: string;
  /** the drawn step's label; null at the end */
  readonly label: string | null;
  readonly status: 'active' | 'attention';
  readonly since: Date;
  readonly wakeAt: Date | null;
}

interface Row extends Omit<StandingPerson, 'personName'> {
  readonly firstName: string;
  readonly lastName: string;
}

/** Those inside whom the actor may see, the newest first; only those at one drawn step, or of one version, when it is named. */
export async function peopleStanding(
  ctx: FirmContext,
  automationId: string,
  {
    step,
    version,
    limit,
    after,
  }: {
    step: string | undefined;
    version: number | undefined;
    limit: number;
    after: ListPlace | undefined;
  },
): Promise<{ rows: StandingPerson[]; next: ListPlace | undefined }> {
  const rows: Row[] = await ctx.em.query(
    `select e.id, e.person_id as "personId", p.first_name as "firstName", p.last_name as "lastName", e.at, e.status,
            l.definition->'nodes'->split_part(e.at, '~', 1)->>'label' as label, e.wake_at as "wakeAt",
            coalesce(to_timestamp((e.state->'wait'->>'startedMs')::bigint / 1000.0), e.occurred_at) as since
       from app.enrolment e
       join app.person p on p.firm_id = e.firm_id and p.id = e.person_id
       join app.plan l on l.firm_id = e.firm_id and l.hash = e.plan_hash
      where e.firm_id = $1 and e.automation_id = $2 and e.status <> 'ended'
        and ($3::text is null or split_part(e.at, '~', 1) = $3) and ($4::uuid is null or e.id < $4)
        and ($6::int is null or ${VERSION_FOLLOWED} = $6)
      order by e.id desc limit $5`,
    [ctx.firmId, automationId, step ?? null, after?.id ?? null, limit + 1, version ?? null],
  );
  const page = rows.slice(0, limit).map((row): StandingPerson => ({ ...row, personName: fullName(row) }));
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? { value: last.id, id: last.id } : undefined };
}
