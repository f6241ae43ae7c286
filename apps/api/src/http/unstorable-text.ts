import type { FieldProblem } from '@rap/contracts/problem';

/** Postgres keeps no NUL in a text, and half of a surrogate pair is no character: it would come back as another one. */
export function unstorableText(value: unknown, field: string): FieldProblem[] {
  if (typeof value === 'string') return fit(value) ? [] : [unstorable(field)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = [field, fit(name) ? name : '?'].filter(Boolean).join('.');
    return fit(name) ? unstorableText(inner, at) : [unstorable(at)];
  });
}

const fit = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const unstorable = (field: string): FieldProblem => ({
  field,
  code: 'unstorable_text',
  message: 'holds a NUL character, or half of a character',
  fix: 'send Unicode text without control code 0',
});
