import { expect, test } from 'vitest';
import { byWhen } from './by-when.ts';

const NOW = new Date(2026, 10, 23, 9, 42);
const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

test('late first, then what waited over night, then today; the longest wait first, and no empty group', () => {
  const items = [
    { name: 'reply of this morning', atMs: at(23, 8), late: false },
    { name: 'due this afternoon', atMs: at(23, 16), late: false },
    { name: 'held since Friday', atMs: at(20, 12), late: false },
    { name: 'version without a time', atMs: null, late: false },
    { name: 'due an hour ago', atMs: at(23, 8), late: true },
    { name: 'due on Saturday', atMs: at(21, 8), late: true },
  ];
  expect(byWhen(items, NOW).map(({ label, items: some }) => [label, some.map(({ name }) => name)])).toEqual([
    ['Late', ['due on Saturday', 'due an hour ago']],
    ['Since before today', ['held since Friday']],
    ['Today', ['version without a time', 'reply of this morning', 'due this afternoon']],
  ]);
  expect(byWhen([], NOW)).toEqual([]);
});
