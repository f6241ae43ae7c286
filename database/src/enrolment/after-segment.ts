import type { AdvanceOutput, RunWho } from '@rap/contracts/automation/run';
import { stopWhenFinished } from '../automation/automation-publishing.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { stopWhenFailing } from './stop-when-failing.ts';

/** An outcome as a machine's word: the free part of "ended: ..." stays in the receipt. */
const codeOf = (outcome: string): string =>
  (outcome.split(':')[0] ?? outcome)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '') || 'end';

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
    await stopWhenFinished(ctx, who.automationId);
  }
  if (out.state.attention) await stopWhenFailing(ctx, who);
}
