import type { FieldProblem } from '@rap/contracts/problem';
import type { TemplateWords } from '@rap/contracts/template';
import { checkTemplate } from '@rap/domain/templates/render';

/** What is wrong with a wording, at its fields; empty when it can be used. */
export function wordsProblems(words: TemplateWords): FieldProblem[] {
  const parts =
    words.channel === 'email' ? { subject: words.subject, html: words.html } : { body: words.body };
  return Object.entries(parts).flatMap(([part, source]) =>
    checkTemplate(source).map(({ code, message }) => ({ field: `words.${part}`, code, message })),
  );
}
