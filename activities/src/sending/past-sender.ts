import { randomUUID } from 'node:crypto';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import type { HandOver } from '@rap/providers/outcome';
import { createSmtpSender, type SmtpSender } from '@rap/providers/smtp/send';
import { createTwilioSender, type TwilioSender } from '@rap/providers/twilio/send';
import { ArchiveFeeder } from './archive-feeder.ts';
import { Channels } from './channels.ts';
import type { Content } from './content.ts';
import { MessageSender } from './message-sender.ts';
import type { SendingIdentity } from './sending-identity.ts';

/** Where the newest messages of an imported past are handed over as well: a sandbox. */
export interface PastOutside {
  readonly smtpUrl: string;
  readonly twilio: Parameters<typeof createTwilioSender>[0];
  readonly publicUrl: string;
}

/** Messages of the past have left long ago: nothing is handed over for those before `recentFromMs`. */
class PastChannels extends Channels {
  private readonly at: Clock;
  private readonly recentFromMs: number;

  constructor(smtp: SmtpSender, twilio: TwilioSender, publicUrl: string, at: Clock, recentFromMs: number) {
    super(smtp, twilio, publicUrl, at);
    this.at = at;
    this.recentFromMs = recentFromMs;
  }

  override handOver(
    content: Content,
    firmId: string,
    row: Pick<DeliveryEntity, 'id' | 'notAfter'>,
  ): Promise<HandOver> {
    if (this.at.now() >= this.recentFromMs) return super.handOver(content, firmId, row);
    const providerId =
      content.channel === 'email' ? content.messageId : `SM${randomUUID().replaceAll('-', '')}`;
    return Promise.resolve({ outcome: 'accepted', providerId });
  }
}

/** Senders of an imported past: the same gate, claim and ledger as for a message of today, on a clock that was set. */
export class PastSenders {
  private readonly identity: SendingIdentity;
  private readonly smtp: SmtpSender;
  private readonly twilio: TwilioSender;
  private readonly publicUrl: string;
  private readonly recentFromMs: number;

  constructor(identity: SendingIdentity, outside: PastOutside, recentFromMs: number) {
    this.identity = identity;
    this.smtp = createSmtpSender({ url: outside.smtpUrl });
    this.twilio = createTwilioSender(outside.twilio);
    this.publicUrl = outside.publicUrl;
    this.recentFromMs = recentFromMs;
  }

  on(db: TenantDb, clock: Clock): MessageSender {
    const channels = new PastChannels(this.smtp, this.twilio, this.publicUrl, clock, this.recentFromMs);
    const archive = new ArchiveFeeder(db, channels, () => undefined);
    return new MessageSender(db, channels, this.identity, clock, archive);
  }

  close(): void {
    this.smtp.close();
  }
}
