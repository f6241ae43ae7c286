import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { expect, test } from 'vitest';
import { outlineRows } from './outline-rows.ts';

const DEFINITION: DraftDefinition = {
  schema: 1,
  name: 'Outline',
  trigger: { kind: 'lead.created', params: {}, next: 'ask' },
  nodes: {
    ask: {
      kind: 'wait.event',
      label: 'Ask',
      params: {
        events: [{ id: 'yes', label: 'They answered', match: { kind: 'email.received' } }],
        within: { value: 2, unit: 'days' },
      },
      ports: { 'event:yes': 'call', timeout: 'again' },
    },
    call: { kind: 'task', label: 'Call', params: {}, ports: { next: 'END' } },
    again: { kind: 'wait.for', label: 'Again', params: {}, ports: { next: 'call' } },
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 500 },
};

test('the outline tells each step once, each branch by its name, and where ways come together', () => {
  const lines = outlineRows(DEFINITION).map((row) =>
    row.is === 'way'
      ? `${'  '.repeat(row.depth)}> ${row.edge.name || 'then'}${row.edge.joins ? ` goes on at ${row.edge.to}` : ''}`
      : `${'  '.repeat(row.depth)}${row.id}`,
  );
  expect(lines).toEqual([
    'start',
    'ask',
    '  > They answered',
    '  call',
    '  > then',
    '  > Nothing came',
    '  again',
    '  > then goes on at call',
  ]);
});
