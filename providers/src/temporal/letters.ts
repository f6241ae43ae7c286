import type { Client } from '@temporalio/client';
import { LETTER_WORKFLOW, letterWorkflowId, type LetterInput } from '@rap/contracts/letter';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { startOnce } from './by-id.ts';

/** Starts the workflows of letters to users. */
export class Letters {
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** Does nothing when the letter's workflow runs or has run. */
  async start(input: LetterInput): Promise<void> {
    await startOnce(this.client, LETTER_WORKFLOW, {
      taskQueue: this.taskQueue,
      workflowId: letterWorkflowId(input.firmId, input.letterId),
      args: [input],
      priority: { priorityKey: 1, fairnessKey: input.firmId },
      staticSummary: 'a letter to a user',
    });
  }
}
