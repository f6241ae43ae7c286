import type { Client } from '@temporalio/client';
import { careScheduleId } from '@rap/contracts/firm-care';

/** How the ids of a firm's workflows begin; their rows will be gone, so they could only fail for ever. */
const prefixesOf = (firmId: string): readonly string[] =>
  ['run', 'message', 'care'].map((kind) => `${kind}:${firmId}`);

/** Deletes the firm's schedule and ends every workflow that is open for it. Answers how many were ended. */
export async function endFirmWorkflows(client: Client, firmId: string): Promise<{ ended: number }> {
  await client.schedule
    .getHandle(careScheduleId(firmId))
    .delete()
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'ScheduleNotFoundError')) throw error;
    });
  let ended = 0;
  for (const prefix of prefixesOf(firmId)) {
    const query = `WorkflowId STARTS_WITH "${prefix}" AND ExecutionStatus = "Running"`;
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      await client.workflow.getHandle(workflowId, runId).terminate('the firm was erased');
      ended += 1;
    }
  }
  return { ended };
}
