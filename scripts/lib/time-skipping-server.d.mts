import type { TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';
export function timeSkippingServer(): Promise<
  NonNullable<TimeSkippingTestWorkflowEnvironmentOptions['server']>
>;
