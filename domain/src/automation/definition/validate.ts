import { Definition, type DraftDefinition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { DefinitionContext } from './context.ts';
import { graphOf } from './graph.ts';
import { conditionProblems, dateProblems, eventProblems } from './rules/conditions.ts';
import { anchorProblems, variableProblems } from './rules/history.ts';
import { duplicateProblems, limitProblems, shareProblems } from './rules/limits.ts';
import { parameterProblems } from './rules/parameters.ts';
import { automationProblems, messageProblems, referenceProblems } from './rules/references.ts';
import { loopProblems, portProblems, reachProblems } from './rules/structure.ts';
import { burstProblems, deadlineProblems, durationProblems, expiryProblems } from './rules/timing.ts';

export interface Validation {
  /** errors first, then warnings; each group in the order in which one would mend it */
  readonly problems: readonly DefinitionProblem[];
  /** complete and typed, with defaults filled in; only when there is no error */
  readonly definition?: Definition;
}

/**
 * Everything that stands between a draft and going live. The same answer in the studio while it is being drawn and in the
 * API when it is published, because it is the same function.
 */
export function validate(draft: DraftDefinition, context: DefinitionContext): Validation {
  const graph = graphOf(draft);
  const found = [
    ...portProblems(draft),
    ...parameterProblems(draft),
    ...deadlineProblems(draft),
    ...messageProblems(draft, context),
    ...referenceProblems(draft, context),
    ...eventProblems(draft),
    ...conditionProblems(draft, context),
    ...dateProblems(draft),
    ...duplicateProblems(draft),
    ...shareProblems(draft),
    ...reachProblems(graph),
    ...loopProblems(graph),
    ...burstProblems(graph),
    ...anchorProblems(graph),
    ...variableProblems(draft, graph),
    ...expiryProblems(graph),
    ...durationProblems(draft, context),
    ...automationProblems(draft, context),
    ...limitProblems(draft),
  ];
  const errors = found.filter(({ severity }) => severity === 'error');
  const problems = [...errors, ...found.filter(({ severity }) => severity === 'warning')];
  return errors.length === 0 ? { problems, definition: Definition.parse(draft) } : { problems };
}
