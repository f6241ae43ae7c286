import type { AdvanceOutput, RunWho } from '@rap/contracts/automation/run';
import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** An outcome as a machine's word: the free part of "ended: ..." stays in the receipt. */
const codeOf = (outcome: string): string =>
  (outcome.split(':')[0] ?? outcome)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '') || 'end';

interface Failures {
  failed: string;
  entered: string;
  pct: number;
  least: number;
}

/** What follows from a committed segment, in its transaction: the end is an event, and too many failures stop the automation. */
export async function afterSegment(ctx: FirmContext, who: RunWho, out: AdvanceOutput): Promise<void> {
  if (out.command.do === 'end') {
    const { vars } = out.state;
    const callId = vars['trigger.callId'];
    ctx.emit({
      subjectId: out.state.person,
      kind: 'enrolment.ended',
      payload: {
        enrolmentId: who.enrolmentId,
        automationId: who.automationId,
        callId: typeof callId === 'string' ? callId : null,
        outcome: codeOf(out.command.outcome),
      },
    });
  }
  if (out.state.attention) await stopWhenFailing(ctx, who.automationId);
}

/** The firm's rule of the automation: so many of a hundred entered since it went live, and at least so many, need attention. */
async function stopWhenFailing(ctx: FirmContext, automationId: string): Promise<void> {
  const rows: Failures[] = await ctx.em.query(
    `select count(*) filter (where e.status = 'attention') as failed, count(*) as entered,
            (t.settings->'failureStop'->>'pct')::int as pct, (t.settings->'failureStop'->>'min')::int as least
       from app.automation_trigger t join app.enrolment e on e.firm_id = t.firm_id and e.automation_id = t.automation_id and e.plan_hash = t.plan_hash
      where t.firm_id = $1 and t.automation_id = $2 group by t.settings`,
    [ctx.firmId, automationId],
  );
  const row = rows[0];
  if (!row || Number(row.failed) < row.least) return;
  if (Number(row.failed) * 100 < row.pct * Number(row.entered)) return;
  const stopped: [unknown[], number] = await ctx.em.query(
    `update app.automation set stopped_at = clock_timestamp(), stop_reason = 'failures', pause_mode = 'holdSends', paused_at = clock_timestamp()
      where firm_id = $1 and id = $2 and stopped_at is null`,
    [ctx.firmId, automationId],
  );
  if (stopped[1] === 1) await audit(ctx, 'app.automation.stop', { automationId, reason: 'failures' });
}
