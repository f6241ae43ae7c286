import { DataSource } from 'typeorm';
import { Runtime, DefaultLogger } from '@temporalio/worker';
import { createActivities } from '@rap/activities/activities';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { LetterSender } from '@rap/activities/sending/letter-sender';
import { MessageSender } from '@rap/activities/sending/message-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import { dataSourceOptions } from '@rap/database/data-source';
import { assertSchemaCurrent } from '@rap/database/operations/schema-level';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import { systemClock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createLog } from '@rap/providers/operations/log';
import { createMetrics } from '@rap/providers/operations/metrics';
import { onStop } from '@rap/providers/operations/on-stop';
import { loadDkimKeys } from '@rap/providers/smtp/dkim-keys';
import { createSmtpSender } from '@rap/providers/smtp/send';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import { createTwilioSender } from '@rap/providers/twilio/send';
import { buildIdOf } from './build-id.ts';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { createWorkers } from './create-worker.ts';
import { readSettings, WorkerSettings } from './settings.ts';
import { DkimSettings } from './dkim-settings.ts';

const CONNECTIONS = 24;

const settings = readSettings(WorkerSettings);
const log = createLog('worker', settings.LOG_LEVEL);
Runtime.install({
  logger: new DefaultLogger('WARN'),
  shutdownSignals: [],
  telemetryOptions: settings.SDK_METRICS_PORT
    ? {
        metrics: {
          prometheus: {
            bindAddress: `${settings.HEALTH_HOST}:${settings.SDK_METRICS_PORT}`,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }
    : {},
});

const dataSource = await new DataSource(
  dataSourceOptions(settings.DATABASE_URL, CONNECTIONS, { prepare: true }),
).initialize();
const bell = new EventBell(
  (sql, parameters) => dataSource.query(sql, parameters),
  (error) => log.warn({ err: error }, 'the bell did not ring'),
);
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)), {
  afterEvents: (firmId, events) => bell.ring(firmId, events),
});
const smtp = createSmtpSender({ url: settings.SMTP_URL });
const twilio = createTwilioSender({
  accountSid: settings.TWILIO_ACCOUNT_SID,
  authToken: settings.TWILIO_AUTH_TOKEN,
  ...(settings.TWILIO_API_BASE ? { apiBase: settings.TWILIO_API_BASE } : {}),
});
const dkimFolder = readSettings(DkimSettings).DKIM_KEYS_DIR;
const channels = new Channels(smtp, twilio, settings.PUBLIC_URL, systemClock);
const archive = new ArchiveFeeder(db, channels, (error) =>
  log.error({ err: error }, 'the archive misses a copy; it is tried again'),
);
const sender = new MessageSender(
  db,
  channels,
  await loadSendingIdentity(settings, dkimFolder ? await loadDkimKeys(dkimFolder) : undefined),
  systemClock,
  archive,
);
const letters = new LetterSender(db, smtp, settings.MAIL_DOMAIN, systemClock);
const receivers = createWebhookSender({ allowPrivate: settings.WEBHOOKS_MAY_CALL_PRIVATE });
const webhooks = new WebhookStep(db, new EndpointCaller(db, receivers, systemClock), systemClock);
const workers = await createWorkers({
  address: settings.TEMPORAL_ADDRESS,
  workflowBundle: settings.WORKFLOW_BUNDLE,
  activities: createActivities({ db, sender, letters, webhooks, clock: systemClock }),
  codec: new EncryptionCodec(await loadCodecKeys(settings.KEYS_DIR)),
  log,
  databaseConnections: CONNECTIONS,
  buildId: settings.BUILD_ID ?? (await buildIdOf(settings.WORKFLOW_BUNDLE)),
});
const running = workers.run();
let alive = true;
running.then(
  () => {
    alive = false;
  },
  (error: unknown) => {
    log.fatal({ err: error }, 'the workers ended');
    process.exit(1);
  },
);
const internal = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics: createMetrics(),
  checks: {
    schema: () => assertSchemaCurrent((sql) => dataSource.query(sql)),
    temporal: () => workers.checkConnection(),
    polling: () => (alive ? Promise.resolve() : Promise.reject(new Error('the workers ended'))),
  },
});
log.info('worker ready');

onStop(log, async () => {
  workers.shutdown();
  await running;
  await archive.idle();
  await workers.close();
  smtp.close();
  internal.close();
  await dataSource.destroy();
});
