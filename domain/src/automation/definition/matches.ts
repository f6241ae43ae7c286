import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { Match } from '@rap/contracts/automation/plan';
import { z } from 'zod';
import { named } from './report.ts';

/** An expected event, with the step or goal that expects it. */
export interface PlacedMatch {
  readonly match: Match;
  /** undefined: a goal, which holds wherever a person stands */
  readonly node: string | undefined;
  /** the step's or goal's name in a sentence */
  readonly owner: string;
}

const Expected = z.array(z.looseObject({ match: Match }).nullable().catch(null));

/** Every event that a definition waits for, in waits and goals; what is half written in a draft is left out. */
export function matchesOf(definition: DraftDefinition): readonly PlacedMatch[] {
  const waits = Object.entries(definition.nodes).flatMap(([node, step]) => {
    if (step.kind !== 'wait.event') return [];
    const expected = Expected.safeParse(step.params['events']).data ?? [];
    return expected.flatMap((entry) => (entry ? [{ match: entry.match, node, owner: named(step) }] : []));
  });
  const goals = definition.goals.map(({ match, label }) => ({ match, node: undefined, owner: `*${label}*` }));
  return [...waits, ...goals];
}
