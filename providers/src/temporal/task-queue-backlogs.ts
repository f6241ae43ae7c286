import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '@rap/contracts/workflows';

export interface TaskQueueBacklog {
  readonly queue: string;
  readonly kind: 'workflow' | 'activity';
  /** about how many tasks wait */
  readonly tasks: number;
  /** how long the oldest waits, in seconds; known to the server also when no worker is left to say it */
  readonly oldestSeconds: number;
}

const KINDS = { workflow: 1, activity: 2 } as const; // temporal.api.enums.v1.TaskQueueType

/** What waits in each queue, as the server counts it. */
export async function taskQueueBacklogs(
  client: Client,
  queues: readonly string[] = Object.values(TASK_QUEUES),
): Promise<TaskQueueBacklog[]> {
  const asked = queues.flatMap((queue) =>
    (['workflow', 'activity'] as const).map(async (kind) => {
      const { stats } = await client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: queue },
        taskQueueType: KINDS[kind],
        reportStats: true,
      });
      return {
        queue,
        kind,
        tasks: Number(stats?.approximateBacklogCount ?? 0),
        oldestSeconds: Number(stats?.approximateBacklogAge?.seconds ?? 0),
      };
    }),
  );
  return Promise.all(asked);
}
