import type { AutomationPause } from '@rap/contracts/automation/run';
import type { FirmContext } from '../tenancy/context.ts';

/** What a message of a run that has already been asked for has to heed, because its segment may have read older rows. */
export type RunGate = 'go' | 'stand' | 'ended';

/** Reads the rows that hold a run back, in the transaction that lets its message leave. A hold of the person is the gate's matter. */
export async function runGate(ctx: FirmContext, enrolmentId: string): Promise<RunGate> {
  const rows: { modes: (AutomationPause | null)[]; held: boolean; ending: boolean }[] = await ctx.em.query(
    `select array[a.pause_mode, e.pause_mode] as modes, e.hold_reason is not null as held,
            exists (select from app.enrolment_control c where c.firm_id = e.firm_id and c.enrolment_id = e.id
                     and c.taken_at is null and c.control->>'do' = 'end') as ending
       from app.enrolment e join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
      where e.firm_id = $1 and e.id = $2`,
    [ctx.firmId, enrolmentId],
  );
  const row = rows[0];
  if (!row || row.ending || row.modes.includes('endEveryone')) return 'ended';
  return row.held || row.modes.some((mode) => mode !== null) ? 'stand' : 'go';
}
