import type { TemplateWords } from '@rap/contracts/template';
import { checkTemplate } from '@rap/domain/templates/render';

/** What is wrong at each field while it is typed; the same check that the server makes. */
export function problemsAt(
  words: TemplateWords,
): Readonly<Record<'subject' | 'html' | 'body', string | undefined>> {
  const at = (source: string | undefined, needed: string): string | undefined =>
    source === undefined ? undefined : source.trim() === '' ? needed : checkTemplate(source)[0]?.message;
  return words.channel === 'email'
    ? {
        subject: at(words.subject, 'Give it a subject.'),
        html: at(words.html, 'Write what they read.'),
        body: undefined,
      }
    : { subject: undefined, html: undefined, body: at(words.body, 'Write what they read.') };
}
