import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import {
  RUN_SIGNAL_EVENT,
  RUN_UPDATE_CONTROL,
  RUN_WORKFLOW,
  type Control,
  type PersonEvent,
  type RunInput,
} from '@rap/contracts/automation/run';
import { runSearchAttributes } from '@rap/contracts/automation/search';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { isOpen, signalOpen, startOnce } from './by-id.ts';

const WAKE_WITHIN_MS = 5_000;

/** Starts, tells and steers the workflows of automation runs. */
export class AutomationRuns {
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** Starts the workflow of an enrolment, once; `again`: reconcile starts from the stored state what Temporal lost or ended. */
  async start(workflowId: string, input: RunInput, options: { again?: boolean } = {}): Promise<void> {
    const attributes = runSearchAttributes(input.who, input.search, input.state);
    const start = {
      taskQueue: this.taskQueue,
      workflowId,
      args: [input],
      priority: { priorityKey: 3, fairnessKey: input.who.firmId },
      typedSearchAttributes: new TypedSearchAttributes(
        Object.entries(attributes).map(([name, value]) => ({
          key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
          value,
        })),
      ),
    };
    await startOnce(this.client, RUN_WORKFLOW, start, options.again);
  }

  isOpen(workflowId: string): Promise<boolean> {
    return isOpen(this.client, workflowId);
  }

  /**
   * Has a run compare itself with its row: a control that asks for nothing. `wakeId` makes a repeated call the same one.
   * False: it did not hear within five seconds, or is not there.
   */
  async wake(workflowId: string, wakeId: string): Promise<boolean> {
    try {
      const heard = await this.client.withDeadline(Date.now() + WAKE_WITHIN_MS, () =>
        this.control(workflowId, { id: wakeId, do: 'resume' }),
      );
      return typeof heard === 'object';
    } catch {
      // no worker, or none in time: the next round asks again
      return false;
    }
  }

  /** Workflow ids of all open runs, of all firms, as the server's index has them. */
  async *openIds(): AsyncGenerator<string> {
    const query = `WorkflowType = '${RUN_WORKFLOW}' and ExecutionStatus = 'Running'`;
    for await (const { workflowId } of this.client.workflow.list({ query })) yield workflowId;
  }

  signal(workflowId: string, event: PersonEvent): Promise<'delivered' | 'gone'> {
    return signalOpen(this.client, workflowId, RUN_SIGNAL_EVENT, event);
  }

  /**
   * Hands a control to a run and answers its ordinal; `stale` when it names an ordinal that the run has left. The Update's id
   * makes a repeated call the same control.
   */
  async control(workflowId: string, wish: Control): Promise<{ n: number } | 'gone' | 'stale'> {
    try {
      return await this.client.workflow
        .getHandle(workflowId)
        .executeUpdate<{ n: number }, [Control]>(RUN_UPDATE_CONTROL, {
          args: [wish],
          updateId: wish.id,
        });
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return 'stale';
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
  }
}
