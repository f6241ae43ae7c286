import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import type { Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import type { AdvanceInput, Give, Result, RunState } from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { advance, type InlineSend, type SegmentWorld } from './segment.ts';
import { MemoryStore } from './testing/memory-store.ts';

const NOW_MS = Date.UTC(2027, 0, 4, 15);
const task = (next: Target): PlanNode => ({
  k: 'act',
  cls: 'write',
  effect: { kind: 'task', params: {} },
  next,
});
const email = (next: Target): PlanNode => ({
  k: 'act',
  cls: 'irreversible',
  effect: { kind: 'email', params: {} },
  next,
});
const waitHours = (hours: number, next: Target): PlanNode => ({
  k: 'waitFor',
  ms: hours * 3_600_000,
  from: 'here',
  next,
});
const ifOfAge = (next: Target): PlanNode => ({
  k: 'if',
  cond: { op: 'gt', fact: 'age', value: 59 },
  facts: ['age'],
  yes: next,
  otherwise: next,
});

const planOf = (nodes: Record<string, PlanNode>, hash = 'h'): Plan => ({
  v: 1,
  hash,
  automationId: 'a',
  start: 'a',
  maxSteps: 50,
  goals: [],
  listens: ['email.received'],
  nodes,
});

class World implements SegmentWorld<null> {
  readonly wrote: string[] = [];
  facts = () => Promise.resolve({ age: { value: 61, source: 'person', asOfMs: NOW_MS } });
  time = () => Promise.resolve({ of: 'resolveTime' as const, missing: 'no date' });
  write = (_tx: null, _input: AdvanceInput, _state: RunState, { key }: { key: string }) => {
    this.wrote.push(key);
    return Promise.resolve({ of: 'act' as const, done: key, seq: 0 });
  };
}

function runOf(plan: Plan, ...others: Plan[]) {
  const store = new MemoryStore([plan, ...others]);
  const world = new World();
  const who = { firmId: 'f', automationId: 'a', enrolmentId: 'e' };
  const state = begin(plan, 'p', 0, NOW_MS);
  const go = (from: RunState, give: Partial<Give> = {}, send?: InlineSend, chain = 'c') =>
    advance(
      store,
      world,
      { who, firmId: 'f', run: 'run:f:e', chain, state: from, give: { nowMs: NOW_MS, ...give } },
      send,
    );
  return { store, world, state, go };
}

const typeOf = async (failing: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApplicationFailure)) throw new Error('did not fail as an activity does');
  return `${error.type ?? ''}${error.nonRetryable ? '' : ', tried again'}`;
};

describe('a segment', () => {
  test('runs until something leaves the house, and its receipts and state agree', async () => {
    const { go, state, store, world } = runOf(
      planOf({ a: task('b'), b: ifOfAge('c'), c: task('d'), d: email('END') }),
    );
    const out = await go(state);
    expect(out.command).toMatchObject({ do: 'act', key: 'd:1', cls: 'irreversible' });
    expect(world.wrote).toEqual(['a:1', 'c:1']);
    expect(store.steps.map((step) => `${step.node} ${step.port}`)).toEqual(['a next', 'b yes', 'c next']);
    expect(out.trail).toEqual(['a: done', 'b: yes', 'c: done']);
    expect(out.label).toBe('d');
    expect(out.state).toMatchObject({ seg: 1, n: 3, at: 'd' });
  });

  test('keeps the facts in the receipts and out of the answer, also when it stops at the step that read them', async () => {
    const { go, state, store, world } = runOf(planOf({ a: ifOfAge('b'), b: email('END') }));
    const out = await go(state);
    expect(store.steps[0]?.facts).toBeDefined();
    expect(JSON.stringify(out)).not.toContain('61');
    // read for a step that the person then stands at: a hold that comes with the next segment finds no old facts
    world.facts = () => Promise.reject(new Error('read again'));
    const stopped = await go(
      { ...out.state, at: 'a', stage: 'ready', facts: {} },
      {
        controls: [{ id: 'h', do: 'hold', reason: 'death' }],
        result: { of: 'facts', values: { age: { value: 61, source: 'person', asOfMs: NOW_MS } } },
      },
    );
    expect(stopped.state.facts).toBeUndefined();
  });

  test('whose answer was lost gives the same answer again and does nothing twice', async () => {
    const { go, state, store, world } = runOf(planOf({ a: task('b'), b: email('END') }));
    const first = await go(state);
    expect(await go(state, { nowMs: NOW_MS + 5 })).toEqual(first);
    expect(world.wrote).toEqual(['a:1']);
    expect(store.steps).toHaveLength(1);
  });

  test('that dies before its commit is tried again from where it was', async () => {
    const { go, state, store } = runOf(planOf({ a: task('b'), b: email('END') }));
    store.beforeCommit = () => {
      throw new Error('died');
    };
    await expect(go(state)).rejects.toThrow('died');
    store.beforeCommit = () => undefined;
    expect((await go(state)).command.do).toBe('act');
    expect(store.steps).toHaveLength(1);
  });

  test('of another chain, or of a history that the database is behind, is refused for good', async () => {
    const { go, state } = runOf(planOf({ a: email('END') }));
    const { state: later } = await go(state);
    expect(await typeOf(go(later, {}, undefined, 'another'))).toBe('stale_segment');
    expect(await typeOf(go({ ...later, seg: 9 }))).toBe('db_behind');
  });

  test('hears the gate before everything else', async () => {
    const { go, state, store } = runOf(planOf({ a: email('END') }));
    store.gate = [{ id: 'g', do: 'hold', reason: 'complaint', sinceMs: NOW_MS - 5 }];
    const { command, state: held } = await go(state);
    expect(command).toEqual({ do: 'wait', why: 'held', untilMs: null });
    expect(held.hold).toEqual({ reason: 'complaint', sinceMs: NOW_MS - 5 });
  });

  test('that the interpreter cannot do is a fault for good', async () => {
    const broken = planOf({ a: { k: 'split', salt: 's', variants: [] } });
    const { go, state } = runOf(broken);
    expect(await typeOf(go(state))).toBe('engine_fault');
    await expect(go(state)).rejects.toMatchObject({
      message: 'the interpreter failed at a: Error',
      details: expect.arrayContaining([expect.stringMatching(/^at passNode /)]),
    });
  });

  test('of a newer release is left to a newer worker', async () => {
    const { go, state } = runOf(planOf({ a: email('END') }));
    const newer: RunState = JSON.parse(JSON.stringify({ ...state, v: 2 }));
    expect(await typeOf(go(newer))).toBe('newer_state, tried again');
  });
});

