import { expect, test } from 'vitest';
import { firstFailure, type Break } from './mutant.ts';

const ENGINE = 'domain/src/automation/engine/';
const SEGMENT = 'activities/src/automation/segment.ts';
const MAILBOX = 'workflows/src/automation-run/mailbox.ts';

/** The tests that must find a break: quick ones first. */
const TESTS = [
  `${ENGINE}turn.cases.test.ts`,
  'activities/src/automation/segment.test.ts',
  'workflows/src/automation-run/mailbox.test.ts',
  `${ENGINE}turn.properties.test.ts`,
  'tests/workflow/segment-crashes.test.ts',
];

const BREAKS: Record<string, Break> = {
  'an event counts only from now on': {
    file: `${ENGINE}pass-node.ts`,
    from: 'event.seq > sinceSeq ?',
    to: 'event.atMs >= (state.wait?.startedMs ?? 0) ?',
  },
  'any old event counts': {
    file: `${ENGINE}pass-node.ts`,
    from: 'event.seq > sinceSeq ?',
    to: 'sinceSeq >= 0 ?',
  },
  'an event is not consumed': {
    file: `${ENGINE}pass-node.ts`,
    from: 'state.inbox = state.inbox.filter((other) => other !== event);',
    to: '',
  },
  'events are taken twice': {
    file: `${ENGINE}take.ts`,
    from: 'if (event.seq <= state.topSeq) continue;',
    to: '',
  },
  'a segment is not fenced': {
    file: SEGMENT,
    from: 'const lock = await store.lock(tx, input);',
    to: "const lock: SegmentLock = { kind: 'go', gate: [] } as SegmentLock;",
  },
  'the gate is not heard': {
    file: SEGMENT,
    from: 'input, lock.gate)',
    to: 'input, { before: [], after: [] })',
  },
  'facts leave the segment': { file: SEGMENT, from: 'state: { ...kept, seg', to: 'state: { ...state, seg' },
  'a fault is tried for ever': {
    file: SEGMENT,
    from: 'ApplicationFailure.nonRetryable(\n      `the interpreter',
    to: 'ApplicationFailure.retryable(\n      `the interpreter',
  },
  'a move reads the old plan': {
    file: SEGMENT,
    from: 'return moves ? aimed.hash : state.hash;',
    to: 'return state.hash;',
  },
  'all mail is dropped after a retry': {
    file: MAILBOX,
    from: 'this.events.filter((event) => event.seq > state.topSeq)',
    to: '[]',
  },
  'state beside the state': {
    file: `${ENGINE}pass-node.ts`,
    from: 'const round = (loops[at] ?? 0) + 1;',
    to: 'const all = globalThis as { round?: number }; const round = (all.round = ((all.round ?? 0) % 4) + 1);',
  },
  'a wait restarts at each wake-up': {
    file: `${ENGINE}pass-node.ts`,
    from: "node.k === 'waitFor' && !state.wait",
    to: "node.k === 'waitFor'",
  },
  'a hold is forgotten': {
    file: `${ENGINE}turn.ts`,
    from: "if (state.hold) return standing('held', null);",
    to: '',
  },
  'unknown is false': {
    file: `${ENGINE}condition.ts`,
    from: '(truth === null ? null : !truth)',
    to: '!truth',
  },
  'a freeze does not move the deadline': {
    file: `${ENGINE}take.ts`,
    from: 'wait.untilMs += lengthOf(frozen) - lengthOf(before);',
    to: '',
  },
  'a late act gets a new key': {
    file: `${ENGINE}pass-node.ts`,
    from: "    delete state.wait;\n    state.stage = 'ready';",
    to: "    delete state.wait;\n    state.stage = 'ready';\n    state.visits[state.at] = (state.visits[state.at] ?? 0) + 1;",
  },
  'a stale control is taken': {
    file: `${ENGINE}take.ts`,
    from: '(control.n !== startN || moved)',
    to: 'startN < 0',
  },
  'two clicks that come together both count': {
    file: `${ENGINE}take.ts`,
    from: "if ('n' in control) walk.moved = true;",
    to: '',
  },
  'a control is taken twice': {
    file: `${ENGINE}take.ts`,
    from: 'if (walk.state.seen.includes(control.id)) continue;',
    to: '',
  },
  'the limit of steps is forgotten': {
    file: `${ENGINE}turn.ts`,
    from: 'state.n >= plan.maxSteps',
    to: 'state.n >= 1e9',
  },
  'a goal is seen after the send': {
    file: `${ENGINE}turn.ts`,
    from: 'if (event.seq <= state.goalSeq) continue;',
    to: "if (event.seq <= state.goalSeq || state.at !== 'END') continue;",
  },
  'the input is changed': { file: `${ENGINE}walk.ts`, from: 'structuredClone(before)', to: 'before' },
};

test('the tests pass against the sources as they are', { timeout: 60_000 }, async () => {
  const { failed, passed, why } = await firstFailure(TESTS, undefined);
  expect(failed, String(why)).toBeUndefined();
  expect(passed).toBeGreaterThan(40);
});

test.each(Object.entries(BREAKS))('found: %s', { timeout: 60_000 }, async (_name, change) => {
  const { failed, passed } = await firstFailure(TESTS, change);
  expect(failed, `${passed} tests passed`).toBeDefined();
});
