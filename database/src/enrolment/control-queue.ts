import type { Control } from '@rap/contracts/automation/run';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';

/** So much time a run: a thousand that stand go on over 50 seconds, so that neither Temporal nor a provider is flooded. */
const SPREAD_MS = 50;
/** How long an attempt to hand a control over has before the next one. */
const LEASE_SECONDS = 30;

/** A control that was written and not yet handed to its run. */
export interface DueControl {
  readonly rowId: string;
  readonly enrolmentId: string;
  readonly control: Control;
}

/**
 * Writes the same control for many runs of an automation, in every book, each with a time of its own at which the relay
 * hands it over: for all that are inside, or for those that stand because of a pause.
 */
export async function queueControls(
  ctx: FirmContext,
  automationId: string,
  whom: 'all' | 'paused',
  control: Control,
): Promise<void> {
  await overAllBooks(ctx, () =>
    ctx.em.query(
      `with open as (
         select id, count(*) over () as runs from app.enrolment
          where firm_id = $1 and automation_id = $2 and status <> 'ended' and ($3 = 'all' or why = 'paused'))
       insert into app.enrolment_control (enrolment_id, control, actor, due_at)
       select id, $4, $5, clock_timestamp() + random() * runs * $6 * interval '1 millisecond' from open`,
      [ctx.firmId, automationId, whom, JSON.stringify(control), ctx.actor, SPREAD_MS],
    ),
  );
}

/** Writes what somebody decided about one run; the relay hands it over when whoever wrote it could not. Answers the row's id. */
export async function queueControl(ctx: FirmContext, enrolmentId: string, control: Control): Promise<string> {
  const rows: { id: string }[] = await ctx.em.query(
    `insert into app.enrolment_control (enrolment_id, control, actor, due_at)
     values ($1, $2, $3, clock_timestamp() + $4 * interval '1 second') returning id`,
    [enrolmentId, JSON.stringify(control), ctx.actor, LEASE_SECONDS],
  );
  const row = rows[0];
  if (!row) throw new Error('the control was not written');
  return row.id;
}

/** Takes up to `limit` controls whose time has come; each is tried again later unless it is settled. */
export async function leaseDueControls(ctx: FirmContext, limit: number): Promise<DueControl[]> {
  const [rows]: [{ id: string; enrolment_id: string; control: Control }[], number] = await ctx.em.query(
    `update app.enrolment_control set due_at = clock_timestamp() + $3 * interval '1 second'
      where firm_id = $1 and id in (
        select id from app.enrolment_control where firm_id = $1 and taken_at is null and due_at <= clock_timestamp()
         order by due_at limit $2 for update skip locked)
      returning id, enrolment_id, control`,
    [ctx.firmId, limit, LEASE_SECONDS],
  );
  return rows.map(({ id, enrolment_id: enrolmentId, control }) => ({ rowId: id, enrolmentId, control }));
}

/** Notes what became of a control; the run itself may have noted it before. */
export async function settleControl(
  ctx: FirmContext,
  rowId: string,
  outcome: 'taken' | 'stale' | 'gone',
): Promise<void> {
  await ctx.em.query(
    `update app.enrolment_control set taken_at = clock_timestamp(), outcome = $3
      where firm_id = $1 and id = $2 and taken_at is null`,
    [ctx.firmId, rowId, outcome],
  );
}
