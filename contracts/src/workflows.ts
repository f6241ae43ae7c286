/** Temporal's names, in one place: who starts a workflow and who runs it must agree. */
export const NAMESPACE = 'default';

export const TASK_QUEUES = {
  /** workflows, and activities that only touch our database */
  automations: 'automations',
  /** activities that hand messages to a provider */
  sending: 'sending',
} as const;

/** The queue of that name beside `queue`: one installation's queues share a prefix, so that several can use one server. */
export function queueBeside(queue: string, name: keyof typeof TASK_QUEUES): string {
  const prefix = queue.endsWith(TASK_QUEUES.automations)
    ? queue.slice(0, -TASK_QUEUES.automations.length)
    : '';
  return prefix + TASK_QUEUES[name];
}

export const DEPLOYMENT_NAME = 'rap';
