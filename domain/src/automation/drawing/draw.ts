import type { DraftDefinition, StepTarget } from '@rap/contracts/automation/definition';
import { portName, waysOut } from './port-name.ts';

/** The place people come in at. */
export const START = 'start';

/** A way from a step to the next, or to the end; `from` is a step or `START`. */
export interface DrawnEdge {
  readonly from: string;
  readonly port: string;
  readonly to: StepTarget;
  /** empty where it goes without saying */
  readonly name: string;
  /** leads to a step that is drawn already: ways come together there, or go back */
  readonly joins: boolean;
}

/** One step with its ways out. */
export interface DrawnStep {
  readonly id: string;
  /** how deep in branches it stands, from 0 */
  readonly depth: number;
  readonly ways: readonly DrawnEdge[];
}

export interface Drawing {
  /** from the first step down; each step once, where it is come to first */
  readonly steps: readonly DrawnStep[];
  readonly edges: readonly DrawnEdge[];
  /** steps that nothing leads to; they are kept, so that nothing drawn is lost */
  readonly loose: readonly string[];
}

/** The steps as a tree, derived from where their ports lead: nothing is placed by hand, so nothing can be placed badly. */
export function draw(definition: DraftDefinition): Drawing {
  const seen = new Set<string>();
  const steps: DrawnStep[] = [];
  const edges: DrawnEdge[] = [];

  const follow = (from: string, port: string, to: StepTarget, name: string, depth: number): DrawnEdge => {
    const known = to !== 'END' && definition.nodes[to] !== undefined;
    const edge: DrawnEdge = { from, port, to: known ? to : 'END', name, joins: known && seen.has(to) };
    edges.push(edge);
    if (known && !seen.has(to)) visit(to, depth);
    return edge;
  };
  const visit = (id: string, depth: number): void => {
    const step = definition.nodes[id];
    if (!step) return;
    seen.add(id);
    const place = steps.push({ id, depth, ways: [] }) - 1;
    // what simply goes on stays where it is, however many side ways there are on the way down
    const ways = waysOut(step).map((port) =>
      follow(id, port, step.ports[port] ?? 'END', portName(step, port), port === 'next' ? depth : depth + 1),
    );
    steps[place] = { id, depth, ways };
  };

  follow(START, 'next', definition.trigger.next, '', 0);
  for (const goal of definition.goals) if (goal.to !== 'END' && !seen.has(goal.to)) visit(goal.to, 0);
  const loose = Object.keys(definition.nodes).filter((id) => !seen.has(id));
  for (const id of loose) if (!seen.has(id)) visit(id, 0);
  return { steps, edges, loose };
}
