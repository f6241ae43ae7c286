import type { Definition, Step } from '@rap/contracts/automation/definition';
import type { Plan } from '@rap/contracts/automation/plan';
import type { TraceStep } from '@rap/contracts/automation/run';
import { drawnStep } from './lowered-id.ts';

/**
 * The words of the firm that a plan keeps: of a drawn step under its id, of a way out that the firm named under
 * `<step> <port>`, of a goal under `goal <id>`. No id holds a space, so none is another's.
 */
export function labelsOf({ nodes, goals }: Pick<Definition, 'nodes' | 'goals'>): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(nodes).flatMap(([id, step]) => [
      [id, step.label],
      ...namedPorts(step).map(([port, label]) => [`${id} ${port}`, label]),
    ]),
    ...goals.map(({ id, label }) => [`goal ${id}`, label]),
  ]);
}

function namedPorts(step: Step): (readonly [port: string, label: string])[] {
  switch (step.kind) {
    case 'branch':
      return step.params.cases.map(({ id, label }) => [`case:${id}`, label]);
    case 'wait.event':
      return step.params.events.map(({ id, label }) => [`case:${id}`, label]);
    case 'split':
      return step.params.variants.map(({ id, label }) => [`variant:${id}`, label]);
    default:
      return [];
  }
}

type Labelled = Pick<Plan, 'labels'>;

/** What the step is called that a primitive belongs to. A plan without labels says its id. */
export function labelOf({ labels }: Labelled, node: string): string {
  return node === 'END' ? 'The end' : (labels?.[drawnStep(node)] ?? node);
}

/** One receipt as a line for whoever operates the server: the words of the firm and ours, nothing of the person. */
export function receiptWords(plan: Labelled, { kind, node, port }: TraceStep): string {
  const step = labelOf(plan, node);
  switch (kind) {
    case 'goal':
      return `${plan.labels?.[`goal ${port}`] ?? port}: reached`;
    case 'control':
      return `${step}: by hand (${port})`;
    case 'attention':
      return `${step}: needs attention (${port})`;
    case 'end':
      return step;
    default:
      return `${step}: ${plan.labels?.[`${drawnStep(node)} ${port}`] ?? PORT_WORDS[port] ?? port}`;
  }
}

const PORT_WORDS: Readonly<Record<string, string>> = {
  next: 'done',
  timeout: 'nothing came in time',
  later: 'not yet',
  error: 'failed',
  missing: 'the date is not known',
  past: 'the date has passed',
  body: 'once more',
};
