import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import { BranchParams, SplitParams, WaitEventParams } from '@rap/contracts/automation/step-params';
import { canonicalJson } from '../canonical-json.ts';
import { fault, named } from '../report.ts';

const MOST_STEPS = 200;
const MOST_BYTES = 64 * 1024;
const MOST_VARIABLES = 20;

/** What a run carries along, and what a person can still oversee, has a limit. */
export function limitProblems(definition: DraftDefinition): DefinitionProblem[] {
  const steps = Object.values(definition.nodes);
  const bytes = new TextEncoder().encode(canonicalJson(definition)).length;
  const variables = new Set(
    steps.flatMap(({ kind, params }, index) => {
      if (kind === 'approval' || kind === 'automation.call') return [`${index}`]; // remembers what it asked for
      return STEP_CATALOGUE[kind].result !== undefined && typeof params['saveAs'] === 'string'
        ? [params['saveAs']]
        : [];
    }),
  );
  return [
    ...(steps.length > MOST_STEPS
      ? [
          fault(
            'too_many_steps',
            `This has ${steps.length} steps; ${MOST_STEPS} is the most. Move a part into an automation of its own`,
          ),
        ]
      : []),
    ...(bytes > MOST_BYTES
      ? [
          fault(
            'too_large',
            `This is ${Math.ceil(bytes / 1024)} KB; ${MOST_BYTES / 1024} KB is the most. Shorten its texts and conditions`,
          ),
        ]
      : []),
    ...(variables.size > MOST_VARIABLES
      ? [
          fault(
            'too_many_variables',
            `This remembers ${variables.size} things; ${MOST_VARIABLES} is the most`,
          ),
        ]
      : []),
  ];
}

/** The shares of a split make a whole. */
export function shareProblems(definition: DraftDefinition): DefinitionProblem[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) => {
    const parsed = step.kind === 'split' ? SplitParams.safeParse(step.params) : undefined;
    const sum = parsed?.data?.variants.reduce((total, { weight }) => total + weight, 0) ?? 100;
    return sum === 100
      ? []
      : [
          fault('shares', `The shares of ${named(step)} come to ${sum}; they must make 100`, {
            node,
            field: 'variants',
          }),
        ];
  });
}

/** Names within a step, and the names of goals, tell one from another. */
export function duplicateProblems(definition: DraftDefinition): DefinitionProblem[] {
  const inSteps = Object.entries(definition.nodes).flatMap(([node, step]) => {
    const ids = idsOf(step.kind, step.params);
    return new Set(ids).size === ids.length
      ? []
      : [fault('duplicate', `Two ways out of ${named(step)} have the same name`, { node })];
  });
  const goals = definition.goals.map(({ id }) => id);
  return new Set(goals).size === goals.length
    ? inSteps
    : [...inSteps, fault('duplicate', 'Two goals have the same name')];
}

function idsOf(kind: string, params: unknown): string[] {
  const lists = { branch: BranchParams, split: SplitParams, 'wait.event': WaitEventParams };
  if (kind === 'branch') return (lists.branch.safeParse(params).data?.cases ?? []).map(({ id }) => id);
  if (kind === 'split') return (lists.split.safeParse(params).data?.variants ?? []).map(({ id }) => id);
  if (kind === 'wait.event')
    return (lists['wait.event'].safeParse(params).data?.events ?? []).map(({ id }) => id);
  return [];
}
