import type { FirmContext } from '../tenancy/context.ts';

export interface OpenQuestion {
  readonly id: string;
  readonly version: number;
  readonly personId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly assigneeId: string | null;
  readonly automationName: string;
  readonly question: string;
  readonly askedAt: Date;
}

/** What runs ask that have not ended, oldest first; who may decide is the domain's matter. */
export function openQuestions(ctx: FirmContext, limit: number): Promise<OpenQuestion[]> {
  return ctx.em.query(
    `select q.id, q.version, q.person_id as "personId", p.first_name as "firstName", p.last_name as "lastName",
            q.assignee_id as "assigneeId", a.name as "automationName", q.question, q.created_at as "askedAt"
       from app.approval q
       join app.person p on p.firm_id = q.firm_id and p.id = q.person_id
       join app.enrolment e on e.firm_id = q.firm_id and e.id = q.enrolment_id and e.status <> 'ended'
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
      where q.firm_id = $1 and q.decision is null
      order by q.created_at, q.id limit $2`,
    [ctx.firmId, limit],
  );
}

export interface SubmittedVersion {
  readonly automationId: string;
  readonly automationName: string;
  readonly number: number;
  readonly version: number;
  readonly authorName: string | null;
  readonly note: string | null;
}

/** Versions that others handed in. */
export function submittedByOthers(ctx: FirmContext, limit: number): Promise<SubmittedVersion[]> {
  return ctx.em.query(
    `select v.automation_id as "automationId", a.name as "automationName", v.number, v.version, v.note,
            (select u.display_name from app.user u where u.firm_id = v.firm_id and v.author = 'user:' || u.id) as "authorName"
       from app.automation_version v
       join app.automation a on a.firm_id = v.firm_id and a.id = v.automation_id and a.archived_at is null
      where v.firm_id = $1 and v.status = 'submitted' and v.author <> $2
      order by v.created_at limit $3`,
    [ctx.firmId, ctx.actor, limit],
  );
}
