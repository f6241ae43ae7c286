import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition, DraftStep, StepTarget } from '@rap/contracts/automation/definition';
import type { StepKind } from '@rap/contracts/automation/step-params';
import { START } from '../drawing/draw.ts';
import { neededPorts, portsOf } from '../drawing/port-name.ts';
import { FRESH_STEPS } from './fresh-steps.ts';

/** A way out of a step, or the way in: where something can be put. */
export interface Way {
  readonly from: string;
  readonly port: string;
}

/* Edits of a draft. Each takes a definition and gives another; none of them can leave an edge that leads nowhere. */

/** An id that no step has, and that tells what the step was when it was put there. */
export function freshId(definition: DraftDefinition, kind: StepKind): string {
  const base = kind.replaceAll('.', '-');
  for (let no = 1; ; no += 1) {
    const id = no === 1 ? base : `${base}-${no}`;
    if (definition.nodes[id] === undefined) return id;
  }
}

/** A step that ends the way can stand only where nothing comes after it: else what came after would hang in the air. */
export const mayInsert = (definition: DraftDefinition, way: Way, kind: StepKind): boolean =>
  kind !== 'exit' || targetOf(definition, way) === 'END';

/** Puts a new step on a way: what came next comes after it, by its first way out; its other ways lead to the end. Throws where it may not stand (`mayInsert`). */
export function insertStep(
  definition: DraftDefinition,
  way: Way,
  kind: StepKind,
): { definition: DraftDefinition; id: string } {
  if (!mayInsert(definition, way, kind)) throw new Error(`nothing can come after ${kind}`);
  const id = freshId(definition, kind);
  const fresh = { kind, ...FRESH_STEPS[kind] };
  const step: DraftStep = { ...fresh, ports: wired({ ...fresh, ports: {} }, targetOf(definition, way)) };
  return { definition: lead({ ...definition, nodes: { ...definition.nodes, [id]: step } }, way, id), id };
}

/** Takes a step away; whoever came to it goes on by its first way out. Its other branches go with it, unless something else leads there. */
export function removeStep(definition: DraftDefinition, id: string): DraftDefinition {
  const step = definition.nodes[id];
  if (!step) return definition;
  const [first] = portsOf(step);
  const onward = (first === undefined ? 'END' : step.ports[first]) ?? 'END';
  const past = (to: StepTarget): StepTarget => (to === id ? (onward === id ? 'END' : onward) : to);
  const { [id]: _removed, ...rest } = definition.nodes;
  const before = reachableFrom(definition);
  const without: DraftDefinition = {
    ...definition,
    trigger: { ...definition.trigger, next: past(definition.trigger.next) },
    goals: definition.goals.map((goal) => ({ ...goal, to: past(goal.to) })),
    nodes: mapValues(rest, (one) => ({ ...one, ports: mapValues(one.ports, past) })),
  };
  const after = reachableFrom(without);
  // what only this step led to goes with it; what was loose before stays
  return {
    ...without,
    nodes: Object.fromEntries(
      Object.entries(without.nodes).filter(([one]) => after.has(one) || !before.has(one)),
    ),
  };
}

/** Changes a step; ways out that it has no more are dropped, and new ones lead to the end. */
export function changeStep(
  definition: DraftDefinition,
  id: string,
  changes: Partial<Pick<DraftStep, 'label' | 'params' | 'note'>>,
): DraftDefinition {
  const step = definition.nodes[id];
  if (!step) return definition;
  const changed = { ...step, ...changes };
  const ports = portsOf(changed);
  const kept = Object.fromEntries(Object.entries(changed.ports).filter(([port]) => ports.includes(port)));
  const opened = Object.fromEntries(
    neededPorts(changed)
      .filter((port) => kept[port] === undefined)
      .map((port) => [port, 'END' as const]),
  );
  return {
    ...definition,
    nodes: { ...definition.nodes, [id]: { ...changed, ports: { ...kept, ...opened } } },
  };
}

/** Lets a way lead to another step, or to the end. */
export function lead(definition: DraftDefinition, { from, port }: Way, to: StepTarget): DraftDefinition {
  if (from === START) return { ...definition, trigger: { ...definition.trigger, next: to } };
  const step = definition.nodes[from];
  if (!step) return definition;
  const ports = { ...step.ports, [port]: to };
  return { ...definition, nodes: { ...definition.nodes, [from]: { ...step, ports } } };
}

/** The step before which it would stand changes places with it. Only in a row of steps with one way out each. */
export function moveStep(definition: DraftDefinition, id: string, by: 'up' | 'down'): DraftDefinition {
  if (by === 'down') {
    const below = onlyWay(definition, id);
    return below === undefined || below === 'END' ? definition : moveStep(definition, below, 'up');
  }
  const ways = waysTo(definition, id);
  const [way] = ways;
  if (!way || ways.length > 1 || way.from === START) return definition;
  const above = way.from;
  const below = onlyWay(definition, id);
  if (below === undefined || onlyWay(definition, above) !== id) return definition;
  const swapped = waysTo(definition, above).reduce((one, into) => lead(one, into, id), definition);
  const [port] = portsOf(definition.nodes[above] ?? never(above));
  const [own] = portsOf(definition.nodes[id] ?? never(id));
  return lead(
    lead(swapped, { from: id, port: own ?? 'next' }, above),
    { from: above, port: port ?? 'next' },
    below,
  );
}

/** Where a way leads now. */
export const targetOf = (definition: DraftDefinition, { from, port }: Way): StepTarget =>
  (from === START ? definition.trigger.next : definition.nodes[from]?.ports[port]) ?? 'END';

/** Every way that leads to a step. */
export const waysTo = (definition: DraftDefinition, id: string): Way[] => [
  ...(definition.trigger.next === id ? [{ from: START, port: 'next' }] : []),
  ...Object.entries(definition.nodes).flatMap(([from, { ports }]) =>
    Object.entries(ports).flatMap(([port, to]) => (to === id ? [{ from, port }] : [])),
  ),
];

/** Steps of which a copy can be put elsewhere: one step, with the texts and settings that it has. */
export function pasteStep(
  definition: DraftDefinition,
  way: Way,
  copied: DraftStep,
): { definition: DraftDefinition; id: string } {
  if (!mayInsert(definition, way, copied.kind)) throw new Error(`nothing can come after ${copied.kind}`);
  const id = freshId(definition, copied.kind);
  const step: DraftStep = { ...copied, ports: wired(copied, targetOf(definition, way)) };
  return { definition: lead({ ...definition, nodes: { ...definition.nodes, [id]: step } }, way, id), id };
}

function wired(step: DraftStep, onward: StepTarget): DraftStep['ports'] {
  return Object.fromEntries(neededPorts(step).map((port, no) => [port, no === 0 ? onward : 'END']));
}

function onlyWay(definition: DraftDefinition, id: string): StepTarget | undefined {
  const step = definition.nodes[id];
  if (!step) return undefined;
  const ports = STEP_CATALOGUE[step.kind].ports(step.params).filter(({ optional }) => !optional);
  const [port] = ports;
  return port && ports.length === 1 ? (step.ports[port.id] ?? 'END') : undefined;
}

function reachableFrom(definition: DraftDefinition): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [definition.trigger.next, ...definition.goals.map(({ to }) => to)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = definition.nodes[id];
    if (!step || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...Object.values(step.ports));
  }
  return seen;
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const never = (id: string): never => {
  throw new Error(`there is no step ${id}`);
};
