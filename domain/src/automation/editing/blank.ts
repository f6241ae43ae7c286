import type { DraftDefinition } from '@rap/contracts/automation/definition';

/** What one begins to draw on: it starts by hand and ends at once. */
export const BLANK: DraftDefinition = {
  schema: 1,
  name: 'New automation',
  trigger: { kind: 'manual', params: {}, next: 'END' },
  nodes: {},
  goals: [],
  settings: { reentry: 'afterEnd', failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
};
