import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
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

const WAKE_WITHIN_MS = 5_000;

/** Starts, tells and steers the workflows of automation runs. */
export class AutomationRuns {
  private readonly client: Client;
  private readonly taskQueue: string;

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /**
   * Starts the workflow of an enrolment; does nothing when one of that id runs or has run. Never signal-with-start: on a
   * finished id that starts a second run.
   */
  async start(workflowId: string, input: RunInput, options: { again?: boolean } = {}): Promise<void> {
    const attributes = runSearchAttributes(input.who, input.search, input.state);
    try {
      await this.client.workflow.start(RUN_WORKFLOW, {
        taskQueue: this.taskQueue,
        workflowId,
        args: [input],
        // again: reconcile starts from the stored state what Temporal lost or ended without the database knowing
        workflowIdReusePolicy: options.again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        priority: { priorityKey: 3, fairnessKey: input.who.firmId },
        typedSearchAttributes: new TypedSearchAttributes(
          Object.entries(attributes).map(([name, value]) => ({
            key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
            value,
          })),
        ),
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

  /** `gone`: no open workflow of that id. */
  async signal(workflowId: string, event: PersonEvent): Promise<'delivered' | 'gone'> {
    try {
      await this.client.workflow.getHandle(workflowId).signal(RUN_SIGNAL_EVENT, event);
      return 'delivered';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
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
