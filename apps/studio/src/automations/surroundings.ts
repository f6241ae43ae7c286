import type { PlacedProblem } from '@rap/contracts/automation/http';
import type { LineNames } from '@rap/domain/automation/drawing/step-line';
import { createContext, useContext } from 'react';
import type { Choice } from './line-names.ts';

/** A person's way over the drawing, up to the instant that is looked at. */
export interface ShownPath {
  readonly cameAtMs: ReadonlyMap<string, number>;
  readonly here: string | undefined;
}

/** What is known around a draft besides itself: names, who is inside, and what is wrong with it. */
export interface Surroundings {
  readonly names: LineNames;
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  /** by the drawn step */
  readonly inside: ReadonlyMap<string, { readonly people: number; readonly held: number }>;
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
