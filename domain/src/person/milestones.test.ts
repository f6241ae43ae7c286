import { expect, test } from 'vitest';
import { milestonesOf } from './milestones.ts';

const nobody = { birthDate: null, reviewDueOn: null, lastContactOn: null };
const of = (dates: Partial<typeof nobody> | Record<string, string>, from: string, until: string) =>
  milestonesOf({ ...nobody, ...dates }, from, until).map(({ kind, on }) => `${kind} ${on}`);

test.each([
  ['1967-05-15', '2026-11-15'],
  ['1967-08-31', '2027-02-28'],
  ['1968-08-31', '2028-02-29'],
  ['1968-02-29', '2027-08-29'],
])('somebody born %s reaches 59 1/2 on %s', (birthDate, day) => {
  expect(of({ birthDate }, day, day)).toContain(`age_59_half ${day}`);
});

test('a birthday comes up each year, Feb 29 on Feb 28 of a common year', () => {
  expect(of({ birthDate: '1950-03-01' }, '2026-12-31', '2027-03-01')).toEqual(['birthday 2027-03-01']);
  expect(of({ birthDate: '1952-02-29' }, '2027-02-01', '2027-03-31')).toEqual(['birthday 2027-02-28']);
});

test('the review and the ninetieth day without contact, inside the span only', () => {
  const dates = { reviewDueOn: '2027-01-10', lastContactOn: '2026-10-12' };
  expect(of(dates, '2027-01-10', '2027-01-10')).toEqual([
    'review_due 2027-01-10',
    'no_contact_90_days 2027-01-10',
  ]);
  expect(of(dates, '2027-01-11', '2027-02-10')).toEqual([]);
});
