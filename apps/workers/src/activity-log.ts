import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { z } from 'zod';
import type { Logger } from '@rap/providers/operations/log';

const Scoped = z.object({ firmId: z.uuid(), correlationId: z.string().optional() });

/** Refuses an activity that names no firm, and writes one line for each that ran: ids and outcome, never what went in or out. */
export class ActivityLog implements ActivityInboundCallsInterceptor {
  private readonly log: Logger;

  constructor(log: Logger) {
    this.log = log;
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const info = activityInfo();
    const scoped = Scoped.safeParse(input.args[0]);
    if (!scoped.success) {
      throw ApplicationFailure.nonRetryable(`${info.activityType} names no firm`, 'no_firm');
    }
    const line = {
      correlationId: scoped.data.correlationId ?? info.workflowExecution?.workflowId,
      activity: info.activityType,
      firmId: scoped.data.firmId,
      workflow: info.workflowExecution?.workflowId,
      attempt: info.attempt,
    };
    const fromMs = performance.now();
    try {
      const result = await next(input);
      this.log.info({ ...line, ms: Math.round(performance.now() - fromMs) }, 'activity');
      return result;
    } catch (error) {
      this.log.warn({ ...line, ms: Math.round(performance.now() - fromMs), err: error }, 'activity failed');
      throw error;
    }
  }
}
