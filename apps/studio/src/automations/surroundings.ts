import type { AutomationInside } from '@rap/contracts/api-client';
import type { PlacedProblem } from '@rap/contracts/automation/http';
import type { LineNames } from '@rap/domain/automation/drawing/step-line';
import { START } from '@rap/domain/automation/drawing/draw';
import { createContext, useContext } from 'react';
import type { Gone } from './watching/passed.ts';
import type { Choice } from './line-names.ts';

/** A person's way over the drawing, up to the instant that is looked at. */
export interface ShownPath {
  readonly cameAtMs: ReadonlyMap<string, number>;
  readonly here: string | undefined;
  /** the ways that were gone, as `from>to` of drawn steps */
  readonly gone: ReadonlySet<string>;
}

/** The way over the drawing of steps in the order in which they were left; `here` is where the person stands, if anywhere. */
export function shownPath(
  left: readonly { readonly step: string; readonly atMs: number }[],
  here: { readonly step: string; readonly sinceMs: number } | undefined,
): ShownPath {
  const cameAtMs = new Map<string, number>();
  for (const { step, atMs } of left) if (!cameAtMs.has(step)) cameAtMs.set(step, atMs);
  if (here && !cameAtMs.has(here.step)) cameAtMs.set(here.step, here.sinceMs);
  const way = [START, ...left.map(({ step }) => step), ...(here ? [here.step] : [])];
  const gone = new Set(
    way.flatMap((step, at) => (at > 0 && way[at - 1] !== step ? [`${way[at - 1]}>${step}`] : [])),
  );
  return { cameAtMs, here: here?.step, gone };
}

/** Where people stand, by the drawn step. */
export const byStep = (counts: AutomationInside | undefined): Surroundings['inside'] =>
  new Map(counts?.steps.map(({ step, people, held }) => [step, { people, held }]));

/** What is known around a draft besides itself: names, who is inside, and what is wrong with it. */
export interface Surroundings {
  readonly names: LineNames;
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  /** by the drawn step */
  readonly inside: ReadonlyMap<string, { readonly people: number; readonly held: number }>;
  /** who has left each step within the period that is looked back at */
  readonly passed?: Gone | undefined;
  /** shows who stands at a step; not where nobody can */
  readonly showPeople?: ((step: string) => void) | undefined;
  readonly problems: readonly PlacedProblem[];
  /** the way of one person, when one is shown: when they came to each step, and where they stand */
  readonly path?: ShownPath | undefined;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (!found) throw new Error('this is drawn inside an automation');
  return found;
}
