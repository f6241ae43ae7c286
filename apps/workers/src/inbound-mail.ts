import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { takeBounce, takeMail } from '@rap/database/inbound/take-mail';
import { assertSchemaCurrent } from '@rap/database/operations/schema-level';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { installKey } from '@rap/database/sealing/install-key';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import type { Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { createMailDnsResolver } from '@rap/providers/inbound-mail/dns';
import { startInboundMailListener, type InboundMail } from '@rap/providers/inbound-mail/listener';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createLog } from '@rap/providers/operations/log';
import { createMetrics } from '@rap/providers/operations/metrics';
import { onStop } from '@rap/providers/operations/on-stop';
import { createMailAddresses } from '@rap/providers/smtp/return-path';
import { InboundMailSettings, readSettings } from './settings.ts';

const settings = readSettings(InboundMailSettings);
const log = createLog('inbound-mail', settings.LOG_LEVEL);
const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, 6)).initialize();
const bell = new EventBell(
  (sql, parameters) => dataSource.query(sql, parameters),
  (error) => log.warn({ err: error }, 'the bell did not ring'),
);
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)), {
  afterEvents: (firmId, events) => bell.ring(firmId, events),
});
const addresses = createMailAddresses(
  await installKey(settings.KEYS_DIR, 'mail-addresses'),
  settings.MAIL_DOMAIN,
);

const metrics = createMetrics();
const taken = metrics.counter('rap_inbound_mail', 'mail messages stored, and those that could not be');

/** Answered with 250 only when everything it says is committed; the sender keeps it otherwise. */
async function take(mail: InboundMail): Promise<void> {
  for (const recipient of mail.recipients) {
    const ref = addresses.read(recipient);
    if (!ref) continue;
    const who: Who = {
      firmId: ref.firmId,
      actor: 'system:inbound-mail',
      books: '*',
      correlationId: `mail:${ref.id}`,
    };
    await db.run(who, async (ctx) => {
      if (ref.kind === 'bounce') {
        // the signed address proves that it is about this delivery; who says so proves nothing
        if (mail.bounce?.action === 'failed') await takeBounce(ctx, ref.id, mail.bounce);
        return;
      }
      await takeMail(ctx, {
        threadId: ref.id,
        messageId: mail.messageId,
        inReplyTo: mail.inReplyTo,
        from: mail.from?.address ?? mail.envelopeFrom ?? 'unknown',
        subject: mail.subject,
        text: mail.replyText || mail.text,
        automatic: mail.kind !== 'personal',
        authenticated: mail.authentication.verdict === 'pass',
      });
    });
  }
}

const listener = await startInboundMailListener({
  host: settings.INBOUND_SMTP_HOST,
  port: settings.INBOUND_SMTP_PORT,
  hostname: settings.MAIL_DOMAIN,
  resolver: createMailDnsResolver(settings.MAIL_DNS_SERVERS),
  nowMs: () => Date.now(),
  knows: (address) => Promise.resolve(addresses.read(address) !== undefined),
  onMessage: async (mail) => {
    await take(mail);
    taken({ outcome: 'stored' });
  },
  report: (error) => {
    taken({ outcome: 'failed' });
    log.error({ err: error }, 'a message was not stored');
  },
});
const internal = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics,
  checks: { schema: () => assertSchemaCurrent((sql) => dataSource.query(sql)) },
});
log.info('inbound mail ready');

onStop(log, async () => {
  await listener.close();
  internal.close();
  await dataSource.destroy();
});
