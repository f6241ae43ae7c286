import { expect, test } from 'vitest';
import { instantOf, wallClock } from '../time/zoned.ts';
import { recurrenceWords } from './recurrence-words.ts';
import { nextDue } from './recurrence.ts';

const ZONE = 'America/New_York';
const at = (date: string, hour = 9): number => instantOf(date, hour * 60, ZONE);
const shown = (ms: number): string => {
  const { date, minutes } = wallClock(ms, ZONE);
  return `${date} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
};

test('the day at which it began is kept through shorter months', () => {
  const rule = { every: 1, unit: 'months', from: 'due', day: 31 } as const;
  const february = nextDue(at('2026-01-31'), at('2026-01-31'), rule, ZONE);
  expect(shown(february)).toBe('2026-02-28 9:00');
  expect(shown(nextDue(february, february, rule, ZONE))).toBe('2026-03-31 9:00');
});

test('a leap day is the last of February in other years, and comes back', () => {
  const rule = { every: 1, unit: 'years', from: 'due', day: 29 } as const;
  let due = at('2024-02-29');
  const days = Array.from({ length: 4 }, () => wallClock((due = nextDue(due, due, rule, ZONE)), ZONE).date);
  expect(days).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
});

test('the time of the clock stays over the change of the clock', () => {
  const week = { every: 1, unit: 'weeks', from: 'due' } as const;
  expect(shown(nextDue(at('2026-03-06'), at('2026-03-06'), week, ZONE))).toBe('2026-03-13 9:00');
});

test('what is done late is due again in the future, on its own rhythm', () => {
  const rule = { every: 2, unit: 'weeks', from: 'due' } as const;
  expect(shown(nextDue(at('2026-01-05'), at('2026-02-20'), rule, ZONE))).toBe('2026-03-02 9:00');
});

test('counted from when it was done, it is that long after', () => {
  const rule = { every: 90, unit: 'days', from: 'done' } as const;
  expect(shown(nextDue(at('2026-01-05'), at('2026-01-09', 17), rule, ZONE))).toBe('2026-04-09 9:00');
  // done early: never at or before the time at which it was due
  expect(nextDue(at('2026-06-01'), at('2026-01-01'), rule, ZONE)).toBeGreaterThan(at('2026-06-01'));
});

test('in words', () => {
  expect(recurrenceWords({ every: 1, unit: 'years', from: 'due' })).toBe('every year');
  expect(recurrenceWords({ every: 3, unit: 'months', from: 'done' })).toBe('every 3 months after it is done');
});
