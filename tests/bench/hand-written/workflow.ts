import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { HandWrittenActivities } from './activities.ts';
import type { HandWrittenInput, HandWrittenStep } from './steps.ts';

const retry = { initialInterval: '1s', maximumInterval: '30s' } as const;
const activities = proxyActivities<HandWrittenActivities>({ startToCloseTimeout: '30s', retry });
const local = proxyLocalActivities<HandWrittenActivities>({
  startToCloseTimeout: '8s',
  localRetryThreshold: '10s',
  retry,
});

/** What an engineer would write who needs no studio: the same steps as the automation, in code. */
export async function handWritten(input: HandWrittenInput): Promise<void> {
  const acts = input.local ? local : activities;
  let n = 0;
  const step = (): HandWrittenStep => ({ ...input, run: workflowInfo().workflowId, n: n++ });

  const round = async (): Promise<void> => {
    if (!(await acts.mayBeMailed(step()))) return;
    await acts.sendMail(step());
    // the wait of the automation is over at once, so there is nothing to sleep for
    await acts.noteStep(step());
    await acts.makeTask(step());
  };
  if (input.size === 5) return round();
  for (let i = 0; i < 4; i++) await round();
  for (let i = 0; i < 2; i++) if (await acts.mayBeMailed(step())) await acts.writeNote(step());
}
