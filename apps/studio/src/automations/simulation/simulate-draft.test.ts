import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { examplePerson } from '@rap/domain/automation/library/example-person';
import { expect, test } from 'vitest';
import { shownAt, simulateDraft, type SimulationQuestion } from './simulate-draft.ts';

const START_MS = Date.UTC(2026, 10, 23, 15);
const HOUR_MS = 3_600_000;

const DEFINITION: DraftDefinition = {
  schema: 1,
  name: 'A trial',
  trigger: { kind: 'lead.created', params: {}, next: 'hello' },
  nodes: {
    hello: {
      kind: 'email',
      label: 'Say hello',
      params: { template: 'hello', purpose: 'service', from: 'owner' },
      ports: { next: 'ask', refused: 'END' },
    },
    ask: {
      kind: 'wait.event',
      label: 'Wait for an answer',
      params: {
        events: [{ id: 'mail', label: 'They answered', match: { kind: 'email.received' } }],
        since: 'hello',
        within: { value: 3, unit: 'days' },
      },
      ports: { 'event:mail': 'call', timeout: 'END' },
    },
    call: {
      kind: 'task',
      label: 'Call',
      params: { title: 'Call them', assignee: 'owner' },
      ports: { next: 'END' },
    },
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 500 },
};
const question = (more: Partial<SimulationQuestion> = {}): SimulationQuestion => ({
  definition: DEFINITION,
  context: examplePerson(START_MS),
  supposed: [],
  templates: new Map([['hello', { channel: 'email', version: 1 }]]),
  names: {},
  automationId: '01890000-0000-7000-8000-000000000003',
  ...more,
});
const stepsOf = (more: Partial<SimulationQuestion> = {}): string[] =>
  simulateDraft(question(more))?.steps.map(({ step }) => step) ?? [];

test('who says nothing goes by the way of silence, who answers by the other', () => {
  expect(stepsOf()).not.toContain('call');
  expect(stepsOf({ supposed: [{ kind: 'email.received', afterDays: 1 }] })).toContain('call');
});

test('a draft with errors has no path', () => {
  expect(simulateDraft(question({ templates: new Map() }))).toBeUndefined();
});

test('at an instant, what has happened is told from what has not', () => {
  const path = simulateDraft(question());
  if (!path) throw new Error('there is no path');
  const soon = shownAt(path, START_MS + HOUR_MS);
  expect([...soon.cameAtMs.keys()]).toEqual(['hello', 'ask']);
  expect(soon.here).toBe('ask');
  expect(shownAt(path).here).toBeUndefined();
});
