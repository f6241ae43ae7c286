import { expect, test } from 'vitest';
import { sinceLooked } from './since-looked.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;

test.each([
  ['never looked: a day', null, NOW - DAY],
  ['an hour ago', NOW - 3_600_000, NOW - 3_600_000],
  ['a month ago: two weeks', NOW - 30 * DAY, NOW - 14 * DAY],
  ['a clock that ran ahead', NOW + DAY, NOW],
])('%s', (_case, looked, since) => {
  expect(sinceLooked(looked, NOW)).toBe(since);
});
