import type { Cond, Json } from '@rap/contracts/automation/plan';
import type { Facts } from '@rap/contracts/automation/run';
import { assertNever } from '../../assert-never.ts';

/** Kleene's third value: the facts do not tell. */
export type Truth = true | false | null;

/**
 * Evaluates a condition over facts in Kleene's three-valued logic. A fact that is missing, unknown or null makes its
 * comparison unknown; so does a comparison of different types, because nothing is ever coerced. Unknown under `not` stays
 * unknown.
 */
export function evaluate(cond: Cond, facts: Facts): Truth {
  switch (cond.op) {
    case 'all':
      return every(cond.of.map((part) => evaluate(part, facts)));
    case 'any':
      return negate(every(cond.of.map((part) => negate(evaluate(part, facts)))));
    case 'not':
      return negate(evaluate(cond.of, facts));
    case 'known':
      return valueOf(facts, cond.fact) !== undefined;
    case 'eq':
    case 'lt':
    case 'gt':
    case 'in':
    case 'contains':
      return compare(cond.op, valueOf(facts, cond.fact), cond.value);
    default:
      return assertNever(cond);
  }
}

/** The names of all facts that a condition reads, each once. */
export function factsOf(cond: Cond): string[] {
  switch (cond.op) {
    case 'all':
    case 'any':
      return [...new Set(cond.of.flatMap(factsOf))];
    case 'not':
      return factsOf(cond.of);
    default:
      return [cond.fact];
  }
}

function every(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

const negate = (truth: Truth): Truth => (truth === null ? null : !truth);

/** The value of a fact, or undefined when it is not known; a recorded null is not known either. */
function valueOf(facts: Facts, name: string): Json | undefined {
  const fact = facts[name];
  if (fact === undefined || !('value' in fact) || fact.value === null) return undefined;
  return fact.value;
}

function compare(op: 'eq' | 'lt' | 'gt' | 'in' | 'contains', value: Json | undefined, wanted: Json): Truth {
  if (value === undefined) return null;
  switch (op) {
    case 'eq':
      return same(value, wanted);
    case 'in':
      return Array.isArray(wanted) ? wanted.some((option) => same(option, value)) : null;
    case 'contains':
      return Array.isArray(value) ? value.some((part) => same(part, wanted)) : null;
    case 'lt':
    case 'gt': {
      const order = orderOf(value, wanted);
      if (order === null) return null;
      return op === 'lt' ? order < 0 : order > 0;
    }
    default:
      return assertNever(op);
  }
}

const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

function orderOf(a: Json, b: Json): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return null;
}
