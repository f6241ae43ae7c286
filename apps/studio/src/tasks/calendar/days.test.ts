import { expect, test } from 'vitest';
import { addDays, moved, weeksOf } from './days.ts';

test('a month is shown in whole weeks, from a Sunday to a Saturday', () => {
  const weeks = weeksOf('2026-11-26', 'month');
  expect(weeks).toHaveLength(5);
  expect([weeks[0]?.[0], weeks[0]?.[6], weeks.at(-1)?.[6]]).toEqual([
    '2026-11-01',
    '2026-11-07',
    '2026-12-05',
  ]);
  // a February of exactly four weeks, and a month that touches six
  expect(weeksOf('2026-02-10', 'month')).toHaveLength(4);
  expect(weeksOf('2026-08-10', 'month')).toHaveLength(6);
  expect(weeksOf('2026-11-26', 'week')).toEqual([
    ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'],
  ]);
});

test('days go over the ends of months, years and the change of the clock', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-08', 1)).toBe('2026-03-09');
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  expect(moved('2026-01-31', 'month', 1)).toBe('2026-02-01');
  expect(moved('2026-01-31', 'week', -1)).toBe('2026-01-24');
});
