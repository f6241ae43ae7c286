import { eventFields, isEventKind } from '@rap/contracts/automation/events';
import { factInfo, type FactInfo, type FactType } from '@rap/contracts/automation/facts';
import type { Cond } from '@rap/contracts/automation/plan';

/** What a condition compares: a fact, or a field of the event that is being looked at. */
export interface Comparable {
  readonly label: string;
  readonly type: FactType | 'code';
  readonly choices?: readonly string[] | undefined;
  readonly refersTo?: FactInfo['refersTo'];
  readonly clause?: string;
}

export type Vocabulary = (name: string) => Comparable | undefined;

/** Inside an event's condition only the event's own fields can be read: facts are read by decisions. */
export const eventVocabulary =
  (kind: string): Vocabulary =>
  (name) => {
    if (!isEventKind(kind) || !name.startsWith('event.')) return undefined;
    const field = eventFields(kind).find((candidate) => `event.${candidate.name}` === name);
    return field && { label: `"${field.name}"`, type: field.type, choices: field.choices };
  };

export const factVocabulary: Vocabulary = factInfo;

/** Each comparison of a condition, in the order in which it reads. */
export function comparisonsOf(cond: Cond): Exclude<Cond, { op: 'all' | 'any' | 'not' }>[] {
  switch (cond.op) {
    case 'all':
    case 'any':
      return cond.of.flatMap(comparisonsOf);
    case 'not':
      return comparisonsOf(cond.of);
    default:
      return [cond];
  }
}

/** The facts a condition reads, each once. */
export const factsOf = (cond: Cond): string[] => [...new Set(comparisonsOf(cond).map(({ fact }) => fact))];
