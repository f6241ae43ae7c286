import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  MESSAGE_SIGNAL_LOOK,
  MESSAGE_WORKFLOW,
  messageWorkflowId,
  type OutboundMessageInput,
} from '@rap/contracts/outbound-message-run';
import { TASK_QUEUES } from '@rap/contracts/workflows';

/** Starts and tells the workflows of messages that people write. */
export class OutboundMessages {
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** Starts the workflow of an order; does nothing when one of that id runs or has run. */
  async start(input: OutboundMessageInput, options: { again?: boolean } = {}): Promise<void> {
    try {
      await this.client.workflow.start(MESSAGE_WORKFLOW, {
        taskQueue: this.taskQueue,
        workflowId: messageWorkflowId(input.firmId, input.orderId),
        args: [input],
        // again: its workflow is gone though the order waits
        workflowIdReusePolicy: options.again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        priority: { priorityKey: 2, fairnessKey: input.firmId },
        staticSummary: 'a message that somebody wrote',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Whether a workflow of this id is running now. */
  async isOpen(workflowId: string): Promise<boolean> {
    try {
      const { status } = await this.client.workflow.getHandle(workflowId).describe();
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Has an order looked at now; one that has ended needs no look. */
  async look(firmId: string, orderId: string): Promise<void> {
    try {
      await this.client.workflow.getHandle(messageWorkflowId(firmId, orderId)).signal(MESSAGE_SIGNAL_LOOK);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
