import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { MailFault } from './faults.ts';
import type { Mailbox } from './mailbox.ts';

const MAX_BYTES = 30 * 1024 * 1024;

export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A mail server that takes every message for everybody into one mailbox, and fails on demand. */
export async function startMailServer(mailbox: Mailbox, host: string, port: number): Promise<MailServer> {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    name: 'sandbox.test',
    size: MAX_BYTES,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onRcptTo(_address, session, callback) {
      if (mailbox.faults.take(isDropBeforeData)) return hangUp(session);
      const refusal = mailbox.faults.take(isRejectAtRcpt);
      callback(refusal ? answer(refusal.code, refusal.text) : null);
    },
    onData(stream, session, callback) {
      const taken = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(Buffer.from(chunk));
        const slow = mailbox.faults.take(isDelay);
        if (slow) await delay(slow.delayMs);
        const refusal = mailbox.faults.take(isRejectAtData);
        if (refusal) throw answer(refusal.code, refusal.text);
        const path = session.envelope.mailFrom;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        await mailbox.store(Buffer.concat(chunks), { from: path ? path.address : '', to });
      };
      taken().then(
        () => (mailbox.faults.take(isDropAfterData) ? hangUp(session) : callback()),
        (error: unknown) =>
          callback(error instanceof Error ? error : answer(451, 'The message cannot be read')),
      );
    },
  });
  server.server.on('connection', (socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });

  function hangUp(session: SMTPServerSession): void {
    sockets.get(session.remotePort)?.destroy();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      // connections break here on purpose
      server.on('error', () => undefined);
      resolve();
    });
  });
  const address = server.server.address();
  if (typeof address !== 'object' || !address) throw new Error('the mail server has no port');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

type Reject = Extract<MailFault, { kind: 'reject' }>;
type Drop = Extract<MailFault, { kind: 'drop' }>;
type Delay = Extract<MailFault, { kind: 'delay' }>;
const isRejectAtRcpt = (fault: MailFault): fault is Reject => fault.kind === 'reject' && fault.at === 'rcpt';
const isRejectAtData = (fault: MailFault): fault is Reject => fault.kind === 'reject' && fault.at === 'data';
const isDropBeforeData = (fault: MailFault): fault is Drop =>
  fault.kind === 'drop' && fault.when === 'before_data';
const isDropAfterData = (fault: MailFault): fault is Drop =>
  fault.kind === 'drop' && fault.when === 'after_data';
const isDelay = (fault: MailFault): fault is Delay => fault.kind === 'delay';

/** An error that smtp-server answers with this code. */
function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
