import type { StateCount, StateCounts } from '@rap/database/operations/state-counts';
import type { Counted, Metrics } from '@rap/providers/operations/metrics';
import type { TaskQueueBacklog } from '@rap/providers/temporal/task-queue-backlogs';
import type { Reconciled } from './reconcile.ts';

/** Told by the relay after each round of reconciling. */
export interface Measured {
  reconciled(round: Reconciled): void;
  reconcileFailed(): void;
}

const DELIVERY_STATES = ['claimed', 'handing_over', 'accepted', 'refused', 'unknown'];
const ENROLMENT_STATES = ['active', 'attention', 'ended'];

/** What the whole installation shows of itself. Each relay serves the same numbers, so an alert takes the highest. */
export function measure(
  metrics: Metrics,
  counts: StateCounts,
  backlogs: () => Promise<TaskQueueBacklog[]>,
): Measured {
  metrics.gauge('rap_deliveries', 'messages by state; settled ones of the last 24 hours', async () =>
    byState(DELIVERY_STATES, await counts.deliveries()),
  );
  metrics.gauge('rap_enrolments', 'automation runs by state; ended ones of the last 24 hours', async () =>
    byState(ENROLMENT_STATES, await counts.enrolments()),
  );
  const lanes = async (value: 'events' | 'oldestSeconds' | 'stuck'): Promise<Counted[]> =>
    (await counts.lanes()).map((lane) => ({ value: lane[value], labels: { consumer: lane.consumer } }));
  metrics.gauge('rap_outbox_waiting_events', 'events not handed over', () => lanes('events'));
  metrics.gauge('rap_outbox_oldest_seconds', 'age of the oldest event not handed over', () =>
    lanes('oldestSeconds'),
  );
  metrics.gauge('rap_outbox_stuck_lanes', 'people whose events failed five times or more', () =>
    lanes('stuck'),
  );
  metrics.gauge('rap_dead_letters', 'events set aside for a person to decide', async () => [
    { value: await counts.deadLetters() },
  ]);
  const queues = async (value: 'tasks' | 'oldestSeconds'): Promise<Counted[]> =>
    (await backlogs()).map(({ queue, kind, ...backlog }) => ({
      value: backlog[value],
      labels: { queue, kind },
    }));
  metrics.gauge('rap_task_queue_tasks', 'tasks that wait for a worker', () => queues('tasks'));
  metrics.gauge('rap_task_queue_oldest_seconds', 'how long the oldest task waits for a worker', () =>
    queues('oldestSeconds'),
  );

  let last: Reconciled | undefined;
  metrics.gauge('rap_reconcile_open_runs', 'open runs at the last reconciling', () =>
    last ? [{ value: last.open }] : [],
  );
  metrics.gauge('rap_reconcile_restarted_runs', 'runs that Temporal had lost, at the last reconciling', () =>
    last ? [{ value: last.restarted }] : [],
  );
  metrics.gauge('rap_reconcile_woken_runs', 'runs that Temporal was behind, at the last reconciling', () =>
    last ? [{ value: last.woken }] : [],
  );
  metrics.gauge(
    'rap_reconcile_retold_runs',
    'runs told again what Temporal lost, at the last reconciling',
    () => (last ? [{ value: last.retold }] : []),
  );
  const rounds = metrics.counter('rap_reconcile_rounds', 'rounds of reconciling by outcome');
  return {
    reconciled(round) {
      last = round;
      rounds({ outcome: 'done' });
    },
    reconcileFailed: () => rounds({ outcome: 'failed' }),
  };
}

/** A state that nothing stands in is 0, not absent: an alert on absence would never end. */
const byState = (states: readonly string[], counts: readonly StateCount[]): Counted[] =>
  states.map((state) => ({
    value: counts.find((count) => count.state === state)?.count ?? 0,
    labels: { state },
  }));
