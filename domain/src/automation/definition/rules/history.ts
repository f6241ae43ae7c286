import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import { EVENT_CATALOGUE, eventFields, eventKeyField, isEventKind } from '@rap/contracts/automation/events';
import { DateOffset } from '@rap/contracts/automation/step-params';
import { certainBefore, type Edge, type Graph } from '../graph.ts';
import { matchesOf } from '../matches.ts';
import { fault, named } from '../report.ts';
import { triggerVariable } from '../trigger.ts';

/* What must already have happened, or be known, when a step is reached. */

/** A wait counts events since a step that everybody who waits has passed. */
export function anchorProblems(graph: Graph): DefinitionProblem[] {
  const before = certainBefore(graph, (edge) => (leavesMark(graph, edge) ? [edge.from] : []));
  return [...graph.steps].flatMap(([node, step]) => {
    const since = step.params['since'];
    if (step.kind !== 'wait.event' || typeof since !== 'string' || since === 'start' || since === 'here')
      return [];
    if (!before.has(node) || before.get(node)?.has(since)) return [];
    const anchor = graph.steps.get(since);
    const message =
      anchor === undefined
        ? `${named(step)} counts since a step that is not there`
        : `${named(anchor)} may not have happened yet when ${named(step)} begins to wait`;
    return [fault('anchor_uncertain', message, { node, field: 'since' })];
  });
}

/**
 * Whether the interpreter notes, on this way out, up to which event the step had happened. An act notes it when it was
 * done, a wait when it ended; not one whose date was missing, nor a call that was never begun.
 */
function leavesMark(graph: Graph, { from, port }: Edge): boolean {
  const step = graph.steps.get(from);
  if (step === undefined) return false;
  if (port === 'timeout')
    return step.kind !== 'automation.call' && !DateOffset.safeParse(step.params['within']).success;
  const cls = STEP_CATALOGUE[step.kind].cls;
  return cls === 'wait'
    ? port !== 'missing' && port !== 'past'
    : cls !== 'decision' && cls !== 'flow' && port === 'next';
}

/** What a step remembers under a name of its own: the name, and the id field it stands for. */
function savedBy(step: DraftStep | undefined): { name: string; field: string } | undefined {
  const name = step?.params['saveAs'];
  const field = step && STEP_CATALOGUE[step.kind].result;
  return typeof name === 'string' && field !== undefined ? { name, field } : undefined;
}

/** Fields of the starting event that are always there, and the id each stands for. */
function rememberedFromStart(definition: DraftDefinition): Map<string, string> {
  const { kind } = definition.trigger;
  return new Map(
    eventFields(kind)
      .filter(({ type, optional }) => type === 'id' && !optional)
      .map(({ name }) => [triggerVariable(name), name]),
  );
}

/** Our message's id is what an answer names as the message it answers. */
const sameThing = (field: string, keyField: string): boolean =>
  field === keyField || (field === 'communicationId' && keyField === 'inReplyTo');

/** A wait for one particular thing names something that is remembered on every way there, and of the right sort. */
export function variableProblems(definition: DraftDefinition, graph: Graph): DefinitionProblem[] {
  const atStart = rememberedFromStart(definition);
  const saved = [...graph.steps.values()].flatMap((step) => savedBy(step) ?? []);
  const before = certainBefore(graph, ({ from, port }) => {
    const remembered = port === 'next' ? savedBy(graph.steps.get(from)) : undefined;
    return remembered ? [remembered.name] : [];
  });
  return matchesOf(definition).flatMap(({ match, node, owner }) => {
    const variable = match.key?.var;
    if (variable === undefined || !isEventKind(match.kind)) return [];
    const at = { node, field: 'events' };
    const keyField = eventKeyField(match.kind);
    const fields = [
      atStart.get(variable),
      ...saved.filter(({ name }) => name === variable).map(({ field }) => field),
    ];
    const known = fields.filter((field) => field !== undefined);
    if (keyField === undefined || known.some((field) => !sameThing(field, keyField))) {
      return [
        fault(
          'key_unfit',
          `"${variable}" does not tell which one is meant when ${EVENT_CATALOGUE[match.kind].label}`,
          at,
        ),
      ];
    }
    const certain =
      atStart.has(variable) ||
      (node !== undefined && (!before.has(node) || before.get(node)?.has(variable) === true));
    return certain ? [] : [fault('variable_unset', `"${variable}" may be empty here: ${owner}`, at)];
  });
}
