import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '@rap/contracts/automation/plan';
import type { Control, RunState } from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { turn } from '@rap/domain/automation/engine/turn';
import { union, type Span } from '@rap/domain/time/spans';
import { demandsOf, resumeOf, type GateRows } from './gate-controls.ts';

const DAY = 86_400_000;
const plan: Plan = {
  v: 1,
  hash: 'h',
  automationId: 'a',
  start: 'week',
  maxSteps: 50,
  goals: [],
  listens: ['email.received'],
  nodes: {
    week: { k: 'waitFor', ms: 7 * DAY, from: 'here', next: 'note' },
    note: { k: 'act', cls: 'write', effect: { kind: 'note', params: {} }, next: 'END' },
  },
};
const nothing: GateRows = { pauses: [], frozen: [], intents: [] };
/** waits from day 0 until day 7 */
const waiting = turn(plan, begin(plan, 'p', 0, 0), { nowMs: 0 }).state;

/** One segment, as the store composes it. */
function segment(rows: Partial<GateRows>, state: RunState, day: number, given: Control[] = []) {
  return segmentAt(rows, state, day * DAY, given);
}

function segmentAt(rows: Partial<GateRows>, state: RunState, nowMs: number, given: Control[]) {
  const { before, after } = demandsOf({ ...nothing, ...rows }, state, given);
  return turn(plan, state, { nowMs, controls: [...before, ...given, ...after] });
}
const untilDay = ({ wait }: RunState): number => (wait?.untilMs ?? 0) / DAY;

test('a run that slept through a freeze waits the longer by it, once, and by each of two', () => {
  const frozen = [
    { sinceMs: 1 * DAY, untilMs: 3 * DAY },
    { sinceMs: 4 * DAY, untilMs: 5 * DAY },
  ];
  const first = segment({ frozen: frozen.slice(0, 1) }, waiting, 3.5);
  expect(untilDay(first.state)).toBe(9);
  expect(untilDay(segment({ frozen: frozen.slice(0, 1) }, first.state, 3.6).state)).toBe(9);
  const woken = segment({ frozen }, first.state, 7);
  expect(untilDay(woken.state)).toBe(10);
  expect(untilDay(segment({ frozen }, waiting, 7).state)).toBe(10);
});

test('freezes of the automation and of the run that overlap count once', () => {
  const frozen = [
    { sinceMs: 1 * DAY, untilMs: 3 * DAY },
    { sinceMs: 2 * DAY, untilMs: 4 * DAY },
  ];
  expect(untilDay(segment({ frozen }, waiting, 7).state)).toBe(10);
});

test('a run that stands frozen goes on by the time that the clock stood, though it is woken later', () => {
  const pause = { mode: 'freeze' as const, sinceMs: 2 * DAY };
  const standing = segment({ pauses: [pause] }, waiting, 7);
  expect(standing.command).toEqual({ do: 'wait', why: 'paused', untilMs: null });
  const frozen = [{ sinceMs: 2 * DAY, untilMs: 8 * DAY }];
  const release = resumeOf(pause.sinceMs, 8 * DAY);
  const going = segment({ frozen }, standing.state, 8.5, [release]);
  expect(untilDay(going.state)).toBe(13);
  expect(going.steps.filter(({ port }) => port === 'resume')).toHaveLength(1);
});

test('a release that comes late does not lift what stands again', () => {
  const again = { mode: 'holdSends' as const, sinceMs: 5 * DAY };
  const paused = segment({ pauses: [{ mode: 'holdSends', sinceMs: 1 * DAY }] }, waiting, 2).state;
  const late = segment({ pauses: [again] }, paused, 6, [resumeOf(1 * DAY, 4 * DAY)]);
  expect(late.state.pause).toEqual(again);
  const hold = { reason: 'death', sinceMs: 1 * DAY };
  const held = segment({ hold }, waiting, 2).state;
  const released = segment({ hold }, held, 3, [{ id: 'other', do: 'release' }]);
  expect(released.state.hold).toEqual(hold);
  expect(segment({}, released.state, 4).state.hold).toBeUndefined();
});

test('while the run alone is paused, the end of the automation’s pause changes only what it has to', () => {
  const [all, own] = [
    { mode: 'freeze' as const, sinceMs: 1 * DAY },
    { mode: 'holdSends' as const, sinceMs: 2 * DAY },
  ];
  const both = segment({ pauses: [all, own] }, waiting, 2);
  expect(both.state.pause?.mode).toBe('freeze');
  const frozen = [{ sinceMs: 1 * DAY, untilMs: 3 * DAY }];
  const onlyOwn = segment({ pauses: [own], frozen }, both.state, 4);
  expect(onlyOwn.state.pause?.mode).toBe('holdSends');
  expect(untilDay(onlyOwn.state)).toBe(9);
  expect(segment({ pauses: [own], frozen }, onlyOwn.state, 5).steps).toEqual([]);
  expect(segment({ frozen }, onlyOwn.state, 6).state.pause).toBeUndefined();
});

