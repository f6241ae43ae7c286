import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { type StoredMail, firstAddress, header } from './mailbox.ts';
import type { SigningKey } from './signing.ts';

/** How the person answers. `forged`: as somebody else would who only writes the person's address into From. */
export const ReplyInput = z.strictObject({
  text: z.string().min(1).max(20_000),
  kind: z.enum(['reply', 'auto_reply', 'forged']).default('reply'),
  messageId: z
    .string()
    .regex(/^<[^<>\s]{1,250}>$/)
    .optional()
    .describe('the very same mail once more, as a mail server does that got no answer (RFC 5321, 4.5.4)'),
});
export type ReplyInput = z.infer<typeof ReplyInput>;

export const BounceInput = z.strictObject({
  status: z
    .string()
    .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
    .default('5.1.1'),
  diagnostic: z.string().max(300).default('550 5.1.1 No such user here'),
});
export type BounceInput = z.infer<typeof BounceInput>;

/** What the product's mail listener said. */
export type MailedBack =
  | { readonly taken: true; readonly messageId: string; readonly answer: string }
  | { readonly taken: false; readonly code: 'refused' | 'unreachable'; readonly answer: string };

export interface PersonMailSettings {
  readonly host: string;
  readonly port: number;
  readonly key: SigningKey;
}

/** Writes back to the product in the name of the people who got its mail. */
export interface PersonMail {
  reply(to: StoredMail, input: ReplyInput): Promise<MailedBack>;
  /** The report of a mail server that could not deliver (RFC 3464), to the message's return path. */
  bounce(message: StoredMail, input: BounceInput): Promise<MailedBack>;
}

export function createPersonMail({ host, port, key }: PersonMailSettings): PersonMail {
  async function deliver(
    message: Parameters<ReturnType<typeof createTransport>['sendMail']>[0],
  ): Promise<MailedBack> {
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true, socketTimeout: 30_000 });
    try {
      const sent = await transport.sendMail(message);
      return { taken: true, messageId: sent.messageId, answer: sent.response };
    } catch (error) {
      const answer = z.object({ response: z.string() }).safeParse(error);
      if (answer.success) return { taken: false, code: 'refused', answer: answer.data.response };
      return {
        taken: false,
        code: 'unreachable',
        answer: error instanceof Error ? error.message : 'no answer',
      };
    } finally {
      transport.close();
    }
  }

  return {
    reply(to, { text, kind, messageId }) {
      const person = personOf(to);
      const firm = firstAddress(to.mail.replyTo) ?? firstAddress(to.mail.from);
      if (!firm)
        return Promise.resolve({
          taken: false,
          code: 'refused',
          answer: 'The message has no sender to answer.',
        });
      const domain = domainOf(person.address);
      const automatic = kind === 'auto_reply';
      return deliver({
        from: person,
        to: firm,
        envelope: { from: automatic ? '' : person.address, to: firm.address },
        messageId: messageId ?? `<${randomUUID()}@${domain}>`,
        inReplyTo: to.messageId,
        references: [header(to.mail, 'references') ?? '', to.messageId].join(' ').trim(),
        subject: `${automatic ? 'Automatic reply' : 'Re'}: ${(to.mail.subject ?? '').replace(/^re:\s*/i, '')}`,
        text: automatic ? text : `${text}\n\n${quoted(to)}`,
        ...(automatic ? { headers: { 'Auto-Submitted': 'auto-replied' } } : {}),
        ...(kind === 'forged'
          ? {}
          : { dkim: { domainName: domain, keySelector: key.selector, privateKey: key.privateKey } }),
      });
    },

    bounce(message, input) {
      if (!message.envelopeFrom) {
        return Promise.resolve({ taken: false, code: 'refused', answer: 'The message has no return path.' });
      }
      return deliver({
        envelope: { from: '', to: message.envelopeFrom },
        raw: deliveryReport(message, input),
      });
    },
  };
}

/** Whom the message went to: by the envelope, with the name of the To header. */
function personOf(stored: StoredMail): { name: string; address: string } {
  const named = firstAddress(stored.mail.to);
  const address = stored.envelopeTo[0] ?? named?.address ?? 'nobody@example.com';
  return { name: named?.address.toLowerCase() === address.toLowerCase() ? named.name : '', address };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The original as mail programs quote it. */
function quoted(stored: StoredMail): string {
  const from = firstAddress(stored.mail.from);
  const lines = (stored.mail.text ?? '').trim().split(/\r?\n/);
  const when = new Date(stored.receivedAtMs).toUTCString();
  return `On ${when}, ${from?.name || 'they'} <${from?.address ?? ''}> wrote:\n${lines.map((line) => `> ${line}`).join('\n')}`;
}

function deliveryReport(message: StoredMail, { status, diagnostic }: BounceInput): string {
  const recipient = message.envelopeTo[0] ?? '';
  const reporter = `mail.${domainOf(recipient)}`;
  const boundary = `report-${randomUUID()}`;
  const originalHeaders = message.raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
  const failed = status.startsWith('5.');
  return [
    `From: Mail Delivery System <mailer-daemon@${reporter}>`,
    `To: <${message.envelopeFrom}>`,
    `Subject: ${failed ? 'Undelivered Mail Returned to Sender' : 'Delivery delayed'}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${reporter}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `The message to ${recipient} could not be delivered${failed ? '' : ' yet'}.`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${reporter}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${failed ? 'failed' : 'delayed'}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${diagnostic.replace(/[\r\n]+/g, ' ')}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    originalHeaders,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
