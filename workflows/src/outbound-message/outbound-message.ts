import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { OutboundMessageActivities } from '@rap/activities/outbound-message/outbound-message-activities';
import { type OrderStatus } from '@rap/contracts/outbound-message';
import { MESSAGE_SIGNAL_LOOK, type OutboundMessageInput } from '@rap/contracts/outbound-message-run';
import { queueBeside } from '@rap/contracts/workflows';

/** Something about the order has changed: look at it now instead of at the next good time. */
export const look = defineSignal(MESSAGE_SIGNAL_LOOK);

/** One message that a person wrote: waits for its time, tries, and waits again until it left or may not leave any more. */
export async function outboundMessage({
  v,
  firmId,
  orderId,
  sendAtMs,
}: OutboundMessageInput): Promise<OrderStatus> {
  // a plain error fails the workflow task, not the message: a worker of the newer release takes it
  if (v > 1) throw new Error(`a message of version ${String(v)} needs a newer worker`);
  let looks = 0;
  setHandler(look, () => {
    looks += 1;
  });
  const { taskQueue } = workflowInfo();
  const sending = proxyActivities<OutboundMessageActivities>({
    startToCloseTimeout: '30s',
    taskQueue: queueBeside(taskQueue, 'sending'),
    summary: 'tries to send',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  let untilMs = sendAtMs;
  for (;;) {
    const [seen, leftMs] = [looks, untilMs - Date.now()];
    if (leftMs > 0) await condition(() => looks > seen, leftMs, { summary: 'waits for a good time' });
    const outcome = await sending.sendOrder({ firmId, orderId });
    if (outcome.of === 'settled') return outcome.status;
    untilMs = outcome.atMs;
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof outboundMessage>({ v: 1, firmId, orderId, sendAtMs: untilMs });
  }
}
