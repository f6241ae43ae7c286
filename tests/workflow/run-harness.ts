import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { inject, vi } from 'vitest';
import type { AutomationActivities } from '@rap/activities/automation/automation-activities';
import { advance, type InlineSend, type SegmentWorld } from '@rap/activities/automation/segment';
import type { MemoryStore } from '@rap/activities/automation/testing/memory-store';
import type { Plan } from '@rap/contracts/automation/plan';
import {
  RUN_QUERY_WHERE,
  RUN_WORKFLOW,
  runIdOf,
  type Result,
  type RunInput,
  type SendInput,
  type Waiting,
} from '@rap/contracts/automation/run';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { begin } from '@rap/domain/automation/engine/begin';
import { searchAttributesOf } from '@rap/workflows/automation-run/search-attributes';
import { timeSkippingEnvironment } from '../support/time-skipping.ts';

export type ActResult = Extract<Result, { of: 'act' }>;

/** What the activities of one run do. */
export interface RunDeps {
  store: MemoryStore;
  world: SegmentWorld<null>;
  send: (input: SendInput) => Promise<ActResult>;
  inline?: InlineSend;
}

/** The workflow bundle of the sources under a server that skips time; the store is in memory, a run has its own. */
export class RunHarness {
  readonly env: TestWorkflowEnvironment;
  private readonly runs: Map<string, RunDeps>;
  private readonly prefix: string;
  private readonly workers: Worker[];
  private readonly running: Promise<unknown>;

  private constructor(
    env: TestWorkflowEnvironment,
    runs: Map<string, RunDeps>,
    prefix: string,
    workers: Worker[],
  ) {
    this.env = env;
    this.runs = runs;
    this.prefix = prefix;
    this.workers = workers;
    this.running = Promise.all(workers.map((worker) => worker.run()));
  }

  static async create(prefix: string): Promise<RunHarness> {
    const env = await timeSkippingEnvironment();
    const runs = new Map<string, RunDeps>();
    const activities = activitiesOf(runs);
    const connection = env.nativeConnection;
    const workers = await Promise.all([
      Worker.create({
        connection,
        taskQueue: prefix + TASK_QUEUES.automations,
        activities,
        workflowBundle: { codePath: inject('workflowBundle') },
      }),
      Worker.create({ connection, taskQueue: prefix + TASK_QUEUES.sending, activities }),
    ]);
    return new RunHarness(env, runs, prefix, workers);
  }

  /** Starts the run of a person who enters now. */
  async start(enrolmentId: string, plan: Plan, deps: RunDeps): Promise<WorkflowHandle> {
    const state = begin(plan, 'p1', 0, await this.env.currentTimeMs());
    const who = { firmId: 'firm', automationId: plan.automationId, enrolmentId };
    return this.startWith({ v: 1, who, state, search: { automationVersion: '1' } }, deps);
  }

  async startWith(input: RunInput, deps: RunDeps): Promise<WorkflowHandle> {
    const workflowId = runIdOf(input.who);
    this.runs.set(workflowId, deps);
    await this.env.client.workflow.start(RUN_WORKFLOW, {
      taskQueue: this.prefix + TASK_QUEUES.automations,
      workflowId,
      args: [input],
      typedSearchAttributes: searchAttributesOf(input.who, input.search, input.state),
    });
    return this.env.client.workflow.getHandle(workflowId); // of the whole chain, not of its first run
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.running;
    await this.env.teardown();
  }
}

export type Where = { n: number; at: string } & Partial<Waiting>;

const { WORKFLOW_TASK_COMPLETED, TIMER_STARTED, MARKER_RECORDED } = {
  WORKFLOW_TASK_COMPLETED: 7,
  TIMER_STARTED: 17,
  MARKER_RECORDED: 25,
};
const AT_REST: readonly unknown[] = [WORKFLOW_TASK_COMPLETED, TIMER_STARTED, MARKER_RECORDED];

/** Where the run stands, once it waits for that reason. */
export function standing(handle: WorkflowHandle, why: Waiting['why']): Promise<Where> {
  return vi.waitFor(
    async () => {
      // this server never answers a query that meets a continue-as-new: ask only a run that does nothing
      const { events } = await handle.fetchHistory();
      if (!AT_REST.includes(events?.at(-1)?.eventType)) throw new Error('it is at work');
      const where = await handle.query<Where>(RUN_QUERY_WHERE);
      if (where.why !== why)
        throw new Error(`it stands at ${where.at} for ${where.why ?? 'nothing'}, not for ${why}`);
      return where;
    },
    { timeout: 10_000, interval: 20 },
  );
}

function activitiesOf(runs: Map<string, RunDeps>): AutomationActivities {
  const depsOf = (run: string): RunDeps => {
    const deps = runs.get(run);
    if (!deps) throw new Error(`nobody started ${run}`);
    return deps;
  };
  return {
    advance: (input) => {
      const { store, world, inline } = depsOf(input.run);
      return advance(store, world, input, inline);
    },
    send: (input) => depsOf(input.run).send(input),
  };
}
