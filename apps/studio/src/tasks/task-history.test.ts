import { expect, test } from 'vitest';
import { inWords } from './task-history.tsx';

const nameOf = (id: string): string => (id === 'u1' ? 'Dana Reyes' : '');
const said = (field: string, after: unknown): string =>
  inWords({ change: 'update', changes: [{ field, before: null, after }] }, nameOf);

test('each change is told as one would say it', () => {
  expect(inWords({ change: 'create', changes: [] }, nameOf)).toBe('made it');
  expect(said('assigneeId', 'u1')).toBe('gave it to Dana Reyes');
  expect(said('assigneeId', null)).toBe('gave it to nobody');
  expect(said('status', 'done')).toBe('ticked it off');
  expect(said('recurrence', { every: 2, unit: 'weeks', from: 'due' })).toBe(
    'made it come again every 2 weeks',
  );
  expect(said('recurrence', null)).toBe('let it come no more');
  const both = [
    { field: 'title', before: 'a', after: 'Call' },
    { field: 'overdueRaisedAt', before: null, after: 'x' },
    { field: 'priority', before: 'low', after: 'high' },
  ];
  expect(inWords({ change: 'update', changes: both }, nameOf)).toBe(
    'called it “Call” and made its priority high',
  );
});
