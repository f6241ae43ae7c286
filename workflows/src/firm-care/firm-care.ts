import { proxyActivities } from '@temporalio/workflow';
import type { CareActivities } from '@rap/activities/care/care-activities';
import type { FirmCareInput, FirmCareResult } from '@rap/contracts/firm-care';

const care = proxyActivities<CareActivities>({
  startToCloseTimeout: '5m',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m', maximumAttempts: 10 },
});

/** One round for one firm: its dates, its overdue tasks, its messages that were left behind. A Schedule starts it each hour. */
export async function firmCare({ v, firmId }: FirmCareInput): Promise<FirmCareResult> {
  // a plain error fails the workflow task, not the round: a worker of the newer release takes it
  if (v > 1) throw new Error(`a round of version ${String(v)} needs a newer worker`);
  await care.refillDates({ firmId });
  await care.forgetKeys({ firmId });
  return {
    milestones: await care.tellDates({ firmId }),
    overdueTasks: await care.tellOverdue({ firmId }),
    deliveries: await care.settleDeliveries({ firmId }),
  };
}
