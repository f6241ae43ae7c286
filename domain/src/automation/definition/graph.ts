import type { DraftDefinition, DraftStep, StepTarget } from '@rap/contracts/automation/definition';

export interface Edge {
  readonly from: string;
  readonly port: string;
  readonly to: StepTarget;
}

/** The steps of a definition with the ways between them. Edges to END or to a step that is not there lead nowhere. */
export interface Graph {
  readonly steps: ReadonlyMap<string, DraftStep>;
  /** where people come in: after the trigger, and wherever a goal takes them */
  readonly entries: readonly string[];
  readonly edges: readonly Edge[];
  readonly leaving: (step: string) => readonly Edge[];
}

export function graphOf(definition: DraftDefinition): Graph {
  const steps = new Map(Object.entries(definition.nodes));
  const edges = [...steps].flatMap(([from, { ports }]) =>
    Object.entries(ports).map(([port, to]) => ({ from, port, to })),
  );
  const byStep = new Map([...steps.keys()].map((id) => [id, edges.filter(({ from }) => from === id)]));
  const entries = [definition.trigger.next, ...definition.goals.map(({ to }) => to)].filter((id) =>
    steps.has(id),
  );
  return { steps, entries, edges, leaving: (step) => byStep.get(step) ?? [] };
}

/** All steps that can be come to from `from` (themselves included) by edges that `open` lets pass. */
export function reachable(
  graph: Graph,
  from: Iterable<string>,
  open: (edge: Edge) => boolean = () => true,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (seen.has(step) || !graph.steps.has(step)) continue;
    seen.add(step);
    for (const edge of graph.leaving(step)) if (open(edge)) waiting.push(edge.to);
  }
  return seen;
}

/**
 * What has certainly happened before each step, whichever way a person came: the intersection over all ways of what the
 * passed edges bring (a forward data-flow analysis). Steps nobody can reach are left out.
 */
export function certainBefore(
  graph: Graph,
  brings: (edge: Edge) => readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, ReadonlySet<string>>(
    graph.entries.map((entry) => [entry, new Set<string>()]),
  );
  const changed = [...before.keys()];
  for (let step = changed.pop(); step !== undefined; step = changed.pop()) {
    const here = before.get(step) ?? new Set<string>();
    for (const edge of graph.leaving(step)) {
      if (!graph.steps.has(edge.to)) continue;
      const arriving = new Set([...here, ...brings(edge)]);
      const known = before.get(edge.to);
      const both =
        known === undefined ? arriving : new Set([...known].filter((token) => arriving.has(token)));
      if (known !== undefined && both.size === known.size) continue;
      before.set(edge.to, both);
      changed.push(edge.to);
    }
  }
  return before;
}
