import { describe, expect, test } from 'vitest';
import type { Control, PersonEvent, RunState } from '@rap/contracts/automation/run';
import { Mailbox } from './mailbox.ts';

const state = (more: Partial<RunState> = {}): RunState => ({
  v: 1,
  hash: 'h',
  person: 'p',
  n: 3,
  seg: 1,
  nowMs: 0,
  at: 'a',
  stage: 'wait',
  visits: {},
  loops: {},
  vars: {},
  marks: {},
  goalSeq: 0,
  inbox: [],
  topSeq: 0,
  seen: [],
  ...more,
});
const event = (seq: number): PersonEvent => ({ seq, kind: 'email.received', atMs: 0 });
const resume = (id: string): Control => ({ id, do: 'resume' });
const skip = (id: string, n = 3): Control => ({ id, do: 'skip', n });

describe('events', () => {
  test('that wait or were taken are duplicates', () => {
    const box = new Mailbox(undefined);
    box.hear(event(4), state({ topSeq: 4 }));
    expect(box.isEmpty).toBe(true);
    box.hear(event(5), state({ topSeq: 4 }));
    box.hear(event(5), state({ topSeq: 4 }));
    expect(box.contents().events).toEqual([event(5)]);
  });

  test('stay that came after the ones which the answer has taken', () => {
    const box = new Mailbox({ events: [event(1), event(2)], controls: [resume('a'), resume('b')] });
    box.dropTaken(state({ topSeq: 1, seen: ['a'] }));
    expect(box.contents()).toEqual({ events: [event(2)], controls: [resume('b')] });
  });
});

describe('controls', () => {
  test('are kept once, and a repeated one is never refused', () => {
    const box = new Mailbox(undefined);
    box.take(skip('a'), state());
    box.take(skip('a'), state());
    expect(box.controlCount).toBe(1);
    expect(box.refuses(skip('a'), state())).toBeUndefined();
    expect(box.refuses(skip('a'), state({ n: 9, seen: ['a'] }))).toBeUndefined();
  });

  test('about a step that was left, or that somebody else is about to leave, are stale', () => {
    const box = new Mailbox(undefined);
    expect(box.refuses(skip('a', 2), state())).toBe('stale_control');
    expect(box.refuses(skip('a'), state())).toBeUndefined();
    box.take(skip('a'), state());
    expect(box.refuses(skip('b'), state())).toBe('stale_control');
    expect(box.refuses(resume('c'), state())).toBeUndefined();
    box.dropAimed();
    expect(box.refuses(skip('b'), state())).toBeUndefined();
  });

  test('are at most twenty at a time', () => {
    const box = new Mailbox(undefined);
    for (let i = 0; i < 20; i++) {
      expect(box.refuses(resume(`${i}`), state())).toBeUndefined();
      box.take(resume(`${i}`), state());
    }
    expect(box.refuses(resume('20'), state())).toBe('busy');
  });
});

test('what it hands out is a copy', () => {
  const box = new Mailbox(undefined);
  box.contents().events.push(event(1));
  expect(box.isEmpty).toBe(true);
});
