/** Temporal's names, in one place: who starts a workflow and who runs it must agree. */
export const NAMESPACE = 'default';

export const TASK_QUEUES = {
  /** workflows, and activities that only touch our database */
  automations: 'automations',
  /** activities that hand messages to a provider */
  sending: 'sending',
} as const;

export const DEPLOYMENT_NAME = 'rap';
