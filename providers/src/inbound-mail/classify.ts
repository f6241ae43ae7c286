import type { Email } from 'postal-mime';
import { headerValue, headerValues } from './headers.ts';

/**
 * `personal`: somebody wrote. `automatic`: a machine answered (holiday reply, receipt). `list`: sent to many. `bounce`: a
 * report about a message of ours. Only personal mail may set anything in motion.
 */
export type InboundKind = 'personal' | 'automatic' | 'list' | 'bounce';

const LIST_HEADERS = [
  'list-id',
  'list-unsubscribe',
  'list-post',
  'list-help',
  'list-subscribe',
  'list-owner',
];
const LIST_PRECEDENCE = new Set(['bulk', 'list', 'junk']);
/** Not standard, but what the responders of before RFC 3834 and some of today's set. */
const RESPONDER_HEADERS = ['x-autoreply', 'x-autorespond', 'x-auto-reply'];

/**
 * Tells people from machines by RFC 3834, section 2 and 5, and bounces by RFC 3464 (`multipart/report`).
 *
 * @param envelopeFrom the return path; null when it is empty, as it must be for bounces and may be for responders
 */
export function classifyMail(mail: Email, envelopeFrom: string | null): InboundKind {
  if (isDeliveryReport(mail)) return 'bounce';
  const precedence = headerValue(mail, 'precedence')?.toLowerCase() ?? '';
  if (LIST_HEADERS.some((name) => headerValue(mail, name) !== undefined) || LIST_PRECEDENCE.has(precedence))
    return 'list';
  const autoSubmitted = headerValues(mail, 'auto-submitted').some((value) => !/^no\b/i.test(value));
  const responder = RESPONDER_HEADERS.some((name) => headerValue(mail, name) !== undefined);
  if (autoSubmitted || responder || precedence === 'auto_reply' || envelopeFrom === null) return 'automatic';
  return 'personal';
}

function isDeliveryReport(mail: Email): boolean {
  const contentType = headerValue(mail, 'content-type') ?? '';
  return (
    /^multipart\/report\b/i.test(contentType) && /report-type\s*=\s*"?delivery-status"?/i.test(contentType)
  );
}
