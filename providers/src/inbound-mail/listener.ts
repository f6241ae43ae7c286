import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type MailAuthentication, type MailDnsResolver, authenticateMail } from './authenticate.ts';
import { type MailContent, readMail } from './read-mail.ts';

export interface InboundMail extends MailContent {
  /** addresses of ours, lower case; each was answered `true` by `knows` */
  readonly recipients: readonly string[];
  /** the return path; null when empty, as for bounces */
  readonly envelopeFrom: string | null;
  readonly authentication: MailAuthentication;
  readonly receivedAtMs: number;
  /** the message as received, for the record */
  readonly raw: Buffer;
}

export interface InboundMailSettings {
  readonly host: string;
  /** 0: a free port */
  readonly port: number;
  /** how we name ourselves to other servers */
  readonly hostname: string;
  readonly maxBytes?: number;
  readonly resolver: MailDnsResolver;
  readonly nowMs: () => number;
  /** Is this address one of ours? A `false` is answered with 550, an error with 451. */
  readonly knows: (address: string) => Promise<boolean>;
  /**
   * Stores the message; 250 is answered only after it resolved, 451 when it rejects, so that the sender keeps the message
   * and comes again. It may therefore be called twice for one message: dedupe by `messageId` and recipient.
   */
  readonly onMessage: (mail: InboundMail) => Promise<void>;
  /** Faults that were answered with 451; the sender comes again, but somebody should know. */
  readonly report: (error: unknown) => void;
}

export interface InboundMailListener {
  readonly port: number;
  /** Takes no new connections and waits for those that are open, a few seconds at most. */
  close(): Promise<void>;
}

const DEFAULT_MAX_BYTES = 25 * 1024 * 1024;
const MAX_RECIPIENTS = 20;

/** Listens for mail to the firm's reply and return-path addresses. TLS is ended in front of it. */
export async function startInboundMailListener(settings: InboundMailSettings): Promise<InboundMailListener> {
  const maxBytes = settings.maxBytes ?? DEFAULT_MAX_BYTES;
  const server = new SMTPServer({
    name: settings.hostname,
    size: maxBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 100,
    socketTimeout: 60_000,
    closeTimeout: 3_000,
    onRcptTo(address, session, callback) {
      answer(callback, async () => {
        if (session.envelope.rcptTo.length >= MAX_RECIPIENTS)
          throw new SmtpAnswer(452, '4.5.3 Too many recipients');
        const known = await settings.knows(address.address.toLowerCase());
        if (!known) throw new SmtpAnswer(550, '5.1.1 No such address here');
      });
    },
    onData(stream, session, callback) {
      answer(callback, async () => {
        const raw = await readAll(stream, maxBytes);
        if (!raw) throw new SmtpAnswer(552, '5.3.4 The message is too large');
        await settings.onMessage(await understand(raw, session));
      });
    },
  });

  function answer(callback: (error?: Error | null) => void, work: () => Promise<void>): void {
    work().then(
      () => callback(),
      (error: unknown) => {
        if (error instanceof SmtpAnswer) return callback(error);
        settings.report(error);
        callback(new SmtpAnswer(451, '4.3.0 Not stored, please try again later'));
      },
    );
  }

  async function understand(raw: Buffer, session: SMTPServerSession): Promise<InboundMail> {
    const path = session.envelope.mailFrom;
    const envelopeFrom = path && path.address ? path.address.toLowerCase() : null;
    const content = await readMail(raw, envelopeFrom).catch(() => {
      throw new SmtpAnswer(554, '5.6.0 The message cannot be read');
    });
    const sender = { remoteIp: session.remoteAddress, helo: session.hostNameAppearsAs, envelopeFrom };
    const authentication = await authenticateMail(raw, sender, settings);
    // only what a person wrote waits for a DNS server; the rest raises nothing either way
    if (authentication.verdict === 'later' && content.kind === 'personal') {
      throw new SmtpAnswer(451, '4.7.0 Your domain could not be looked up, please try again later');
    }
    const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
    return { ...content, recipients, envelopeFrom, authentication, receivedAtMs: settings.nowMs(), raw };
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.removeListener('error', reject);
      // a connection that breaks is the sender's to repeat
      server.on('error', () => undefined);
      resolve(portOf(server.server.address()));
    });
  });
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** An answer in SMTP's own words: code and enhanced status (RFC 3463). */
class SmtpAnswer extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** The whole message; undefined when it is larger than allowed, of which the rest is read and dropped. */
async function readAll(stream: SMTPServerDataStream, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= maxBytes) chunks.push(bytes);
  }
  return length > maxBytes || stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || !address) throw new Error('the mail listener has no port');
  return address.port;
}