describe('a move to a new version', () => {
  const old = planOf({ a: waitHours(1, 'END'), gone: task('END') });
  const fresh = planOf({ a: waitHours(1, 'b'), b: email('END') }, 'h2');
  const move = (n: number) => ({ id: 'm', do: 'migrate' as const, n, hash: 'h2', to: 'b' });

  test('takes effect in the segment that reads it', async () => {
    const { go, state } = runOf(old, fresh);
    const { state: waiting } = await go(state);
    const { state: moved, command } = await go(waiting, { controls: [move(waiting.n)] });
    expect(command).toMatchObject({ do: 'act', node: 'b' });
    expect(moved.hash).toBe('h2');
  });

  test('is refused, with a receipt, when the run has moved on or another control comes first', async () => {
    for (const controls of [[move(7)], [{ id: 's', do: 'skip' as const, n: 0 }, move(0)]]) {
      const { go, state, store } = runOf(old, fresh);
      const { state: waiting } = await go(state);
      const { state: after } = await go(waiting, { controls });
      expect(after.hash).toBe('h');
      expect(store.steps.some((step) => step.port === 'refused')).toBe(true);
    }
  });

  test('is refused while a message is under way', async () => {
    const { go, state, store } = runOf(planOf({ a: email('w'), w: waitHours(1, 'END') }), fresh);
    const { state: sending } = await go(state);
    const result: Result = { of: 'act', refused: 'no_permission' };
    const { state: after } = await go(sending, { result, controls: [move(sending.n)] });
    expect(after).toMatchObject({ hash: 'h', at: 'w' });
    expect(store.steps.map((step) => step.port)).toContain('refused');
  });
});

describe('sending inside the segment', () => {
  const plan = planOf({ a: email('b'), b: task('c'), c: email('d'), d: waitHours(1, 'END') });
  const sends: InlineSend = (_input, _state, { key }) => Promise.resolve({ of: 'act', done: key, seq: 0 });

  test('goes on to the next wait when the provider is free', async () => {
    const { go, state } = runOf(plan);
    const out = await go(state, {}, sends);
    expect(out.command).toMatchObject({ do: 'wait', why: 'time' });
    expect(out.trail).toEqual(['a: done', 'b: done', 'c: done']);
    expect(out.state.seg).toBe(3);
  });

  test('is left to the queue when the provider is not free or cannot be reached', async () => {
    for (const send of [() => Promise.resolve(undefined), () => Promise.reject(new Error('no answer'))]) {
      const { go, state } = runOf(plan);
      expect((await go(state, {}, send)).command).toMatchObject({ do: 'act', key: 'a:1' });
    }
  });

  test('is found again by a retry, several segments further', async () => {
    const { go, state, store } = runOf(plan);
    let sent = 0;
    const counting: InlineSend = (...args) => {
      sent += 1;
      return sends(...args);
    };
    const first = await go(state, {}, counting);
    const again = await go(state, {}, counting);
    expect(again.state).toEqual(first.state);
    expect(sent).toBe(2);
    expect(store.steps.map((step) => step.n)).toEqual([0, 1, 2]);
  });
});
