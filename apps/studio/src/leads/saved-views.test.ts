import { expect, test } from 'vitest';
import { columnsOf, readLeadsSearch } from './leads-search.ts';
import { queryOf, searchOf } from './saved-views.ts';

const VIEW = {
  id: '01a20000-0000-7000-8000-000000000001',
  version: 1,
  name: 'x',
  shared: false,
  ownerId: '',
};

test('a list goes into a view and comes out of it the same', () => {
  const search = readLeadsSearch({
    view: 'lost',
    sort: 'name',
    lost: 'cost',
    cols: 'stage owner',
    state: 'OH',
  });
  const query = queryOf({ ...search, saved: VIEW.id, dropped: ['x'] });
  expect(query).not.toMatch(/[\s#?]/);
  expect(searchOf({ ...VIEW, query })).toEqual({ ...search, saved: VIEW.id });
  // however the address was written
  expect(queryOf({ sort: 'name', view: 'lost' })).toBe(queryOf({ view: 'lost', sort: 'name' }));
});

test('a view of another release says what it lost', () => {
  expect(searchOf({ ...VIEW, query: 'planet=mars&sort=name' })).toMatchObject({
    sort: 'name',
    dropped: ['planet'],
  });
});

test('columns keep their order, whatever the address says, and unknown ones are none', () => {
  expect(columnsOf({ cols: 'owner stage moon' })).toEqual(['stage', 'owner']);
  expect(columnsOf({ cols: '' })).toEqual(columnsOf({}));
  expect(columnsOf({})).not.toContain('lost');
  expect(columnsOf({ view: 'lost' })).toContain('lost');
});