test('to end everyone ends the run at its next segment; what was written and not handed over counts', () => {
  const ended = segment({ pauses: [{ mode: 'endEveryone', sinceMs: 3 * DAY }] }, waiting, 4);
  expect(ended.command).toEqual({ do: 'end', outcome: 'ended: the automation was ended for everybody' });
  const intents: Control[] = [{ id: 'x', do: 'skip', n: waiting.n }];
  const skipped = segment({ intents }, waiting, 1);
  expect(skipped.state.at).toBe('note');
  // the same comes by the Update as well
  expect(segment({ intents }, waiting, 1, [...intents]).steps).toEqual(skipped.steps);
});

test('a freeze that overlaps one which was counted already adds what it alone has frozen', () => {
  const all = { sinceMs: 1 * DAY, untilMs: 3 * DAY };
  const own = { mode: 'freeze' as const, sinceMs: 2 * DAY };
  // woken while the run's own freeze stands, and after it
  const between = segment({ frozen: [all], pauses: [own] }, waiting, 3.5);
  expect(between.command).toMatchObject({ why: 'paused' });
  const after = segment({ frozen: [all, { sinceMs: 2 * DAY, untilMs: 5 * DAY }] }, between.state, 6);
  expect(untilDay(after.state)).toBe(11);
});

test('a freeze that came and went while sends were held moves the deadline before it passes', () => {
  const own = { mode: 'holdSends' as const, sinceMs: 1 * DAY };
  const held = segment({ pauses: [own] }, waiting, 2).state;
  const after = segment({ pauses: [own], frozen: [{ sinceMs: 3 * DAY, untilMs: 5 * DAY }] }, held, 7);
  expect(untilDay(after.state)).toBe(9);
  expect(after.state.pause).toEqual(own);
});

/** Pauses of one kind, one after the other: half hours, so that none begins at the moment of a deadline. */
const pauses = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 200 }),
      length: fc.integer({ min: 0, max: 200 }),
      mode: fc.constantFrom('freeze' as const, 'freeze' as const, 'holdSends' as const),
    }),
    { maxLength: 4 },
  )
  .map((list) => {
    let atMs = 7;
    return list.map(({ gap, length, mode }) => {
      const sinceMs = atMs + gap * 1_800_000;
      atMs = sinceMs + length * 1_800_000 + 1;
      return { mode, sinceMs, untilMs: atMs };
    });
  });

test('whatever is paused, and whenever the run is woken, a week is as long as the clock was not frozen', () => {
  fc.assert(
    fc.property(
      pauses,
      pauses,
      fc.array(fc.integer({ min: 0, max: 30 * 48 }), { maxLength: 6 }),
      fc.boolean(),
      (all, own, wakes, tellsRun) => {
        const both = [...all, ...own];
        const frozen = both.filter(({ mode }) => mode === 'freeze');
        let endMs = 7 * DAY;
        for (const { sinceMs, untilMs } of union(frozen)) if (sinceMs < endMs) endMs += untilMs - sinceMs;

        const rest = [...wakes.map((half) => half * 1_800_000), ...both.map(({ untilMs }) => untilMs)].sort(
          (a, b) => a - b,
        );
        let state = waiting;
        for (let [nowMs, count] = [0, 0]; state.at === 'week'; count++) {
          expect(count, JSON.stringify(state)).toBeLessThan(100);
          const untilMs = state.pause?.mode === 'freeze' ? Infinity : (state.wait?.untilMs ?? Infinity);
          const next = rest[0] ?? Infinity;
          if (next <= untilMs) rest.shift();
          nowMs = Math.min(next, untilMs);
          const over = both.filter((pause) => pause.untilMs <= nowMs);
          const open = (list: typeof all) =>
            list.filter((pause) => pause.sinceMs <= nowMs && nowMs < pause.untilMs);
          const rows = {
            pauses: [...open(all), ...open(own)],
            frozen: over.filter(({ mode }) => mode === 'freeze') satisfies Span[],
          };
          const released = both.filter((pause) => tellsRun && pause.untilMs === nowMs);
          const given = released.map((pause) => resumeOf(pause.sinceMs, pause.untilMs));
          ({ state } = segmentAt(rows, state, nowMs, given));
          if (state.at !== 'week' || state.outcome) expect(state.marks['week']?.atMs).toBe(endMs);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
