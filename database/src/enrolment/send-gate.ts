import type { AutomationPause } from '@rap/contracts/automation/run';
import type { FirmContext } from '../tenancy/context.ts';

/** How a message stands that a run has asked for. */
export interface SendStanding {
  /** what it has to heed now, because its segment may have read older rows */
  readonly gate: 'go' | 'stand' | 'ended';
  /** when it was first tried and had to wait, epoch ms, by its receipts; undefined when it has none */
  readonly firstTriedMs?: number;
}

interface Row {
  modes: (AutomationPause | null)[];
  held: boolean;
  ending: boolean;
  first_tried: string | null;
}

/** Reads the rows that hold a run back, in the transaction that lets its message leave. A hold of the person is the gate's matter. */
export async function sendStanding(
  ctx: FirmContext,
  enrolmentId: string,
  key: string,
): Promise<SendStanding> {
  const rows: Row[] = await ctx.em.query(
    `select array[a.pause_mode, e.pause_mode] as modes, e.hold_reason is not null as held,
            exists (select from app.enrolment_control c where c.firm_id = e.firm_id and c.enrolment_id = e.id
                     and c.taken_at is null and c.control->>'do' = 'end') as ending,
            (select min((s.step->>'atMs')::bigint) from app.step_event s
              where s.firm_id = $1 and s.enrolment_id = $2 and s.step->>'key' = $3) as first_tried
       from app.enrolment e join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
      where e.firm_id = $1 and e.id = $2`,
    [ctx.firmId, enrolmentId, key],
  );
  const row = rows[0];
  if (!row || row.ending || row.modes.includes('endEveryone')) return { gate: 'ended' };
  return {
    gate: row.held || row.modes.some((mode) => mode !== null) ? 'stand' : 'go',
    ...(row.first_tried === null ? {} : { firstTriedMs: Number(row.first_tried) }),
  };
}
