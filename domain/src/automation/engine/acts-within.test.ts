import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan, PlanNode } from '@rap/contracts/automation/plan';
import type { RunState, TraceStep } from '@rap/contracts/automation/run';
import { actsWithin } from './acts-within.ts';
import { begin } from './begin.ts';
import { simulate } from './simulate.ts';
import { DAY_MS, happenings, HOUR_MS, lives, plans, START_MS } from './testing/random-plan.ts';
import { TestWorld } from './testing/test-world.ts';

const mail = (next: string): PlanNode => ({
  k: 'act',
  cls: 'irreversible',
  effect: { kind: 'email', params: {} },
  next,
});
const hours = (count: number, next: string): PlanNode => ({
  k: 'waitFor',
  ms: count * HOUR_MS,
  from: 'here',
  next,
});
const planOf = (nodes: Plan['nodes'], start: string, goals: Plan['goals'] = []): Plan => ({
  v: 1,
  hash: 'h',
  automationId: 'a',
  start,
  maxSteps: 100,
  goals,
  listens: ['email.received'],
  nodes,
});
const within = (plan: Plan, hoursLost = 4, state: RunState = begin(plan, 'p', 0, START_MS)) =>
  actsWithin(plan, state, { fromMs: START_MS, untilMs: START_MS + hoursLost * HOUR_MS }, () =>
    Promise.resolve({ missing: 'nothing is known' }),
  );

describe('what may have been sent in the lost time', () => {
  test('is every message before a wait that outlasts it, each at its earliest', async () => {
    const plan = planOf(
      {
        a: mail('w1'),
        w1: hours(1, 'b'),
        b: mail('w2'),
        w2: hours(3, 'c'),
        c: mail('w3'),
        w3: hours(1, 'd'),
        d: mail('END'),
      },
      'a',
    );
    expect(Object.fromEntries(await within(plan))).toEqual({
      'a:1': START_MS,
      'b:1': START_MS + HOUR_MS,
      'c:1': START_MS + 4 * HOUR_MS,
    });
  });

  test('an answer may have come at once, a deadline passes no sooner', async () => {
    const plan = planOf(
      {
        w: {
          k: 'waitEvent',
          on: [{ id: 'e', match: { kind: 'email.received' }, to: 'thanks' }],
          since: 'here',
          deadline: { ms: 5 * HOUR_MS },
          timeout: 'again',
        },
        thanks: mail('END'),
        again: mail('END'),
      },
      'w',
    );
    expect([...(await within(plan)).keys()]).toEqual(['thanks:1']);
    expect([...(await within(plan, 5)).keys()]).toEqual(['thanks:1', 'again:1']);
  });

  test('a wait that had begun ends when it would have; a later round of a loop is another message', async () => {
    const plan = planOf(
      {
        w: hours(9, 'r'),
        r: { k: 'repeat', max: 9, body: 'a', done: 'END' },
        a: mail('v'),
        v: hours(2, 'r'),
      },
      'w',
    );
    const waiting: RunState = {
      ...begin(plan, 'p', 0, START_MS),
      stage: 'wait',
      visits: { w: 1 },
      wait: { untilMs: START_MS + HOUR_MS, startedMs: START_MS - 8 * HOUR_MS, sinceSeq: 0 },
    };
    expect(Object.fromEntries(await within(plan, 4, waiting))).toEqual({
      'a:1': START_MS + HOUR_MS,
      'a:2': START_MS + 3 * HOUR_MS,
    });
    expect((await within(plan, 0.5, waiting)).size).toBe(0);
  });

  test('a wait counts from a step only on the way that passed it, else from the start', async () => {
    const since = (hoursSince: number, next: string): PlanNode => ({
      k: 'waitFor',
      ms: hoursSince * HOUR_MS,
      from: 'first',
      next,
    });
    const plan = planOf(
      {
        w: hours(3, 'i'),
        i: {
          k: 'if',
          cond: { op: 'known', fact: 'age' },
          facts: ['age'],
          yes: 'first',
          otherwise: 'without',
        },
        first: { ...mail('after'), refused: 'without' } as PlanNode,
        after: since(2, 'b'),
        b: mail('END'),
        without: since(2, 'c'),
        c: mail('END'),
      },
      'w',
    );
    expect(Object.fromEntries(await within(plan, 6))).toEqual({
      'first:1': START_MS + 3 * HOUR_MS,
      // counted from the step that it passed
      'b:1': START_MS + 5 * HOUR_MS,
      // never came by it: two hours after its start are over
      'c:1': START_MS + 3 * HOUR_MS,
    });
  });

  test('a goal may have been met from wherever the run stood', async () => {
    const goals = [{ id: 'g', match: { kind: 'email.received' }, to: 'a' }];
    const plan = planOf({ w: hours(99, 'END'), a: mail('END') }, 'w', goals);
    expect([...(await within(plan)).keys()]).toEqual(['a:1']);
  });

  test('of more ways than can be looked at, every message counts', async () => {
    const loop = (body: string, done: string): PlanNode => ({ k: 'repeat', max: 50, body, done });
    const plan = planOf(
      {
        r1: loop('r2', 'a'),
        r2: loop('r3', 'r1'),
        r3: loop('i', 'r2'),
        i: { k: 'if', cond: { op: 'known', fact: 'age' }, facts: ['age'], yes: 'r3', otherwise: 'r3' },
        a: mail('END'),
      },
      'r1',
    );
    expect((await within(plan)).get('a:1')).toBe(START_MS);
  });
});

/** The messages of a trace that were handed over, or would have been: a refused one may have left all the same. */
const sentIn = (plan: Plan, steps: readonly TraceStep[], untilMs: number): TraceStep[] =>
  steps.filter(({ node, kind, key, atMs }) => {
    const step = plan.nodes[node];
    return (
      kind === 'act' &&
      key !== undefined &&
      step?.k === 'act' &&
      step.cls === 'irreversible' &&
      atMs <= untilMs
    );
  });

test('whatever happens to a run in the lost time, what it sends then is among them, and no earlier than said', async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      lives,
      fc.integer({ min: 0, max: 20 * 24 }),
      fc.integer({ min: 1, max: 10 * 24 }),
      async (plan, life, backup, lost) => {
        const [fromMs, untilMs] = [START_MS + backup * HOUR_MS, START_MS + (backup + lost) * HOUR_MS];
        const input = { run: 'r', person: 'p', startMs: START_MS, world: new TestWorld() };
        const before = life.filter(({ atMs }) => atMs <= fromMs);
        const atBackup = simulate(plan, { ...input, horizonMs: fromMs, script: happenings(before) });
        if (atBackup.open === undefined) return;
        const gone = simulate(plan, {
          ...input,
          startMs: fromMs,
          horizonMs: untilMs + 30 * DAY_MS,
          from: atBackup.state,
          script: happenings(life.filter(({ atMs }) => atMs > fromMs)),
        });
        const maybe = await actsWithin(plan, atBackup.state, { fromMs, untilMs }, (spec, nowMs) =>
          Promise.resolve(new TestWorld().time('p', spec, nowMs)),
        );
        for (const { key = '', atMs } of sentIn(plan, gone.steps, untilMs)) {
          expect(maybe.get(key), `${key} at ${atMs}`).toBeLessThanOrEqual(atMs);
        }
      },
    ),
    { numRuns: 400 },
  );
});
