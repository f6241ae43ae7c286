import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { draw, START, type DrawnEdge } from '@rap/domain/automation/drawing/draw';

/** One line of the outline: the beginning, a step, or a way out that has a name or ends. */
export type OutlineRow =
  | { readonly is: 'start'; readonly id: typeof START; readonly depth: 0; readonly way: DrawnEdge }
  | { readonly is: 'step'; readonly id: string; readonly depth: number }
  | { readonly is: 'way'; readonly id: string; readonly depth: number; readonly edge: DrawnEdge };

/** The definition as a nested list, in the order in which somebody would tell it. */
export function outlineRows(definition: DraftDefinition): OutlineRow[] {
  const { steps, edges, loose } = draw(definition);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const first = edges.find(({ from }) => from === START);
  const rows: OutlineRow[] = [];
  const told = new Set<string>();

  const tell = (id: string): void => {
    const step = byId.get(id);
    if (!step || told.has(id)) return;
    told.add(id);
    rows.push({ is: 'step', id, depth: step.depth });
    // side ways first, then what simply goes on: it needs no line of its own unless it leads elsewhere
    const aside = step.ways.filter(({ port }) => port !== 'next');
    for (const edge of aside) {
      rows.push({ is: 'way', id: `${edge.from}:${edge.port}`, depth: step.depth + 1, edge });
      if (edge.to !== 'END' && !edge.joins) tell(edge.to);
    }
    for (const edge of step.ways.filter(({ port }) => port === 'next')) {
      if (edge.joins || edge.to === 'END')
        rows.push({ is: 'way', id: `${edge.from}:${edge.port}`, depth: step.depth, edge });
      else tell(edge.to);
    }
  };
  if (first) {
    rows.push({ is: 'start', id: START, depth: 0, way: first });
    if (first.to === 'END') rows.push({ is: 'way', id: 'start:next', depth: 0, edge: first });
    else tell(first.to);
  }
  for (const goal of definition.goals) tell(goal.to);
  for (const id of loose) tell(id);
  return rows;
}
