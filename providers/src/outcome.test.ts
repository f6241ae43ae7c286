import { expect, test } from 'vitest';
import { readRetryAfterMs } from './outcome.ts';

test.each([
  ['2', 2_000],
  ['Fri, 20 Nov 2026 14:06:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 14:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('Retry-After %s', (header, expected) => {
  expect(readRetryAfterMs(header, Date.UTC(2026, 10, 20, 14, 6))).toBe(expected);
});
