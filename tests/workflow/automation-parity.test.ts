import { WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { advance } from '@rap/activities/automation/segment';
import type { AutomationActivities } from '@rap/activities/automation/automation-activities';
import type { Plan } from '@rap/contracts/automation/plan';
import {
  RUN_QUERY_WHERE,
  RUN_SIGNAL_EVENT,
  RUN_WORKFLOW,
  type PersonEvent,
  type RunInput,
  type TraceStep,
} from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { simulate } from '@rap/domain/automation/engine/simulate';
import { DAY_MS, happenings, lives, plans, START_MS } from '@rap/domain/automation/engine/testing/random-plan';
import { TestWorld } from '@rap/domain/automation/engine/testing/test-world';
import { timeSkippingEnvironment } from '../support/time-skipping.ts';
import { MemoryStore } from './memory-store.ts';

const COUNT = Number(process.env['N'] ?? 12);
const SEED = Number(process.env['SEED'] ?? 5);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await timeSkippingEnvironment();
}, 60_000);
afterAll(() => env?.teardown());

/** The run under test: the worker is made once, so its activities look here. */
let store: MemoryStore;
let world: TestWorld;
/** the workflow's life starts at the server's time, the simulated one at START_MS */
let offsetMs = 0;

const activities: AutomationActivities = {
  advance: (input) =>
    advance(
      store,
      {
        facts: async (_tx, state, names, nowMs) => world.facts(state.person, names, nowMs - offsetMs),
        time: async (_tx, state, command) => {
          const result = world.time(state.person, command.spec, command.nowMs - offsetMs);
          return 'atMs' in result ? { ...result, atMs: result.atMs + offsetMs } : result;
        },
        write: async (_tx, _input, _state, command) =>
          shifted(world.act('r', command.key, command.effect, 'write', input.give.nowMs - offsetMs)),
      },
      input,
    ),
  send: async (input) => shifted(world.act('r', input.key, input.effect, 'irreversible', input.nowMs - offsetMs)),
};

type ActResult = ReturnType<TestWorld['act']>;
const shifted = (result: ActResult): ActResult =>
  'laterMs' in result ? { ...result, laterMs: result.laterMs + offsetMs } : result;

test(
  'the worker and the simulation take the same steps, also when answers of segments are lost',
  { timeout: 60_000 },
  async () => {
    const queue = 'parity';
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: queue,
      activities,
      workflowBundle: { codePath: inject('workflowBundle') },
    });
    const running = worker.run();
    let lost = 0;
    let steps = 0;
    for (const [index, [plan, events]] of fc.sample(fc.tuple(plans, lives), { numRuns: COUNT, seed: SEED }).entries()) {
      store = new MemoryStore(plan);
      world = new TestWorld();
      let commits = 0;
      if (index % 3 === 0) {
        store.afterCommit = () => {
          if (++commits % 4 !== 2) return;
          lost += 1;
          throw new Error('committed, then the worker died');
        };
      }
      steps += await compare(plan, events, `${queue}-${index}`, queue);
    }
    worker.shutdown();
    await running;
    expect(lost).toBeGreaterThan(0);
    expect(steps).toBeGreaterThan(COUNT);
  },
);

async function compare(plan: Plan, events: readonly PersonEvent[], enrolmentId: string, taskQueue: string): Promise<number> {
  const simulatedWorld = new TestWorld();
  const simulated = simulate(plan, {
    run: 'r',
    person: 'p1',
    startMs: START_MS,
    horizonMs: START_MS + 3 * 365 * DAY_MS,
    world: simulatedWorld,
    script: happenings(events),
  });

  const startMs = await env.currentTimeMs();
  offsetMs = startMs - START_MS;
  const input: RunInput = {
    v: 1,
    who: { firmId: 'firm', automationId: 'a', enrolmentId },
    state: begin(plan, 'p1', 0, startMs),
    search: { automationVersion: '1' },
  };
  const handle = await env.client.workflow.start(RUN_WORKFLOW, { taskQueue, workflowId: enrolmentId, args: [input] });
  for (const event of events) {
    const leftMs = event.atMs + offsetMs - (await env.currentTimeMs());
    if (leftMs > 0) await env.sleep(leftMs);
    try {
      await handle.signal(RUN_SIGNAL_EVENT, { ...event, atMs: event.atMs + offsetMs });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended
    }
  }
  if (simulated.open === undefined) {
    await handle.result();
  } else {
    await env.sleep(400 * DAY_MS);
    expect(await handle.query(RUN_QUERY_WHERE)).toMatchObject({ why: simulated.open });
    await handle.terminate();
  }

  const where = `plan ${enrolmentId}: ${JSON.stringify(plan)} ${JSON.stringify(events)}`;
  expect(store.steps.map(timeless), where).toEqual(simulated.steps.map(timeless));
  for (const [index, step] of store.steps.entries()) {
    const drift = step.atMs - offsetMs - (simulated.steps[index]?.atMs ?? 0);
    expect(Math.abs(drift), `step ${index} of ${where}`).toBeLessThanOrEqual(5_000);
  }
  expect(world.did, where).toEqual(simulatedWorld.did);
  return store.steps.length;
}

const timeless = ({ facts, ...step }: TraceStep) => ({
  ...step,
  atMs: 0,
  facts: Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, fact]) => [name, 'value' in fact ? { ...fact, asOfMs: 0 } : fact]),
  ),
});
