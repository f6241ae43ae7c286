import type { PlacedProblem } from '@rap/contracts/automation/http';
import type { LineNames } from '@rap/domain/automation/drawing/step-line';
import { createContext, useContext } from 'react';
import type { Choice } from './line-names.ts';

/** What is known around a draft besides itself: names, who is inside, and what is wrong with it. */
export interface Surroundings {
  readonly names: LineNames;
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  /** by the drawn step */
  readonly inside: ReadonlyMap<string, { readonly people: number; readonly held: number }>;
  readonly problems: readonly PlacedProblem[];
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (!found) throw new Error('this is drawn inside an automation');
  return found;
}
