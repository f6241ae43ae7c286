import { createPrivateKey } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';

export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

export interface EmailMessage {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** with its angle brackets: see `messageIdOf` */
  readonly messageId: string;
  readonly sentAtMs: number;
  /** Message-IDs with angle brackets; `references` oldest first */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** true when no person pressed send: says so in `Auto-Submitted`, so that holiday replies stay away (RFC 3834, 5) */
  readonly automatic: boolean;
  /** for marketing: the one-click address and, where there is one, a mailbox that also unsubscribes */
  readonly unsubscribe?: { readonly url: string; readonly mailto?: string };
}

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** RSA private key, PEM */
  readonly privateKey: string;
}

/** Our own Message-ID of a delivery: known before the hand-over, so that a reply or a bounce finds the delivery. */
export function messageIdOf(deliveryId: string, domain: string): string {
  return `<${deliveryId}@${domain}>`;
}

/**
 * The headers of one-click unsubscribe (RFC 8058): a POST to `url` with the body `List-Unsubscribe=One-Click` unsubscribes
 * without cookie, login or redirect.
 */
export function unsubscribeHeaders(unsubscribe: { url: string; mailto?: string }): Record<string, string> {
  const targets = [`<${unsubscribe.url}>`, ...(unsubscribe.mailto ? [`<mailto:${unsubscribe.mailto}>`] : [])];
  return { 'List-Unsubscribe': targets.join(', '), 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/**
 * The exact bytes that leave, DKIM-signed when a key is given. Built once and stored with the delivery, so that a retry
 * sends the same message and not a second one with another boundary, date or signature.
 */
export async function buildRawMessage(message: EmailMessage, dkim?: DkimKey): Promise<Buffer> {
  const composed = new MailComposer({
    from: { name: message.from.name ?? '', address: message.from.address },
    to: { name: message.to.name ?? '', address: message.to.address },
    ...(message.replyTo
      ? { replyTo: { name: message.replyTo.name ?? '', address: message.replyTo.address } }
      : {}),
    subject: message.subject,
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    messageId: message.messageId,
    date: new Date(message.sentAtMs),
    ...(message.inReplyTo ? { inReplyTo: message.inReplyTo } : {}),
    ...(message.references ? { references: [...message.references] } : {}),
    headers: {
      ...(message.automatic ? { 'Auto-Submitted': 'auto-generated' } : {}),
      ...(message.unsubscribe ? unsubscribeHeaders(message.unsubscribe) : {}),
    },
    // what a template says is text: it may never make the server read a file or fetch an address
    disableFileAccess: true,
    disableUrlAccess: true,
    textEncoding: 'quoted-printable',
    // SMTP ends lines by CRLF: without this the bytes on the wire would differ from those that are signed and stored
    newline: 'windows',
  }).compile();
  if (dkim) {
    const signer = createDkimSigner(dkim);
    composed.processFunc((input) => signer.sign(input));
  }
  return composed.build();
}

/** Headers under the signature: RFC 6376, 5.4, and the two that RFC 8058 wants covered. */
const SIGNED_HEADERS = [
  'From',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'MIME-Version',
  'Content-Type',
  'In-Reply-To',
  'References',
  'Auto-Submitted',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':');

function createDkimSigner(key: DkimKey): DKIM {
  // the signer sends unsigned, without a word, when it cannot use the key
  if (createPrivateKey(key.privateKey).asymmetricKeyType !== 'rsa') {
    throw new Error('the DKIM key must be an RSA key');
  }
  return new DKIM({
    domainName: key.domain,
    keySelector: key.selector,
    privateKey: key.privateKey,
    headerFieldNames: SIGNED_HEADERS,
  });
}
