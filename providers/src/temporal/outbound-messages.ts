import type { Client } from '@temporalio/client';
import {
  MESSAGE_SIGNAL_LOOK,
  MESSAGE_WORKFLOW,
  messageWorkflowId,
  type OutboundMessageInput,
} from '@rap/contracts/outbound-message-run';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { isOpen, signalOpen, startOnce } from './by-id.ts';

/** Starts and tells the workflows of messages that people write. */
export class OutboundMessages {
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** Starts the workflow of an order, once; `again`: its workflow is gone though the order waits. */
  async start(input: OutboundMessageInput, options: { again?: boolean } = {}): Promise<void> {
    const start = {
      taskQueue: this.taskQueue,
      workflowId: messageWorkflowId(input.firmId, input.orderId),
      args: [input],
      priority: { priorityKey: 2, fairnessKey: input.firmId },
      staticSummary: 'a message that somebody wrote',
    };
    await startOnce(this.client, MESSAGE_WORKFLOW, start, options.again);
  }

  isOpen(workflowId: string): Promise<boolean> {
    return isOpen(this.client, workflowId);
  }

  /** Has an order looked at now; one that has ended needs no look. */
  async look(firmId: string, orderId: string): Promise<void> {
    await signalOpen(this.client, messageWorkflowId(firmId, orderId), MESSAGE_SIGNAL_LOOK);
  }
}
