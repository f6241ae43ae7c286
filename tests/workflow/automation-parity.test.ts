import { WorkflowNotFoundError } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryStore } from '@rap/activities/automation/testing/memory-store';
import type { Plan } from '@rap/contracts/automation/plan';
import {
  RUN_QUERY_WHERE,
  RUN_SIGNAL_EVENT,
  type PersonEvent,
  type TraceStep,
} from '@rap/contracts/automation/run';
import { simulate } from '@rap/domain/automation/engine/simulate';
import {
  DAY_MS,
  happenings,
  lives,
  plans,
  START_MS,
} from '@rap/domain/automation/engine/testing/random-plan';
import { TestWorld } from '@rap/domain/automation/engine/testing/test-world';
import { RunHarness, type ActResult, type RunDeps } from './run-harness.ts';

const COUNT = Number(process.env['N'] ?? 12);
const SEED = Number(process.env['SEED'] ?? 5);
const HORIZON_MS = START_MS + 3 * 365 * DAY_MS;
/** the clocks of the two drivers may differ by what the worker itself takes */
const DRIFT_MS = 5_000;

let harness: RunHarness;
beforeAll(async () => {
  harness = await RunHarness.create('parity-');
}, 60_000);
afterAll(() => harness?.stop());

test(
  'the worker and the simulation take the same steps, also when answers of segments are lost',
  { timeout: 60_000 + COUNT * 3_000 },
  async () => {
    let lost = 0;
    let steps = 0;
    for (const [index, [plan, events]] of fc
      .sample(fc.tuple(plans, lives), { numRuns: COUNT, seed: SEED })
      .entries()) {
      const store = new MemoryStore([plan]);
      let commits = 0;
      if (index % 3 === 0) {
        store.afterCommit = () => {
          if (++commits % 4 !== 2) return;
          lost += 1;
          throw new Error('committed, then the worker died');
        };
      }
      steps += await compare(plan, events, `${SEED}-${index}`, store);
    }
    expect(lost).toBeGreaterThan(0);
    expect(steps).toBeGreaterThan(COUNT);
  },
);

/** Lives one life in both drivers; answers how many steps it took. */
async function compare(
  plan: Plan,
  events: readonly PersonEvent[],
  enrolmentId: string,
  store: MemoryStore,
): Promise<number> {
  const imagined = new TestWorld();
  const simulated = simulate(plan, {
    run: 'r',
    person: 'p1',
    startMs: START_MS,
    horizonMs: HORIZON_MS,
    world: imagined,
    script: happenings(events),
  });

  const world = new TestWorld();
  const offsetMs = (await harness.env.currentTimeMs()) - START_MS;
  const handle = await harness.start(enrolmentId, plan, shiftedDeps(world, offsetMs, store));
  for (const event of events) {
    const leftMs = event.atMs + offsetMs - (await harness.env.currentTimeMs());
    if (leftMs > 0) await harness.env.sleep(leftMs);
    try {
      await handle.signal(RUN_SIGNAL_EVENT, { ...event, atMs: event.atMs + offsetMs });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended
    }
  }
  if (simulated.open === undefined) {
    await handle.result();
  } else {
    await harness.env.sleep(400 * DAY_MS);
    expect(await handle.query(RUN_QUERY_WHERE)).toMatchObject({ why: simulated.open });
    await handle.terminate();
  }

  const which = `life ${enrolmentId}: ${JSON.stringify(plan)} ${JSON.stringify(events)}`;
  expect(store.steps.map(timeless), which).toEqual(simulated.steps.map(timeless));
  for (const [index, step] of store.steps.entries()) {
    const driftMs = step.atMs - offsetMs - (simulated.steps[index]?.atMs ?? 0);
    expect(Math.abs(driftMs), `step ${index} of ${which}`).toBeLessThanOrEqual(DRIFT_MS);
  }
  expect(world.did, which).toEqual(imagined.did);
  return store.steps.length;
}

/** The simulated life begins at START_MS, the workflow's at the server's time: the world of the one, shifted to the other. */
function shiftedDeps(world: TestWorld, offsetMs: number, store: MemoryStore): RunDeps {
  const shifted = (result: ActResult): ActResult =>
    'laterMs' in result ? { ...result, laterMs: result.laterMs + offsetMs } : result;
  return {
    store,
    world: {
      facts: (_tx, state, names, nowMs) =>
        Promise.resolve(world.facts(state.person, names, nowMs - offsetMs)),
      time: (_tx, state, command) => {
        const result = world.time(state.person, command.spec, command.nowMs - offsetMs);
        return Promise.resolve('atMs' in result ? { ...result, atMs: result.atMs + offsetMs } : result);
      },
      write: (_tx, input, _state, { key, effect }) =>
        Promise.resolve(shifted(world.act('r', key, effect, 'write', input.give.nowMs - offsetMs))),
    },
    send: ({ key, effect, nowMs }) =>
      Promise.resolve(shifted(world.act('r', key, effect, 'irreversible', nowMs - offsetMs))),
  };
}

/** Without instants: they are compared apart, with a tolerance. */
const timeless = ({ facts, ...step }: TraceStep) => ({
  ...step,
  atMs: 0,
  facts: Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, fact]) => [
      name,
      'value' in fact ? { ...fact, asOfMs: 0 } : fact,
    ]),
  ),
});
