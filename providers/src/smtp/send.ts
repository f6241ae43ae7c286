import type { Readable } from 'node:stream';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { createTransport } from 'nodemailer';
import { type HandOver, refused, unknown } from '../outcome.ts';
import { certainRefusal } from './smtp-error.ts';

export interface SmtpHandOver {
  /** the signed return path of the delivery: bounces come back there (RFC 5321, 4.4) */
  readonly envelopeFrom: string;
  readonly to: string;
  /** from `buildRawMessage`: a retry hands in the same bytes */
  readonly raw: Buffer;
  readonly messageId: string;
}

export interface SmtpSender {
  /** Hands one message to the mail server. Never throws for what the server or the network does. */
  send(message: SmtpHandOver): Promise<HandOver>;
  /** Ends idle connections; those that are sending finish first. */
  close(): void;
}

export interface SmtpSettings {
  /** `smtp://user:password@host:port` (STARTTLS when offered, demanded with `?requireTLS=true`) or `smtps://...` */
  readonly url: string;
  /** for one message from connect to answer; must lie inside the time of the activity that sends */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * A pooled sender over SMTP. Whether a lost connection may have delivered is told by one fact: the body is only read after
 * the server answered DATA with 354. Unread, nothing was handed over, and it may be tried again; read and unanswered, the
 * server may have taken it (RFC 5321, 4.5.4.2), and as SMTP cannot be asked, the outcome is unknown.
 */
export function createSmtpSender(settings: SmtpSettings): SmtpSender {
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const bodies = new WeakMap<Buffer, Readable>();
  const transport = createTransport({
    url: settings.url,
    pool: true,
    maxConnections: 5,
    // the pool would send again by itself after a lost connection; only the delivery ledger may decide that
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  transport.use('stream', (mail, done) => {
    const raw = mail.data.raw;
    const createReadStream = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const body = createReadStream(options);
      if (Buffer.isBuffer(raw)) bodies.set(raw, body);
      return body;
    };
    done();
  });

  return {
    async send({ envelopeFrom, to, raw, messageId }) {
      // the library would read an address with a space as another, shorter one
      if (!readEmailAddress(to).ok) {
        return refused({
          code: 'address_invalid',
          retryable: false,
          message: 'This is not an address mail can go to.',
        });
      }
      // a view of its own, so that two hand-overs of the same bytes do not share a key
      const bytes = raw.subarray();
      try {
        await transport.sendMail({
          envelope: { from: envelopeFrom, to },
          raw: bytes,
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { outcome: 'accepted', providerId: messageId };
      } catch (error) {
        const refusal = certainRefusal(error);
        if (refusal) return refused(refusal);
        if (bodies.get(bytes)?.readableDidRead) {
          const message = 'The connection was lost after the message was handed over.';
          return unknown({ code: 'connection', retryable: false, message });
        }
        const message =
          'The mail server could not be reached, or the connection was lost before the message.';
        return refused({ code: 'connection', retryable: true, message });
      }
    },
    close() {
      transport.close();
    },
  };
}
