import { expect, test } from 'vitest';
import { BoundedCounts, keepNewest } from './bounded.ts';
import { FaultQueue } from './fault-queue.ts';
import { readSettings } from './settings.ts';
import { keywordOf } from './twilio/keywords.ts';
import { segmentsOf } from './twilio/text.ts';

test('lists and counts keep the newest', () => {
  const list: number[] = [];
  for (const item of [1, 2, 3]) keepNewest(list, item, 2);
  expect(list).toEqual([3, 2]);
  const counts = new BoundedCounts(2);
  for (const key of ['a', 'b', 'a', 'c']) counts.add(key);
  expect(counts.all()).toEqual({ a: 2, c: 1 });
});

test('a fault is used as often as it was asked for, in order', () => {
  type Fault = { kind: 'x' | 'y'; times: number; note: string };
  const queue = new FaultQueue<Fault>();
  queue.add({ kind: 'x', times: 2, note: 'first' });
  queue.add({ kind: 'x', times: 1, note: 'second' });
  const take = () => queue.take((fault): fault is Fault => fault.kind === 'x')?.note;
  expect(queue.take((fault): fault is Fault => fault.kind === 'y')).toBeUndefined();
  expect([take(), take(), take(), take()]).toEqual(['first', 'first', 'second', undefined]);
});

test('settings list all their faults at once', () => {
  expect(() => readSettings({ SANDBOX_PORT: 'x', PUBLIC_URL: 'here' })).toThrow(
    /SANDBOX_PORT[^]*PUBLIC_URL[^]*TWILIO_AUTH_TOKEN/,
  );
});

test.each([
  ['STOP', 'STOP'],
  [' unsubscribe ', 'STOP'],
  ['Start', 'START'],
  ['yes', 'START'],
  ['info', 'HELP'],
  ['stop it', undefined],
])('%s is %s', (body, keyword) => expect(keywordOf(body)).toBe(keyword));

test.each([
  [160, 'a', 1],
  [161, 'a', 2],
  [306, 'a', 2],
  [307, 'a', 3],
  [70, 'ы', 1],
  [71, 'ы', 2],
  [81, '€', 2],
])('%i times %s takes %i segments', (length, letter, segments) => {
  expect(segmentsOf(letter.repeat(length))).toBe(segments);
});
