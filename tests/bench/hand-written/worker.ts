// The worker of the hand-written shapes: same codec, pool, cache and slots as the product's.
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { DataSource } from 'typeorm';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { MessageSender } from '@rap/activities/sending/message-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import { NAMESPACE } from '@rap/contracts/workflows';
import { dataSourceOptions } from '@rap/database/data-source';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import { systemClock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createMetrics } from '@rap/providers/operations/metrics';
import { createSmtpSender } from '@rap/providers/smtp/send';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import { createTwilioSender } from '@rap/providers/twilio/send';
import { readSettings, WorkerSettings } from '@rap/workers/settings';
import { createHandWrittenActivities } from './activities.ts';
import { HAND_WRITTEN_QUEUE } from './steps.ts';

const CONNECTIONS = 24;
const settings = readSettings(WorkerSettings);
Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });

const dataSource = await new DataSource(
  dataSourceOptions(settings.DATABASE_URL, CONNECTIONS, { prepare: true }),
).initialize();
const bell = new EventBell(
  (sql, parameters) => dataSource.query(sql, parameters),
  () => undefined,
);
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)), {
  afterEvents: (firmId, events) => bell.ring(firmId, events),
});
const twilio = createTwilioSender({
  accountSid: settings.TWILIO_ACCOUNT_SID,
  authToken: settings.TWILIO_AUTH_TOKEN,
});
const channels = new Channels(
  createSmtpSender({ url: settings.SMTP_URL }),
  twilio,
  settings.PUBLIC_URL,
  systemClock,
);
const sender = new MessageSender(
  db,
  channels,
  await loadSendingIdentity(settings),
  systemClock,
  new ArchiveFeeder(db, channels, () => undefined),
);
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS }),
  namespace: NAMESPACE,
  taskQueue: HAND_WRITTEN_QUEUE,
  dataConverter: {
    payloadCodecs: [new EncryptionCodec(await loadCodecKeys(settings.KEYS_DIR))],
  },
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  }),
  activities: createHandWrittenActivities(db, sender),
  maxConcurrentLocalActivityExecutions: CONNECTIONS - 4,
  maxConcurrentActivityTaskExecutions: CONNECTIONS - 4,
  maxCachedWorkflows: 500,
});
const running = worker.run();
const health = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics: createMetrics(),
  checks: {},
});
process.once('SIGTERM', () => {
  worker.shutdown();
  health.close();
  void running.finally(() => process.exit(0));
});
