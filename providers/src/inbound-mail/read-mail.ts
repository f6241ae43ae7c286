import PostalMime, { type Address, type Email } from 'postal-mime';
import { type Bounce, readBounce } from './bounce.ts';
import { type InboundKind, classifyMail } from './classify.ts';
import { headerValue, messageIdsIn } from './headers.ts';
import { plainText, trimReply } from './reply-text.ts';

export interface InboundAttachment {
  readonly filename: string | null;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What a message says, without who really sent it. */
export interface MailContent {
  /** a bounce whose report cannot be read is `automatic` */
  readonly kind: InboundKind;
  /** with angle brackets; null when the sender gave none */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** oldest first */
  readonly references: readonly string[];
  /** as the From header claims; the address is lower case */
  readonly from: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  /** what the Date header claims; null when it has none that can be read */
  readonly sentAtMs: number | null;
  readonly text: string;
  /** `text` without quoted original and signature */
  readonly replyText: string;
  /** as sent: sanitise before it is shown */
  readonly html: string | null;
  readonly attachments: readonly InboundAttachment[];
  readonly bounce: Bounce | null;
}

/** Parses the bytes of a message. Throws when the structure is nested or headed beyond reason. */
export async function readMail(raw: Buffer, envelopeFrom: string | null): Promise<MailContent> {
  const mail = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    maxNestingDepth: 50,
    maxHeadersSize: 256 * 1024,
  });
  const claimed = classifyMail(mail, envelopeFrom);
  const bounce = claimed === 'bounce' ? readBounce(mail) : undefined;
  const text = plainText(mail);
  return {
    kind: claimed === 'bounce' && !bounce ? 'automatic' : claimed,
    messageId: messageIdsIn(mail.messageId)[0] ?? null,
    inReplyTo: messageIdsIn(mail.inReplyTo)[0] ?? null,
    references: messageIdsIn(mail.references),
    from: firstMailbox(mail.from),
    subject: mail.subject ?? '',
    sentAtMs: sentAtMs(mail),
    text,
    replyText: trimReply(text),
    html: mail.html ?? null,
    attachments: mail.attachments.map((part) => ({
      filename: part.filename,
      contentType: part.mimeType,
      content: bytesOf(part.content),
    })),
    bounce: bounce ?? null,
  };
}

function firstMailbox(from: Address | undefined): MailContent['from'] {
  const mailbox = from?.group ? from.group[0] : from;
  return mailbox?.address ? { name: mailbox.name, address: mailbox.address.toLowerCase() } : null;
}

function sentAtMs(mail: Email): number | null {
  const atMs = Date.parse(headerValue(mail, 'date') ?? '');
  return Number.isNaN(atMs) ? null : atMs;
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'utf8');
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
