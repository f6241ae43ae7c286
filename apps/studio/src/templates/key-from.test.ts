import { expect, test } from 'vitest';
import { keyFrom } from './key-from.ts';

test('a name becomes a key that the server takes', () => {
  expect(keyFrom('New lead: welcome')).toBe('new-lead-welcome');
  expect(keyFrom('  Révision annuelle (2) ')).toBe('revision-annuelle-2');
  expect(keyFrom('...')).toBe('');
});
