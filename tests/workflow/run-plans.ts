import type { Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import { MemoryStore } from '@rap/activities/automation/testing/memory-store';
import type { RunDeps } from './run-harness.ts';

export const HOUR_MS = 3_600_000;

export const email = (next: Target, more: { error?: Target } = {}): PlanNode => ({
  k: 'act',
  cls: 'irreversible',
  effect: { kind: 'email', params: {} },
  next,
  ...more,
});
export const task = (next: Target): PlanNode => ({
  k: 'act',
  cls: 'write',
  effect: { kind: 'task', params: {} },
  next,
});
export const waitHours = (hours: number, next: Target): PlanNode => ({
  k: 'waitFor',
  ms: hours * HOUR_MS,
  from: 'here',
  next,
});
/** Waits a day for an e-mail, and goes on to the same step with and without one. */
export const waitForReply = (next: Target, timeout = next): PlanNode => ({
  k: 'waitEvent',
  on: [{ id: 'replied', match: { kind: 'email.received' }, to: next }],
  since: 'here',
  deadline: { ms: 24 * HOUR_MS },
  timeout,
});

export function planOf(start: string, nodes: Record<string, PlanNode>, hash = 'h'): Plan {
  return {
    v: 1,
    hash,
    automationId: 'a',
    start,
    maxSteps: 100,
    goals: [{ id: 'client', match: { kind: 'stage.changed' }, to: 'END' }],
    listens: ['email.received', 'stage.changed'],
    nodes,
  };
}

/** Write, wait a day for the answer, make a task for what came. */
export const outreach: Plan = {
  ...planOf('hello', {
    hello: email('answer'),
    answer: waitForReply('thank', 'call'),
    thank: task('END'),
    call: task('END'),
  }),
  labels: {
    hello: 'Say hello',
    answer: 'Wait for an answer',
    'answer case:replied': 'An email comes back',
    thank: 'Thank them',
    call: 'Call them',
  },
};

/** All goes well: each effect is done at once. `path` tells what the run has done so far. */
export function wellWorld(...plans: Plan[]): RunDeps & { path: () => string } {
  const store = new MemoryStore(plans);
  return {
    store,
    world: {
      facts: () => Promise.resolve({}),
      time: () => Promise.resolve({ of: 'resolveTime', missing: 'no date' }),
      write: (_tx, _input, _state, { key }) => Promise.resolve({ of: 'act', done: key, seq: 0 }),
    },
    send: ({ key }) => Promise.resolve({ of: 'act', done: key, seq: 0 }),
    path: () => store.steps.map((step) => `${step.node}:${step.port}`).join(' '),
  };
}
