import { expect, test } from 'vitest';
import { readLeadsSearch, viewOf } from './leads-search.ts';

test('an address that makes sense is read as it is', () => {
  const address = { view: 'all', state: 'OH', from: '2026-02-28', agreed: 'sms', sort: 'owner' };
  expect(readLeadsSearch(address)).toEqual(address);
});

test('what makes no sense is left out and named; the rest stays', () => {
  expect(
    readLeadsSearch({ state: 'Ohio', from: '2026-02-31', colour: 'red', source: 7, name: 'Maria' }),
  ).toEqual({ name: 'Maria', dropped: expect.arrayContaining(['state', 'from', 'colour', 'source']) });
});

test('what was dropped before stays named, and never grows without end', () => {
  expect(readLeadsSearch({ dropped: ['state'], view: 'odd' }).dropped).toEqual(['state', 'view']);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`key${i}`.padEnd(60, 'x'), 1]));
  expect(readLeadsSearch(many).dropped).toHaveLength(8);
  expect(readLeadsSearch({ dropped: 'nonsense' }).dropped).toEqual(['dropped']);
});

test('a stage that the view lacks is looked for in all', () => {
  expect(viewOf({ stage: 'new' })).toBe('open');
  expect(viewOf({ view: 'won', stage: 'new' })).toBe('all');
  expect(viewOf({ view: 'week', stage: 'lost' })).toBe('week');
});
