import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '@rap/activities/activities';
import { DEPLOYMENT_NAME, NAMESPACE, TASK_QUEUES } from '@rap/contracts/workflows';
import type { Logger } from '@rap/providers/operations/log';
import type { EncryptionCodec } from '@rap/providers/temporal/codec';
import { ActivityLog } from './activity-log.ts';

export interface WorkersInput {
  readonly address: string;
  /** prebuilt bundle */
  readonly workflowBundle: string;
  readonly activities: Activities;
  readonly codec: EncryptionCodec;
  /** one line an activity, which must name its firm */
  readonly log?: Logger;
  /** connections that activities may use at once: more local activity slots than these end in time-outs of the pool's queue */
  readonly databaseConnections: number;
  /** what runs; unversioned in tests */
  readonly buildId?: string;
  /** begins each queue's name, so that test files do not meet */
  readonly queuePrefix?: string;
  /** how long a task waits for the process that has its workflow in memory before any takes it; ten seconds unless given */
  readonly stickyTimeoutMs?: number;
}

export interface Workers {
  run(): Promise<void>;
  /** throws when the Temporal server does not answer */
  checkConnection(): Promise<void>;
  shutdown(): void;
  close(): Promise<void>;
}

/** One worker a task queue, on one connection. `automations` runs workflows and their segments, `sending` hands messages over. */
export async function createWorkers(input: WorkersInput): Promise<Workers> {
  const { log } = input;
  const connection = await NativeConnection.connect({ address: input.address });
  const shared: Partial<WorkerOptions> = {
    connection,
    namespace: NAMESPACE,
    dataConverter: { payloadCodecs: [input.codec] },
    shutdownGraceTime: '5s',
    ...(log ? { interceptors: { activity: [() => ({ inbound: new ActivityLog(log) })] } } : {}),
    ...(input.buildId ? { workerDeploymentOptions: versioned(input.buildId) } : {}),
  };
  const name = (queue: string): string => `${input.queuePrefix ?? ''}${queue}`;
  const slots = Math.max(1, input.databaseConnections - 4);
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: name(TASK_QUEUES.automations),
      workflowBundle: { codePath: input.workflowBundle },
      activities: input.activities,
      maxConcurrentLocalActivityExecutions: slots,
      maxCachedWorkflows: 500,
      ...(input.stickyTimeoutMs === undefined
        ? {}
        : { stickyQueueScheduleToStartTimeout: input.stickyTimeoutMs }),
    }),
    Worker.create({
      ...shared,
      taskQueue: name(TASK_QUEUES.sending),
      activities: input.activities,
      maxConcurrentActivityTaskExecutions: slots,
    }),
  ]);
  return {
    run: async () => {
      await Promise.all(workers.map((worker) => worker.run()));
    },
    checkConnection: async () => {
      await connection.workflowService.getSystemInfo({});
    },
    shutdown: () => {
      for (const worker of workers) worker.shutdown();
    },
    close: () => connection.close(),
  };
}

/** A release takes over running enrolments: the shell's commands change only behind a patch. */
const versioned = (buildId: string) => ({
  useWorkerVersioning: true as const,
  version: { deploymentName: DEPLOYMENT_NAME, buildId },
  defaultVersioningBehavior: 'AUTO_UPGRADE' as const,
});
