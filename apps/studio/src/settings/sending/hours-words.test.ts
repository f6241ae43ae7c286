import { expect, test } from 'vitest';
import { clockOf, hoursInWords, minuteInWords, minuteOf } from './hours-words.ts';

test('hours are told as a reader says them', () => {
  expect(hoursInWords({ fromMinute: 480, untilMinute: 1260 })).toBe('8 am to 9 pm');
  expect(hoursInWords({ fromMinute: 0, untilMinute: 1440 })).toBe('12 am to midnight');
  expect(hoursInWords(null)).toBe('not at all');
  expect(minuteInWords(725)).toBe('12:05 pm');
});

test('a time that is typed comes back as it was shown, the end of the day too', () => {
  for (const minute of [0, 485, 719, 720, 1439]) expect(minuteOf(clockOf(minute))).toBe(minute);
  expect(minuteOf(clockOf(1440), true)).toBe(1440);
  expect(minuteOf('')).toBeUndefined();
});
