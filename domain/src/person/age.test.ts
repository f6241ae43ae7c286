import { expect, test } from 'vitest';
import { ageOn, nextBirthday } from './age.ts';

test('a year is completed on the birthday, and for Feb 29 on Mar 1 of a common year', () => {
  expect(ageOn('1961-11-25', '2026-11-24')).toBe(64);
  expect(ageOn('1961-11-24', '2026-11-24')).toBe(65);
  expect(ageOn('1964-02-29', '2026-02-28')).toBe(61);
  expect(ageOn('1964-02-29', '2026-03-01')).toBe(62);
});

test('the next birthday may be today, and Feb 29 is kept on Feb 28', () => {
  expect(nextBirthday('1961-11-24', '2026-11-24')).toBe('2026-11-24');
  expect(nextBirthday('1961-11-23', '2026-11-24')).toBe('2027-11-23');
  expect(nextBirthday('1964-02-29', '2026-11-24')).toBe('2027-02-28');
  expect(nextBirthday('1964-02-29', '2027-11-24')).toBe('2028-02-29');
});
