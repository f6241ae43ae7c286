import { expect, test } from 'vitest';
import { nextMonday, onDay, tomorrow } from './postpone.ts';

test('next Monday is never today, from any day of the week', () => {
  for (let day = 1; day <= 14; day++) {
    const now = new Date(2026, 1, day, 15);
    const monday = nextMonday(now);
    expect(monday.getDay()).toBe(1);
    const ahead = Math.round((monday.getTime() - new Date(2026, 1, day).getTime()) / 86_400_000);
    expect(ahead).toBeGreaterThanOrEqual(1);
    expect(ahead).toBeLessThanOrEqual(7);
  }
});

test('a postponed task keeps its time of the clock; what had no day is due at 9', () => {
  const due = new Date(2026, 0, 31, 14, 30).toISOString();
  expect(new Date(onDay(due, tomorrow(new Date(2026, 1, 28, 23))))).toEqual(new Date(2026, 2, 1, 14, 30));
  expect(new Date(onDay(null, new Date(2026, 2, 8)))).toEqual(new Date(2026, 2, 8, 9));
});
