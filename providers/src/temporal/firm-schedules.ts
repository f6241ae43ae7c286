import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { CARE_WORKFLOW, careScheduleId, type FirmCareInput } from '@rap/contracts/firm-care';
import { TASK_QUEUES } from '@rap/contracts/workflows';

/** The hourly round of each firm, as Temporal Schedules. */
export class FirmSchedules {
  private readonly client: Client;
  private readonly taskQueue: string;
  private readonly known = new Set<string>();

  constructor(client: Client, taskQueue: string = TASK_QUEUES.automations) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** Makes the firm's schedule unless it is there. Firms are spread over the hour by their ids. */
  async ensure(firmId: string): Promise<void> {
    if (this.known.has(firmId)) return;
    const input: FirmCareInput = { v: 1, firmId };
    try {
      await this.client.schedule.create({
        scheduleId: careScheduleId(firmId),
        spec: { intervals: [{ every: '1h', offset: `${Number.parseInt(firmId.slice(0, 4), 16) % 60}m` }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1h' },
        action: {
          type: 'startWorkflow',
          workflowType: CARE_WORKFLOW,
          workflowId: careScheduleId(firmId),
          taskQueue: this.taskQueue,
          args: [input],
          staticSummary: 'dates, overdue tasks, messages left behind',
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
    this.known.add(firmId);
  }

  /** One round at once, besides those of the hour. */
  async now(firmId: string): Promise<void> {
    await this.client.schedule.getHandle(careScheduleId(firmId)).trigger();
  }
}
