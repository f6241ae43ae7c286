import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { Duration } from '@rap/contracts/automation/step-params';

/**
 * The same automation with other lengths of time at the named steps, so that days can be tried in seconds. Throws when a
 * named step is not there or does not wait for a length of time: a trial of the wrong thing proves nothing.
 */
export function withTestDurations(
  definition: DraftDefinition,
  lengths: Readonly<Record<string, Duration>>,
): DraftDefinition {
  const changed = Object.entries(lengths).map(([id, length]): [string, DraftStep] => {
    const step = definition.nodes[id];
    const param = step && LENGTH_PARAM[step.kind];
    if (step === undefined || param === undefined)
      throw new Error(`${id} is not a step that waits for a length of time`);
    return [id, { ...step, params: { ...step.params, [param]: length } }];
  });
  return { ...definition, nodes: { ...definition.nodes, ...Object.fromEntries(changed) } };
}

/** Where each kind of step keeps how long it waits. */
const LENGTH_PARAM: Readonly<Partial<Record<DraftStep['kind'], string>>> = {
  'wait.for': 'for',
  'wait.event': 'within',
  'automation.call': 'within',
  approval: 'within',
};
