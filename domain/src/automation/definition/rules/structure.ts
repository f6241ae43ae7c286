import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import { reachable, type Edge, type Graph } from '../graph.ts';
import { fault, named, warning } from '../report.ts';

/** Every way out leads somewhere, and to a step that is there; no port is left over from an earlier drawing. */
export function portProblems(definition: DraftDefinition): DefinitionProblem[] {
  const exists = (to: string) => to === 'END' || Object.hasOwn(definition.nodes, to);
  const { trigger, goals } = definition;
  const outside = [
    ...(exists(trigger.next)
      ? []
      : [fault('target_unknown', 'The beginning leads to a step that is not there')]),
    ...goals
      .filter(({ to }) => !exists(to))
      .map(({ label }) => fault('target_unknown', `The goal *${label}* leads to a step that is not there`)),
  ];
  const inside = Object.entries(definition.nodes).flatMap(([node, step]) => [
    ...openPorts(node, step),
    ...Object.entries(step.ports).flatMap(([port, to]) => {
      if (!STEP_CATALOGUE[step.kind].ports(step.params).some(({ id }) => id === port)) {
        return [fault('port_unknown', `${named(step)} has no way out called "${port}"`, { node, port })];
      }
      return exists(to)
        ? []
        : [fault('target_unknown', `${named(step)} leads to a step that is not there`, { node, port })];
    }),
  ]);
  return [...outside, ...inside];
}

function openPorts(node: string, step: DraftStep): DefinitionProblem[] {
  const open = STEP_CATALOGUE[step.kind]
    .ports(step.params)
    .filter(({ id, optional }) => optional !== true && !Object.hasOwn(step.ports, id));
  return open.map(({ id, label }) => {
    if (id === 'missing')
      return fault('missing_open', `What if ${dateOf(step)} is not known?`, { node, port: id });
    if (id === 'past') return fault('past_open', `What if ${dateOf(step)} has passed?`, { node, port: id });
    return fault('port_open', `Choose what happens after ${named(step)} when ${label}`, { node, port: id });
  });
}

const dateOf = (step: DraftStep): string => `the date of ${named(step)}`;

/** No step stands where nobody can come. */
export function reachProblems(graph: Graph): DefinitionProblem[] {
  const reached = reachable(graph, graph.entries);
  return [...graph.steps]
    .filter(([node]) => !reached.has(node))
    .map(([node, step]) => fault('unreachable', `Nobody can reach ${named(step)}`, { node }));
}

/** The only way round is the body of a repeat, which counts; and a body comes back to its repeat. */
export function loopProblems(graph: Graph): DefinitionProblem[] {
  const isBody = ({ from, port }: Edge) => port === 'body' && graph.steps.get(from)?.kind === 'repeat';
  const endless = [...graph.steps].filter(([node]) =>
    graph
      .leaving(node)
      .some((edge) => !isBody(edge) && reachable(graph, [edge.to], (other) => !isBody(other)).has(node)),
  );
  const idle = [...graph.steps].filter(
    ([node, { kind, ports }]) =>
      kind === 'repeat' && ports['body'] !== undefined && !reachable(graph, [ports['body']]).has(node),
  );
  return [
    ...endless
      .slice(0, 1)
      .map(([node, step]) => fault('endless', `This goes round without a limit at ${named(step)}`, { node })),
    ...idle.map(([node, step]) =>
      warning(
        'repeat_never_returns',
        `The steps inside ${named(step)} never come back to it, so nothing is repeated`,
        {
          node,
          port: 'body',
        },
      ),
    ),
  ];
}
