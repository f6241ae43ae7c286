import { describe, expect, test } from 'vitest';
import type { TimeSpec } from '@rap/contracts/automation/plan';
import { addBusinessDays, federalHolidays } from './holidays.ts';
import { resolveTime } from './resolve-time.ts';
import { instantOf, isTimeZone, wallClock } from './zoned.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (result: ReturnType<typeof resolveTime>): string =>
  'atMs' in result ? new Date(result.atMs).toISOString() : result.missing;
const chicago = 'America/Chicago';

describe('a span', () => {
  test('keeps the wall clock over the change of the clocks', () => {
    const now = { nowMs: at('2026-03-07T15:00:00Z'), zone: chicago }; // Sat 9:00, clocks go forward on Sunday
    expect(iso(resolveTime({ by: 'span', days: 1, zone: 'person' }, now))).toBe('2026-03-08T14:00:00.000Z');
    expect(iso(resolveTime({ by: 'span', weeks: 1, at: '08:30', zone: 'person' }, now))).toBe(
      '2026-03-14T13:30:00.000Z',
    );
  });

  test('of a month from Jan 31 ends on the last of February', () => {
    const now = { nowMs: at('2027-01-31T18:00:00Z'), zone: chicago };
    expect(iso(resolveTime({ by: 'span', months: 1, zone: 'person' }, now))).toBe('2027-02-28T18:00:00.000Z');
  });
});

describe('a date', () => {
  const spec = { by: 'date', fact: 'person.reviewDueOn', days: -14, at: '09:00', zone: 'person' } as const;

  test('is counted from the day, in the zone', () => {
    const now = { nowMs: at('2026-11-01T00:00:00Z'), zone: chicago };
    expect(iso(resolveTime(spec, { ...now, factDate: '2026-12-15' }))).toBe('2026-12-01T15:00:00.000Z');
    // 3 am UTC is still the day before in Chicago
    expect(iso(resolveTime(spec, { ...now, factDate: '2026-12-15T03:00:00Z' }))).toBe(
      '2026-11-30T15:00:00.000Z',
    );
  });

  test('that is not known says so', () => {
    expect(iso(resolveTime(spec, { nowMs: 0, zone: chicago }))).toBe('person.reviewDueOn is not known');
  });
});

describe('a window', () => {
  const office: TimeSpec = { by: 'window', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'firm' };
  const next = (now: string) => iso(resolveTime(office, { nowMs: at(now), zone: chicago }));

  test('is now, later today, or on the next day that counts', () => {
    expect(next('2026-11-24T16:00:00Z')).toBe('2026-11-24T16:00:00.000Z');
    expect(next('2026-11-24T12:00:00Z')).toBe('2026-11-24T15:00:00.000Z');
    expect(next('2026-11-27T23:00:00Z')).toBe('2026-11-30T15:00:00.000Z');
  });

  test('may go over midnight', () => {
    const night: TimeSpec = { ...office, days: [1], from: '22:00', to: '02:00' };
    expect(iso(resolveTime(night, { nowMs: at('2026-11-24T07:00:00Z'), zone: chicago }))).toBe(
      '2026-11-24T07:00:00.000Z',
    );
  });
});

describe('business days', () => {
  test('leave out weekends and federal holidays', () => {
    expect(addBusinessDays('2026-11-25', 1)).toBe('2026-11-27'); // Thanksgiving between
    expect(addBusinessDays('2026-12-24', 1)).toBe('2026-12-28');
    expect(addBusinessDays('2026-07-02', 1)).toBe('2026-07-06'); // July 4 is a Saturday, kept on Friday
    expect(addBusinessDays('2026-11-28', 0)).toBe('2026-11-30');
  });

  test('the holidays of 2026', () => {
    const days = [
      '01-01',
      '01-19',
      '02-16',
      '05-25',
      '06-19',
      '07-03',
      '07-04',
      '09-07',
      '10-12',
      '11-11',
      '11-26',
      '12-25',
    ];
    expect([...federalHolidays(2026)].sort()).toEqual(days.map((day) => `2026-${day}`));
    expect(federalHolidays(2021).has('2021-12-31')).toBe(true); // New Year's Day 2022 was a Saturday
  });
});

test('a skipped hour is moved on, a doubled hour is its first', () => {
  expect(new Date(instantOf('2026-03-08', 150, chicago)).toISOString()).toBe('2026-03-08T08:30:00.000Z');
  expect(new Date(instantOf('2026-11-01', 90, chicago)).toISOString()).toBe('2026-11-01T06:30:00.000Z');
  expect(wallClock(at('2026-03-08T08:30:00Z'), chicago)).toEqual({
    date: '2026-03-08',
    minutes: 210,
    weekday: 7,
  });
});

test('zones are IANA names', () => {
  expect(isTimeZone('America/Chicago')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});
