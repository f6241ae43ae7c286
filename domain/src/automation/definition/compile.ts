import type { Definition } from '@rap/contracts/automation/definition';
import type { Plan } from '@rap/contracts/automation/plan';
import type { DefinitionContext } from './context.ts';
import { listensTo, lowerStep } from './lower.ts';
import { loweredId, loweredTarget } from './lowered-id.ts';
import { labelsOf } from './run-words.ts';

/** A plan before its canonical JSON has been hashed; where the hash is made, that is what it is made of. */
export type UnhashedPlan = Omit<Plan, 'hash'>;

/**
 * The plan that the interpreter runs, from a definition that `validate` has let pass. Pure: the same definition, id and
 * template versions give the same plan, and so the same hash. Throws when a template is not live: `validate` refuses that.
 */
export function compile(
  definition: Definition,
  { automationId, templates }: Pick<DefinitionContext, 'automationId' | 'templates'>,
): UnhashedPlan {
  const context = {
    automationId,
    template: (key: string) => {
      const live = templates.get(key);
      if (live === undefined) throw new Error(`there is no live template ${key}`);
      return { key, version: live.version };
    },
    // a step that asks and then waits has happened when the answer has come
    anchor: (since: string) => {
      if (since === 'start' || since === 'here') return since;
      const kind = definition.nodes[since]?.kind;
      return loweredId(since, kind === 'approval' || kind === 'automation.call' ? 2 : 1);
    },
  };
  const nodes = Object.fromEntries(
    Object.entries(definition.nodes).flatMap(([id, step]) => Object.entries(lowerStep(id, step, context))),
  );
  const goals = definition.goals.map(({ id, match, to }) => ({ id, match, to: loweredTarget(to) }));
  return {
    v: 1,
    automationId,
    start: loweredTarget(definition.trigger.next),
    maxSteps: definition.settings.maxSteps,
    goals,
    listens: listensTo({ goals, nodes }),
    nodes,
    labels: labelsOf(definition),
  };
}
