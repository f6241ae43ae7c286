import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import type { Clock } from '@rap/database/tenancy/tenant-db';
import type { HandOver } from '@rap/providers/outcome';
import { buildArchiveCopy } from '@rap/providers/smtp/archive-copy';
import type { SmtpSender } from '@rap/providers/smtp/send';
import type { FoundText, TwilioSender } from '@rap/providers/twilio/send';
import type { Content } from './content.ts';

const MAX_VALIDITY_SECONDS = 36_000;

/** The only place where a message is handed to a provider; only the message sender comes here, after the gate. */
export class Channels {
  private readonly smtp: SmtpSender;
  private readonly twilio: TwilioSender;
  private readonly publicUrl: string;
  private readonly clock: Clock;

  constructor(smtp: SmtpSender, twilio: TwilioSender, publicUrl: string, clock: Clock) {
    this.clock = clock;
    this.smtp = smtp;
    this.twilio = twilio;
    this.publicUrl = publicUrl;
  }

  handOver(
    content: Content,
    firmId: string,
    row: Pick<DeliveryEntity, 'id' | 'notAfter'>,
  ): Promise<HandOver> {
    if (content.channel === 'email') {
      const { envelopeFrom, to, messageId } = content;
      return this.smtp.send({ envelopeFrom, to, messageId, raw: Buffer.from(content.raw, 'base64') });
    }
    const leftSeconds = Math.floor((row.notAfter.getTime() - this.clock.now()) / 1000);
    return this.twilio.send({
      sender: senderOf(content.from),
      to: content.to,
      body: content.body,
      statusCallbackUrl: `${this.publicUrl}/webhooks/twilio/status?firm=${firmId}&delivery=${row.id}`,
      // the carrier must not deliver tomorrow what may only arrive today
      validitySeconds: Math.min(MAX_VALIDITY_SECONDS, Math.max(1, leftSeconds)),
    });
  }

  /** Hands the firm's archive its copy of a message that left, or may have left. */
  async archive({ row, content, to, domain }: ArchiveOrder): Promise<HandOver> {
    const messageId = `<archive-${row.id}@${domain}>`;
    const from = `archive@${domain}`;
    const raw = await buildArchiveCopy({
      from,
      to,
      messageId,
      sentAtMs: row.occurredAt.getTime(),
      envelope: {
        Channel: content.channel,
        From: content.channel === 'email' ? content.envelopeFrom : content.from,
        To: content.to,
        'Handed over': (row.handedAt ?? row.occurredAt).toISOString(),
        Outcome: row.state,
        Delivery: row.id,
        Provider: row.providerId ?? 'none',
      },
      message:
        content.channel === 'email' ? { raw: Buffer.from(content.raw, 'base64') } : { text: content.body },
    });
    return this.smtp.send({ envelopeFrom: from, to, messageId, raw });
  }

  /** Whether the provider can be asked what became of a message: Twilio can, a mail server cannot. */
  canAsk(content: Content): boolean {
    return content.channel === 'sms';
  }

  async findSent(content: Content, row: Pick<DeliveryEntity, 'handedAt'>): Promise<FoundText> {
    if (content.channel === 'email') return { found: 'several' }; // nobody can say
    const sinceMs = row.handedAt?.getTime() ?? 0;
    return this.twilio.findSent({
      to: content.to,
      sender: senderOf(content.from),
      body: content.body,
      sinceMs,
    });
  }
}

export interface ArchiveOrder {
  readonly row: DeliveryEntity;
  readonly content: Content;
  readonly to: string;
  /** the firm's mail domain */
  readonly domain: string;
}

const senderOf = (from: string) => (from.startsWith('MG') ? { messagingServiceSid: from } : { from });
