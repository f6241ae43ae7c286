import { describe, expect, test } from 'vitest';
import type { Effect, Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import type { Control, Result } from '@rap/contracts/automation/run';
import { begin } from './begin.ts';
import { evaluate } from './condition.ts';
import { simulate, type Happening } from './simulate.ts';
import { DAY_MS, START_MS } from './testing/random-plan.ts';
import { TestWorld } from './testing/test-world.ts';
import { turn } from './turn.ts';

const MINUTE_MS = 60_000;

function planOf(nodes: Record<string, PlanNode>, start = 'a', more: Partial<Plan> = {}): Plan {
  const listens = ['email.received', 'meeting.booked'];
  return { v: 1, hash: 'h', automationId: 'x', start, maxSteps: 100, goals: [], listens, nodes, ...more };
}

/** Answers what the test says, in order, then `done` with the given event number. */
class ScriptedWorld extends TestWorld {
  readonly answers: Extract<Result, { of: 'act' }>[] = [];
  seqAtClaim = 0;

  override act(_run: string, key: string, effect: Effect) {
    this.did.push(`${effect.kind}:${key}`);
    return this.answers.shift() ?? { of: 'act' as const, done: 'x', seq: this.seqAtClaim };
  }
}

function live(plan: Plan, script: Happening[] = [], world = new ScriptedWorld()) {
  const input = {
    run: 'r',
    person: 'p1',
    startMs: START_MS,
    horizonMs: START_MS + 400 * DAY_MS,
    world,
    script,
  };
  const { steps, open, state } = simulate(plan, input);
  const path = steps.map((step) => `${step.node}:${step.kind}:${step.port}`).join(' ');
  const minuteOf = (node: string): number => {
    const step = steps.find((found) => found.node === node && found.kind !== 'control');
    return step ? (step.atMs - START_MS) / MINUTE_MS : NaN;
  };
  return { steps, open, state, path, did: world.did, minuteOf };
}

const event = (seq: number, minute: number, kind = 'email.received'): Happening => ({
  event: { seq, kind, atMs: START_MS + minute * MINUTE_MS },
});
type ControlBody = Control extends infer C ? (C extends Control ? Omit<C, 'id'> : never) : never;
const control = (minute: number, body: ControlBody): Happening => ({
  atMs: START_MS + minute * MINUTE_MS,
  control: { id: `c${minute}`, ...body },
});
const send = (next: Target): PlanNode => ({
  k: 'act',
  cls: 'irreversible',
  effect: { kind: 'email', params: {} },
  next,
});
const task = (next: Target): PlanNode => ({
  k: 'act',
  cls: 'write',
  effect: { kind: 'task', params: {} },
  next,
});
const waitFor = (minutes: number, next: Target): PlanNode => ({
  k: 'waitFor',
  ms: minutes * MINUTE_MS,
  from: 'here',
  next,
});
const reply = (since: string): PlanNode => ({
  k: 'waitEvent',
  on: [{ id: 'r', match: { kind: 'email.received' }, to: 'yes' }],
  since,
  deadline: { ms: 600 * MINUTE_MS },
  timeout: 'no',
});
const ends = { yes: task('END'), no: task('END') };

describe('an anchored wait', () => {
  test('counts a reply that was quicker than the machine', () => {
    const plan = planOf({ a: send('b'), b: waitFor(10, 'c'), c: reply('a'), ...ends });
    expect(live(plan, [event(1, 5)]).path).toContain('c:waitEvent:case:r');
  });

  test('does not count an e-mail from before ours', () => {
    const world = new ScriptedWorld();
    world.seqAtClaim = 1;
    const plan = planOf({ b: waitFor(10, 'a'), a: send('c'), c: reply('a'), ...ends }, 'b');
    expect(live(plan, [event(1, 5)], world).path).toContain('c:waitEvent:timeout');
  });

  test('counts a reply once, for the first step that waits for it', () => {
    const second = reply('start');
    const plan = planOf({
      a: { ...second, on: [{ id: 'r', match: { kind: 'email.received' }, to: 'b' }] } as PlanNode,
      b: second,
      ...ends,
    });
    expect(live(plan, [event(1, 5)]).path).toContain('a:waitEvent:case:r b:waitEvent:timeout');
  });

  test('counts a reply that came in while the send was in flight', () => {
    const plan = planOf({ a: send('c'), c: reply('a'), ...ends });
    const asked = turn(plan, begin(plan, 'p1', 0, START_MS), { nowMs: START_MS });
    expect(asked.command.do).toBe('act');
    const answered = turn(plan, asked.state, {
      nowMs: START_MS + 1,
      result: { of: 'act', done: 'm', seq: 3 },
      events: [{ seq: 4, kind: 'email.received', atMs: START_MS }],
    });
    expect(answered.steps.map((step) => step.port)).toContain('case:r');
  });
});

describe('an act', () => {
  const failed = { of: 'act', failed: { code: 'x', message: 'm' } } as const;

  test('that may not happen now keeps its key', () => {
    const world = new ScriptedWorld();
    world.answers.push({ of: 'act', laterMs: START_MS + 500 * MINUTE_MS, reason: 'quiet hours' });
    const { did, path, minuteOf } = live(planOf({ a: send('END') }), [], world);
    expect(did).toEqual(['email:a:1', 'email:a:1']);
    expect(path).toContain('a:act:later a:act:next');
    expect(minuteOf('END')).toBe(500);
  });

  test('that fails without an error port stands at "attention" until a person retries or skips', () => {
    for (const [what, path] of [
      ['retry', 'a:attention:x a:control:retry a:act:next'],
      ['skip', 'a:attention:x a:control:skip END'],
    ] as const) {
      const world = new ScriptedWorld();
      world.answers.push(failed);
      expect(live(planOf({ a: send('END') }), [control(5, { do: what, n: 1 })], world).path).toContain(path);
    }
    const world = new ScriptedWorld();
    world.answers.push(failed);
    expect(live(planOf({ a: send('END') }), [], world).open).toBe('attention');
  });

  test('a double click on skip skips once', () => {
    const world = new ScriptedWorld();
    world.answers.push(failed);
    const plan = planOf({ a: send('b'), b: waitFor(90, 'c'), c: task('END') });
    const clicks = [control(5, { do: 'skip', n: 1 }), control(6, { do: 'skip', n: 1 })];
    expect(live(plan, clicks, world).minuteOf('b')).toBe(95);
  });

  test('is left once by two clicks that come together, and not by a click that comes with its answer', () => {
    const plan = planOf({ a: { ...send('b'), error: 'b' } as PlanNode, b: waitFor(90, 'c'), c: task('END') });
    const asked = turn(plan, begin(plan, 'p1', 0, START_MS), { nowMs: START_MS });
    const click = (id: string): Control => ({ id, do: 'skip', n: 0 });
    const twice = turn(plan, asked.state, { nowMs: START_MS, controls: [click('c1'), click('c2')] });
    expect(twice.state.at).toBe('b');
    const together = turn(plan, asked.state, { nowMs: START_MS, result: failed, controls: [click('c1')] });
    expect(together.state.at).toBe('b');
    for (const { steps } of [twice, together]) expect(steps.map((step) => step.port)).toContain('refused');
  });

  test('leaves by its refused port, and by next when it has none', () => {
    for (const refused of ['no', undefined] as const) {
      const world = new ScriptedWorld();
      world.answers.push({ of: 'act', refused: 'no_permission' });
      const plan = planOf({ a: { ...send('yes'), ...(refused ? { refused } : {}) } as PlanNode, ...ends });
      expect(live(plan, [], world).did.at(-1)).toBe(refused ? 'task:no:1' : 'task:yes:1');
    }
  });
});

describe('a pause', () => {
  const plan = planOf({ a: waitFor(100, 'b'), b: task('END') });

  test('that freezes the clock moves the deadline by the time paused', () => {
    const script = [control(50, { do: 'pause', mode: 'freeze' }), control(80, { do: 'resume' })];
    expect(live(plan, script).minuteOf('b')).toBe(130);
  });

  test('that holds sends lets waits run', () => {
    const pause = control(50, { do: 'pause', mode: 'holdSends' });
    expect(live(plan, [pause, control(80, { do: 'resume' })]).minuteOf('b')).toBe(100);
    expect(live(plan, [pause, control(180, { do: 'resume' })]).minuteOf('b')).toBe(180);
  });
});

describe('hands on a run', () => {
  const plan = planOf({ a: waitFor(100, 'b'), b: task('END') });

  test('a wait can be moved, and a run ended', () => {
    expect(
      live(plan, [control(50, { do: 'moveWait', n: 0, untilMs: START_MS + 60 * MINUTE_MS })]).minuteOf('b'),
    ).toBe(60);
    expect(live(plan, [control(50, { do: 'end', reason: 'by hand' })]).did).toEqual([]);
  });

  test('a wait that is not there cannot be moved', () => {
    const world = new ScriptedWorld();
    world.answers.push({ of: 'act', failed: { code: 'x', message: 'm' } });
    const move = control(5, { do: 'moveWait', n: 1, untilMs: START_MS });
    expect(live(planOf({ a: send('END') }), [move], world).path).toContain('a:control:refused');
  });

  test('of two that come together about one step the first counts', () => {
    const waiting = turn(plan, begin(plan, 'p1', 0, START_MS), { nowMs: START_MS });
    const { state } = turn(plan, waiting.state, {
      nowMs: START_MS,
      controls: [
        { id: 'm', do: 'moveWait', n: 0, untilMs: START_MS + MINUTE_MS },
        { id: 's', do: 'skip', n: 0 },
      ],
    });
    expect(state).toMatchObject({ at: 'a', wait: { untilMs: START_MS + MINUTE_MS } });
  });

  test('one that is delivered again long after does nothing', () => {
    const pause: Control = { id: 'p', do: 'pause', mode: 'freeze' };
    const { path, minuteOf } = live(plan, [
      { atMs: START_MS + 10 * MINUTE_MS, control: pause },
      control(20, { do: 'resume' }),
      { atMs: START_MS + 30 * MINUTE_MS, control: pause },
    ]);
    expect(path).toContain('a:control:pause a:control:resume a:waitFor:next');
    expect(minuteOf('b')).toBe(110);
  });

  test('a run that was ended by hand has ended, whatever it waited for', () => {
    const ended = control(50, { do: 'end', reason: 'by hand' });
    const { state, open } = live(plan, [control(20, { do: 'hold', reason: 'complaint' }), ended]);
    expect(open).toBeUndefined();
    expect(state.outcome).toBe('ended: by hand');
  });

  test('a control about a step that was left is refused with a receipt', () => {
    const { path } = live(plan, [control(50, { do: 'moveWait', n: 9, untilMs: START_MS })]);
    expect(path).toContain('a:control:refused');
  });

  test('a person is moved to a new version at once', () => {
    const next = planOf({ a: waitFor(100, 'c'), c: send('END') }, 'a', { hash: 'h2' });
    const waiting = turn(plan, begin(plan, 'p1', 0, START_MS), { nowMs: START_MS });
    const moved = turn(next, waiting.state, {
      nowMs: START_MS + MINUTE_MS,
      controls: [{ id: 'm', do: 'migrate', n: 0, hash: 'h2', to: 'c' }],
    });
    expect(moved.command.do).toBe('act');
    expect(moved.state.hash).toBe('h2');
    const blind = turn(plan, waiting.state, {
      nowMs: START_MS + MINUTE_MS,
      controls: [{ id: 'm', do: 'migrate', n: 0, hash: 'h2', to: 'c' }],
    });
    expect(blind.state).toMatchObject({ hash: 'h', at: 'a' });
  });
});

describe('a goal', () => {
  const plan = planOf({ a: waitFor(100, 'b'), b: send('END') }, 'a', {
    goals: [{ id: 'booked', match: { kind: 'meeting.booked' }, to: 'END' }],
  });

  test('ends the run before the send, also when it was met while held', () => {
    expect(live(plan, [event(1, 30, 'meeting.booked')]).did).toEqual([]);
    const held = [
      control(20, { do: 'hold', reason: 'death' }),
      event(1, 30, 'meeting.booked'),
      control(200, { do: 'release' }),
    ];
    expect(live(plan, held).did).toEqual([]);
  });
});

describe('limits', () => {
  test('a repeat runs so often and each visit has its own key', () => {
    const plan = planOf({
      a: { k: 'repeat', max: 3, body: 'b', done: 'END' },
      b: waitFor(60, 'c'),
      c: task('a'),
    });
    expect(live(plan).did).toEqual(['task:c:1', 'task:c:2', 'task:c:3']);
  });

  test('even a plan that validation should have refused is bounded', () => {
    const { open, steps } = live(planOf({ a: task('b'), b: task('a') }));
    expect(open).toBe('attention');
    expect(steps.at(-1)?.port).toBe('too_many_steps');
  });

  test('the fifty-first event in the inbox drops the oldest, with a receipt', () => {
    const plan = planOf({ a: waitFor(1_000, 'b'), b: task('END') });
    const { steps } = live(
      plan,
      Array.from({ length: 51 }, (_, i) => event(i + 1, i + 1)),
    );
    expect(steps.filter((step) => step.kind === 'inbox')).toMatchObject([{ port: 'dropped', eventSeq: 1 }]);
  });

  test('a full inbox keeps the event that meets a goal, for the day of the release', () => {
    const goals = [{ id: 'booked', match: { kind: 'meeting.booked' }, to: 'END' as const }];
    const plan = planOf({ a: waitFor(1_000, 'b'), b: send('END') }, 'a', { goals });
    const mails = Array.from({ length: 60 }, (_, i) => event(i + 2, i + 3));
    const held = [control(1, { do: 'hold', reason: 'complaint' }), event(1, 2, 'meeting.booked'), ...mails];
    const { path, did } = live(plan, [...held, control(900, { do: 'release' })]);
    expect(path).toContain('a:goal:booked');
    expect(did).toEqual([]);
  });
});

describe('conditions', () => {
  const age = { age: { value: 61, source: 'person', asOfMs: 0 } };

  test('unknown stays unknown under not, and types are never coerced', () => {
    expect(
      evaluate({ op: 'not', of: { op: 'gt', fact: 'age', value: 5 } }, { age: { unknown: 'x' } }),
    ).toBeNull();
    expect(
      evaluate({ op: 'gt', fact: 'age', value: 5 }, { age: { value: '61', source: '', asOfMs: 0 } }),
    ).toBeNull();
    expect(evaluate({ op: 'gt', fact: 'age', value: 5 }, age)).toBe(true);
  });

  test('one false part decides all, one true part decides any, whatever is unknown', () => {
    const unknown = { op: 'eq', fact: 'missing', value: 1 } as const;
    const yes = { op: 'gt', fact: 'age', value: 5 } as const;
    const no = { op: 'lt', fact: 'age', value: 5 } as const;
    expect(evaluate({ op: 'all', of: [unknown, no] }, age)).toBe(false);
    expect(evaluate({ op: 'all', of: [unknown, yes] }, age)).toBeNull();
    expect(evaluate({ op: 'any', of: [unknown, yes] }, age)).toBe(true);
    expect(evaluate({ op: 'any', of: [unknown, no] }, age)).toBeNull();
  });
});
