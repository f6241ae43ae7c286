import { expect, test } from 'vitest';
import { sameText } from './same-text.ts';

test.each([
  ['Your review is Tuesday.', 'Your review is Tuesday.', true],
  ['It\'s "Tuesday" - ok', 'It’s “Tuesday” – ok ', true],
  ['Sent from your Twilio trial account - Your review is Tuesday.', 'Your review is Tuesday.', true],
  ['Your review is Wednesday.', 'Your review is Tuesday.', false],
  ['Your review is Tuesday at 3.', 'Your review is Tuesday at 4.', false],
  ['!', '?', false],
  ['¡!', '¡!', true],
])('%s / %s', (listed, given, same) => {
  expect(sameText(listed, given)).toBe(same);
});
