import EmailReplyParser from 'email-reply-parser';
import { convert } from 'html-to-text';

/** The text of a message: its own text part, else its HTML as text (some phones send HTML only). */
export function plainText(mail: { text?: string | undefined; html?: string | undefined }): string {
  if (mail.text?.trim()) return mail.text.replace(/\r\n/g, '\n').trim();
  if (!mail.html) return '';
  return convert(mail.html, {
    wordwrap: false,
    limits: { maxInputLength: 1_000_000, maxDepth: 100 },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      // what mail programs wrap around the quoted original
      { selector: '.gmail_quote', format: 'skip' },
      { selector: 'blockquote[type=cite]', format: 'skip' },
    ],
  }).trim();
}

/** What the person wrote, without the quoted original and the signature. The whole text when nothing would be left. */
export function trimReply(text: string): string {
  const visible = new EmailReplyParser().parseReply(text).trim();
  return visible || text.trim();
}
