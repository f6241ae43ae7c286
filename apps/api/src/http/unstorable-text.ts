import type { FieldProblem } from '@rap/contracts/problem';

/** Nothing of ours comes near it, and code that follows the levels one by one runs out of stack at some thousands. */
const MOST_LEVELS = 100;

/**
 * Postgres keeps no NUL in a text, and half of a surrogate pair is no character: it would come back as another one. What is
 * nested without end is refused here too, before anything else follows it.
 */
export function unstorableText(value: unknown, field: string, level = 0): FieldProblem[] {
  if (typeof value === 'string') return fit(value) ? [] : [unstorable(field)];
  if (typeof value !== 'object' || value === null) return [];
  if (level >= MOST_LEVELS) return [tooDeep(field)];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = [field, fit(name) ? name : '?'].filter(Boolean).join('.');
    return fit(name) ? unstorableText(inner, at, level + 1) : [unstorable(at)];
  });
}

const fit = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const unstorable = (field: string): FieldProblem => ({
  field,
  code: 'unstorable_text',
  message: 'holds a NUL character, or half of a character',
  fix: 'send Unicode text without control code 0',
});

const tooDeep = (field: string): FieldProblem => ({
  field,
  code: 'too_deep',
  message: `is nested more than ${MOST_LEVELS} levels deep`,
  fix: 'send it as /docs describes it',
});
