import type { LetterOutcome } from '@rap/contracts/letter';
import {
  giveLetterBack,
  settleLetter,
  takeLetter,
  type LetterTaken,
} from '@rap/database/letter/letter-ledger';
import type { Who } from '@rap/database/tenancy/context';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import type { HandOver } from '@rap/providers/outcome';
import { buildRawMessage, messageIdOf } from '@rap/providers/smtp/message';
import type { SmtpSender } from '@rap/providers/smtp/send';

/** So long after the hand-over an attempt that said nothing is dead: SMTP cannot be asked, so the letter is `unknown`. */
const SETTLE_MS = 65_000;
const TRY_AGAIN_MS = 30_000;

/**
 * Sends letters of the system to its own users (invitations, links to a new password), each at most once, by the same steps
 * as a message to a client: `handing_over` is committed before anything leaves, the outcome after it. It stands beside the
 * message sender because nothing else may reach a provider; the gate is not asked, for its rules (consent, opt-out, hours)
 * protect clients, and a user who asks for a link wants it now. A letter's kind is one of a closed list of ours, its words
 * are never a firm's.
 */
export class LetterSender {
  private readonly db: TenantDb;
  private readonly smtp: SmtpSender;
  private readonly domain: string;
  private readonly clock: Clock;

  /** `domain` is the installation's own mail domain: a firm's may not be set up yet. */
  constructor(db: TenantDb, smtp: SmtpSender, domain: string, clock: Clock) {
    this.db = db;
    this.smtp = smtp;
    this.domain = domain;
    this.clock = clock;
  }

  async send(who: Who, letterId: string): Promise<LetterOutcome> {
    const taken = await this.db.run(who, (ctx) => takeLetter(ctx, letterId));
    if (taken.of === 'settled') return taken;
    if (taken.of === 'handed_before') return this.lookAgain(who, letterId, taken.agoMs);
    return this.settle(who, letterId, await this.handOver(letterId, taken));
  }

  private async handOver(letterId: string, taken: LetterTaken & { of: 'mine' }): Promise<HandOver> {
    const messageId = messageIdOf(letterId, this.domain);
    const address = `account@${this.domain}`;
    const raw = await buildRawMessage({
      from: { name: 'RetirementAdvisorPro', address },
      to: { address: taken.address },
      subject: taken.words.subject,
      text: taken.words.text,
      messageId,
      sentAtMs: this.clock.now(),
      automatic: true,
    });
    return this.smtp.send({ envelopeFrom: address, to: taken.address, messageId, raw });
  }

  private lookAgain(who: Who, letterId: string, agoMs: number): Promise<LetterOutcome> {
    return this.db.run(who, async (ctx) => {
      if (agoMs < SETTLE_MS) return { of: 'later', atMs: ctx.now() + SETTLE_MS - agoMs };
      await settleLetter(ctx, letterId, 'handing_over', 'unknown', 'timeout');
      return { of: 'settled', status: 'unknown' };
    });
  }

  private settle(who: Who, letterId: string, handOver: HandOver): Promise<LetterOutcome> {
    return this.db.run(who, async (ctx) => {
      if (handOver.outcome === 'refused' && handOver.error.retryable) {
        await giveLetterBack(ctx, letterId);
        return { of: 'later', atMs: ctx.now() + (handOver.error.retryAfterMs ?? TRY_AGAIN_MS) };
      }
      const status = handOver.outcome === 'accepted' ? 'sent' : handOver.outcome;
      const reason = handOver.outcome === 'accepted' ? undefined : handOver.error.code;
      await settleLetter(ctx, letterId, 'handing_over', status, reason);
      return { of: 'settled', status };
    });
  }
}
