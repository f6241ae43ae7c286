import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';

/**
 * Starts a workflow; does nothing when one of that id runs or has run. `again`: one that has ended may be followed by another,
 * for what Temporal lost though its row still waits. Never signal-with-start: on a finished id that starts a second one.
 */
export async function startOnce(
  client: Client,
  type: string,
  options: WorkflowStartOptions,
  again = false,
): Promise<void> {
  try {
    await client.workflow.start(type, {
      ...options,
      workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Whether a workflow of this id is running now. */
export async function isOpen(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** `gone`: no open workflow of that id. */
export async function signalOpen(
  client: Client,
  workflowId: string,
  signal: string,
  ...args: readonly unknown[]
): Promise<'delivered' | 'gone'> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, ...args);
    return 'delivered';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    throw error;
  }
}
