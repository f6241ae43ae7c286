import { expect, test } from 'vitest';
import type { Plan } from '@rap/contracts/automation/plan';
import type { Control, RunState } from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { turn } from '@rap/domain/automation/engine/turn';
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
  const { before, after } = demandsOf({ ...nothing, ...rows }, state, given);
  return turn(plan, state, { nowMs: day * DAY, controls: [...before, ...given, ...after] });
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
