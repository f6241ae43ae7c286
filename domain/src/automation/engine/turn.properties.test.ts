import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '@rap/contracts/automation/plan';
import type { Control, PersonEvent } from '@rap/contracts/automation/run';
import { begin } from './begin.ts';
import { simulate, type Happening } from './simulate.ts';
import { splitHash } from './split-hash.ts';
import { DAY_MS, happenings, HOUR_MS, lives, plans, START_MS } from './testing/random-plan.ts';
import { liveThroughCrashes } from './testing/crashing-driver.ts';
import { TestWorld } from './testing/test-world.ts';
import { turn } from './turn.ts';

const RUNS = Number(process.env['RUNS'] ?? 300);
const HORIZON_MS = START_MS + 3 * 365 * DAY_MS;
const check = <T extends unknown[]>(property: fc.IProperty<T>) =>
  fc.assert(property, { numRuns: RUNS, seed: 42 });

const controls = fc
  .array(
    fc.record({
      hour: fc.integer({ min: 1, max: 300 }),
      what: fc.constantFrom('pause', 'resume', 'hold', 'release', 'end'),
    }),
    { maxLength: 4 },
  )
  .map((list): Happening[] =>
    list.map(({ hour, what }, i) => ({
      atMs: START_MS + hour * HOUR_MS + 7_000 + i,
      control: controlOf(`c${i}`, what, i),
    })),
  );

function controlOf(id: string, what: string, i: number): Control {
  switch (what) {
    case 'pause':
      return { id, do: 'pause', mode: i % 2 ? 'freeze' : 'holdSends' };
    case 'resume':
      return { id, do: 'resume' };
    case 'hold':
      return { id, do: 'hold', reason: 'complaint' };
    case 'release':
      return { id, do: 'release' };
    default:
      return { id, do: 'end', reason: 'by hand' };
  }
}

function live(plan: Plan, script: Happening[]) {
  const world = new TestWorld();
  const input = { run: 'r', person: 'p1', startMs: START_MS, horizonMs: HORIZON_MS, world, script };
  return { ...simulate(plan, input), did: world.did };
}

describe('for random plans and lives', () => {
  test('every run ends, or stands at "attention", within its limit of steps', () => {
    check(
      fc.property(plans, lives, (plan, events) => {
        const { steps, open } = live(plan, happenings(events));
        expect(steps.length).toBeLessThanOrEqual(plan.maxSteps + 10);
        expect([undefined, 'attention']).toContain(open);
      }),
    );
  });

  test('dying at every turn changes nothing: the JSON of the state is all there is', () => {
    check(
      fc.property(plans, lives, controls, (plan, events, script) => {
        const all = [...happenings(events), ...script];
        expect(liveThroughCrashes(plan, new TestWorld(), all, HORIZON_MS)).toEqual(live(plan, all).steps);
      }),
    );
  });

  test('the same turn twice is the same, and leaves its input as it was', () => {
    check(
      fc.property(plans, lives, (plan, events) => {
        const state = begin(plan, 'p1', 0, START_MS);
        const give = { nowMs: START_MS, events: [...events] };
        const before = JSON.stringify({ state, give });
        const first = turn(plan, state, give);
        expect(JSON.stringify({ state, give })).toBe(before);
        expect(turn(plan, state, give)).toEqual(first);
      }),
    );
  });

  test('a life can be simulated in two parts', () => {
    check(
      fc.property(plans, lives, fc.integer({ min: 1, max: 600 }), (plan, events, hour) => {
        const halfMs = START_MS + hour * HOUR_MS;
        const world = new TestWorld();
        const input = { run: 'r', person: 'p1', startMs: START_MS, world };
        const early = happenings(events.filter((event) => event.atMs <= halfMs));
        const first = simulate(plan, { ...input, horizonMs: halfMs, script: early });
        const script = happenings(events.filter((event) => event.atMs > halfMs));
        const second = simulate(plan, {
          ...input,
          horizonMs: HORIZON_MS,
          script,
          from: first.state,
          startMs: halfMs,
        });
        expect([...first.steps, ...second.steps]).toEqual(live(plan, happenings(events)).steps);
      }),
    );
  });

  test('receipts are numbered without a gap and no effect is done twice under one key', () => {
    check(
      fc.property(plans, lives, controls, (plan, events, script) => {
        const { steps } = live(plan, [...happenings(events), ...script]);
        expect(steps.map((step) => step.n)).toEqual(steps.map((_, i) => i));
        const keys = steps
          .filter((step) => step.kind === 'act' && step.port === 'next')
          .map((step) => step.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test('events that come twice change nothing', () => {
    check(
      fc.property(plans, lives, (plan, events) => {
        const twice = events.flatMap((event) => [event, { ...event, atMs: event.atMs + 1 }]);
        const timeless = (list: readonly PersonEvent[]) =>
          live(plan, happenings(list)).steps.map((step) => ({ ...step, atMs: 0 }));
        expect(timeless(twice)).toEqual(timeless(events));
      }),
    );
  });

  test('extra wake-ups change nothing', () => {
    check(
      fc.property(
        plans,
        lives,
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 6 }),
        (plan, events, hours) => {
          const noise = hours.map((hour) => ({
            seq: 0,
            kind: 'noise',
            atMs: START_MS + hour * HOUR_MS + 11,
          }));
          expect(live(plan, happenings([...events, ...noise])).steps).toEqual(
            live(plan, happenings(events)).steps,
          );
        },
      ),
    );
  });

  test('nothing is done between a hold and its release', () => {
    check(
      fc.property(plans, lives, fc.integer({ min: 1, max: 200 }), (plan, events, hour) => {
        const fromMs = START_MS + hour * HOUR_MS + 3;
        const { steps } = live(plan, [
          ...happenings(events),
          { atMs: fromMs, control: { id: 'h', do: 'hold', reason: 'death' } },
          { atMs: fromMs + 40 * DAY_MS, control: { id: 'r', do: 'release' } },
        ]);
        const at = (port: string) => steps.findIndex((step) => step.kind === 'control' && step.port === port);
        const between = at('hold') >= 0 ? steps.slice(at('hold') + 1, at('release')) : [];
        expect(between.filter((step) => step.kind === 'act')).toEqual([]);
      }),
    );
  });
});

test('a split is even and sticky', () => {
  const counts = [0, 0];
  for (let i = 0; i < 20_000; i++) {
    const arm = splitHash(`experiment/${i}`) % 2;
    counts[arm] = (counts[arm] ?? 0) + 1;
  }
  expect(Math.abs((counts[0] ?? 0) - 10_000)).toBeLessThan(300);
  expect(splitHash('experiment/7')).toBe(splitHash('experiment/7'));
});
