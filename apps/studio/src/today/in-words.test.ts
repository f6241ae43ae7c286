import { expect, test } from 'vitest';
import { inWords } from './in-words.ts';

test('only what happened is told, one as one', () => {
  expect(inWords({ entered: 3, sent: 1, ended: 0 })).toBe('3 people entered, 1 message left');
  expect(inWords({ entered: 0, sent: 0, ended: 1 })).toBe('1 person came to the end');
});
