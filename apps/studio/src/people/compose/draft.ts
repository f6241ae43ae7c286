import type { NewMessage, TimelineItem } from '@rap/contracts/api-client';
import { useState } from 'react';
import { z } from 'zod/mini';
import { useMe } from '../../session/session.ts';

const Draft = z.object({
  channel: z.enum(['email', 'sms']),
  purpose: z.enum(['service', 'marketing']),
  subject: z.string(),
  text: z.string(),
  /** of a template, kept as it was made until somebody writes in it */
  template: z.optional(z.object({ name: z.string(), html: z.string() })),
  reply: z.optional(z.object({ to: z.string(), title: z.string() })),
  /** of a sending that was not answered: once more under it is not twice */
  key: z.optional(z.uuid()),
});
export type Draft = z.infer<typeof Draft>;

const keyOf = (userId: string, personId: string, replyTo = 'new'): string =>
  `rap.draft.${userId}.${personId}.${replyTo}`;

function read(key: string): Draft | undefined {
  try {
    return Draft.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

export interface KeptDraft {
  readonly draft: Draft | undefined;
  readonly change: (next: Draft) => void;
  readonly discard: () => void;
}

/**
 * What one has begun to write to somebody. It is kept in this browser, for this user, this person and the message that is answered, until it is sent or
 * thrown away: a reload or a session that ends loses nothing.
 */
export function useKeptDraft(personId: string, replyTo?: string): KeptDraft {
  const key = keyOf(useMe().userId, personId, replyTo);
  const [kept, setKept] = useState(() => ({ key, draft: read(key) }));
  // another person's page is the same component
  if (kept.key !== key) setKept({ key, draft: read(key) });
  return {
    draft: kept.key === key ? kept.draft : undefined,
    change: (draft) => {
      localStorage.setItem(key, JSON.stringify(draft));
      setKept({ key, draft });
    },
    discard: () => {
      localStorage.removeItem(key);
      setKept({ key, draft: undefined });
    },
  };
}

/** A new email ends with the name of who writes it. */
export const signature = (name: string): string => `\n\n${name}`;

export const emptyDraft = (name: string): Draft => ({
  channel: 'email',
  purpose: 'service',
  subject: '',
  text: signature(name),
});

/** An answer by the way that the message came by; of an email it keeps the subject. */
export function replyDraft(
  item: Pick<TimelineItem, 'channel' | 'subject' | 'communicationId' | 'title'>,
  name: string,
): Draft {
  const sms = item.channel === 'sms';
  const subject = item.subject ?? '';
  return {
    channel: sms ? 'sms' : 'email',
    purpose: 'service',
    subject: sms || /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: sms ? '' : signature(name),
    ...(item.communicationId ? { reply: { to: item.communicationId, title: item.title } } : {}),
  };
}

/** What has been written so far, apart from the signature. */
export const isBlank = (draft: Draft, name: string): boolean =>
  !draft.template &&
  [draft.subject, draft.text.replace(signature(name), '')].every((one) => one.trim() === '');

export const wordsOf = ({ channel, subject, text, template }: Draft): NewMessage['words'] =>
  channel === 'email'
    ? { channel, subject, html: template?.html ?? paragraphs(text) }
    : { channel, body: text };

export const isComplete = ({ channel, subject, text, template }: Draft): boolean =>
  channel === 'sms' ? text.trim() !== '' : subject.trim() !== '' && (Boolean(template) || text.trim() !== '');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What was typed, as mail: a paragraph for each empty line. */
const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((one) => `<p>${one.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')}</p>`)
    .join('');
