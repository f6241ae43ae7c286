import { expect, test } from 'vitest';
import { between } from './use-choosing.ts';

test('from one to another, whichever stands first; one alone where there is none before', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(between(ids, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(ids, 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(between(ids, undefined, 'c')).toEqual(['c']);
  expect(between(ids, 'gone', 'c')).toEqual(['c']);
  expect(between(ids, 'c', 'c')).toEqual(['c']);
});
