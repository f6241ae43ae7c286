import { expect, test } from 'vitest';
import { isStateHoliday } from '../time/holidays.ts';
import { placesOf, placesOfPhone, zoneOfState } from './places.ts';

test.each([
  ['+14075550100', ['America/New_York'], ['FL']],
  ['+16895550100', ['America/New_York'], ['FL']],
  ['+18505550100', ['America/Chicago', 'America/New_York'], ['FL']],
  ['+14485550100', ['America/Chicago', 'America/New_York'], ['FL']],
  ['+13645550100', ['America/Chicago', 'America/New_York'], ['KY']],
  ['+19305550100', ['America/Chicago', 'America/New_York'], ['IN']],
  ['+14585550100', ['America/Denver', 'America/Los_Angeles'], ['OR']],
  ['+18005550100', [], []],
  ['+442071838750', [], []],
])('%s lies in every zone of its area code', (e164, zones, states) => {
  expect(placesOfPhone(e164)).toEqual({ zones, states });
});

test('a stated zone stands for those of its state; one that contradicts the state adds to them', () => {
  const person = { state: 'FL', phone: null };
  expect(placesOf({ ...person, timeZone: null }).zones).toEqual(['America/New_York', 'America/Chicago']);
  expect(placesOf({ ...person, timeZone: 'America/New_York' }).zones).toEqual(['America/New_York']);
  expect(placesOf({ ...person, timeZone: 'America/Denver' }).zones).toEqual([
    'America/Denver',
    'America/New_York',
    'America/Chicago',
  ]);
});

test.each([
  ['OH', 'America/New_York'],
  ['PR', 'America/Puerto_Rico'],
  ['FL', null],
  ['AZ', null],
  ['ZZ', null],
  ['toString', null],
  [null, null],
])('an address in %s says the zone %s', (state, zone) => {
  expect(zoneOfState(state)).toBe(zone);
});

test('the area code adds its places to a stated one', () => {
  expect(placesOf({ timeZone: null, state: 'OH', phone: '+13105550100' })).toEqual({
    zones: ['America/New_York', 'America/Los_Angeles'],
    states: ['OH', 'CA'],
  });
});

test.each([
  ['2026-02-17', ['AL', 'LA']],
  ['2027-02-09', ['AL', 'LA']],
  ['2026-04-03', ['LA']],
  ['2026-04-27', ['AL']],
  ['2026-06-01', ['AL']],
  ['2026-11-03', ['LA']],
  ['2027-11-02', []],
  ['2026-11-27', ['LA']],
])('%s is kept by %j', (date, states) => {
  expect(['AL', 'LA', 'MS'].filter((state) => isStateHoliday(date, state))).toEqual(states);
});
