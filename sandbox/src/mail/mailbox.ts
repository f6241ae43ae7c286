import { randomUUID } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { BoundedCounts, keepNewest } from '../bounded.ts';
import { FaultQueue } from '../fault-queue.ts';
import type { MailFault } from './faults.ts';

/** One message as the mail server took it. */
export interface StoredMail {
  readonly id: string;
  readonly receivedAtMs: number;
  /** empty: the null return path */
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly raw: Buffer;
  readonly mail: Email;
  /** with angle brackets; empty when the message has none */
  readonly messageId: string;
  /** what was done with it here, newest first, in words */
  readonly doings: { readonly atMs: number; readonly what: string }[];
}

const MOST_MESSAGES = 1_000;
const MOST_COUNTS = 20_000;

/** Everything that was mailed, newest first. */
export class Mailbox {
  readonly faults = new FaultQueue<MailFault>();
  readonly #messages: StoredMail[] = [];
  readonly #deliveries = new BoundedCounts(MOST_COUNTS);

  async store(raw: Buffer, envelope: { from: string; to: readonly string[] }): Promise<StoredMail> {
    const mail = await PostalMime.parse(raw);
    const stored: StoredMail = {
      id: randomUUID(),
      receivedAtMs: Date.now(),
      envelopeFrom: envelope.from,
      envelopeTo: envelope.to,
      raw,
      mail,
      messageId: mail.messageId ?? '',
      doings: [],
    };
    this.#deliveries.add(stored.messageId);
    keepNewest(this.#messages, stored, MOST_MESSAGES);
    return stored;
  }

  list(filter: { to?: string | undefined; messageId?: string | undefined } = {}): readonly StoredMail[] {
    const to = filter.to?.toLowerCase();
    return this.#messages.filter(
      (stored) =>
        (to === undefined || stored.envelopeTo.some((address) => address.toLowerCase() === to)) &&
        (filter.messageId === undefined || stored.messageId === filter.messageId),
    );
  }

  find(id: string): StoredMail | undefined {
    return this.#messages.find((stored) => stored.id === id);
  }

  /** How often a message of this Message-ID arrived: 1 unless something was sent twice. */
  timesDelivered(messageId: string): number {
    return this.#deliveries.of(messageId);
  }

  counters(): Record<string, number> {
    return this.#deliveries.all();
  }

  reset(): void {
    this.#messages.length = 0;
    this.#deliveries.clear();
    this.faults.clear();
  }
}

/** The first address of a header; undefined when it has none. */
export function firstAddress(
  from: Address | Address[] | undefined,
): { name: string; address: string } | undefined {
  const first = Array.isArray(from) ? from[0] : from;
  const mailbox = first?.group ? first.group[0] : first;
  return mailbox?.address ? { name: mailbox.name, address: mailbox.address } : undefined;
}

/** The first value of a header, unfolded. */
export function header(mail: Email, name: string): string | undefined {
  return mail.headers.find((one) => one.key === name)?.value;
}
