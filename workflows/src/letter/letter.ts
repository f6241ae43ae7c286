import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { LetterActivities } from '@rap/activities/letter/letter-activities';
import type { LetterInput, LetterStatus } from '@rap/contracts/letter';
import { queueBeside } from '@rap/contracts/workflows';

/** One letter of the system to somebody who uses it: tries until it left or may not leave any more. */
export async function letter({ v, firmId, letterId }: LetterInput): Promise<LetterStatus> {
  // a plain error fails the workflow task, not the letter: a worker of the newer release takes it
  if (v > 1) throw new Error(`a letter of version ${String(v)} needs a newer worker`);
  const { sendLetter } = proxyActivities<LetterActivities>({
    startToCloseTimeout: '30s',
    taskQueue: queueBeside(workflowInfo().taskQueue, 'sending'),
    summary: 'tries to send',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  for (;;) {
    const outcome = await sendLetter({ firmId, letterId });
    if (outcome.of === 'settled') return outcome.status;
    await sleep(Math.max(1, outcome.atMs - Date.now()), { summary: 'waits to try again' });
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof letter>({ v: 1, firmId, letterId });
  }
}
