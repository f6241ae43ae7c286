// A worker, composed of the product's parts with short times, and boundaries around what it commits and hands over.
import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource } from 'typeorm';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '@rap/activities/activities';
import type { AdvanceInput, AdvanceOutput } from '@rap/contracts/automation/run';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { LetterSender } from '@rap/activities/sending/letter-sender';
import {
  MessageSender,
  type MessageOrder,
  type MessageOutcome,
} from '@rap/activities/sending/message-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import { dataSourceOptions } from '@rap/database/data-source';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import { systemClock, TenantDb } from '@rap/database/tenancy/tenant-db';
import type { HandOver } from '@rap/providers/outcome';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createMetrics } from '@rap/providers/operations/metrics';
import { createSmtpSender } from '@rap/providers/smtp/send';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import { createTwilioSender } from '@rap/providers/twilio/send';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { createWorkers } from '@rap/workers/create-worker';
import { readSettings, WorkerSettings } from '@rap/workers/settings';
import { boundariesAround, boundariesBeforeCommit, boundary } from './boundary.ts';
import { ASK_AGAIN_MS, PROVIDER_TIMEOUT_MS, SETTLE_MS, STICKY_TIMEOUT_MS, TRY_AGAIN_MS } from './profile.ts';

const CONNECTIONS = 24;
/** waits that park the run: see the shell */
const LONG_MS = 10 * 60_000;

/** How many transactions a call of the sender has begun: the first prepares the hand-over, the next settles it. */
const sending = new AsyncLocalStorage<{ transactions: number }>();

class SenderWithBoundaries extends MessageSender {
  override send(order: MessageOrder): Promise<MessageOutcome> {
    return sending.run({ transactions: 0 }, () => super.send(order));
  }
}

class ChannelsWithBoundaries extends Channels {
  override async handOver(...message: Parameters<Channels['handOver']>): Promise<HandOver> {
    const [content, , row] = message;
    await boundary(`${content.channel}.before`, row.id);
    const outcome = await super.handOver(...message);
    await boundary(`${content.channel}.after`, row.id);
    return outcome;
  }
}

const settings = readSettings(WorkerSettings);
Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
const report = (error: unknown): void => {
  process.stderr.write(`${String(error)}\n`);
};

const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, CONNECTIONS)).initialize();
const bell = new EventBell((sql, parameters) => dataSource.query(sql, parameters), report);
const keys = new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR));
const tenantDb = (): TenantDb =>
  new TenantDb(dataSource, keys, { afterEvents: (firmId, events) => bell.ring(firmId, events) });
const [db, senderDb] = [tenantDb(), tenantDb()];
boundariesAround(db, () => (answer) => (isSegment(answer) ? 'segment' : undefined));
boundariesAround(senderDb, () => {
  const call = sending.getStore();
  const nth = call ? (call.transactions += 1) : 0;
  return (answer) => (nth === 1 && isPrepared(answer) ? 'hand-over' : nth === 2 ? 'settle' : undefined);
});
boundariesBeforeCommit(dataSource);

const smtp = createSmtpSender({ url: settings.SMTP_URL, timeoutMs: PROVIDER_TIMEOUT_MS });
const twilio = createTwilioSender({
  accountSid: settings.TWILIO_ACCOUNT_SID,
  authToken: settings.TWILIO_AUTH_TOKEN,
  timeoutMs: PROVIDER_TIMEOUT_MS,
  ...(settings.TWILIO_API_BASE ? { apiBase: settings.TWILIO_API_BASE } : {}),
});
const channels = new ChannelsWithBoundaries(smtp, twilio, settings.PUBLIC_URL, systemClock);
const sender = new SenderWithBoundaries(
  senderDb,
  channels,
  await loadSendingIdentity(settings),
  systemClock,
  new ArchiveFeeder(db, channels, report),
  { settleMs: SETTLE_MS, tryAgainMs: TRY_AGAIN_MS, askAgainMs: ASK_AGAIN_MS },
);
const letters = new LetterSender(db, smtp, settings.MAIL_DOMAIN, systemClock);
const receivers = new EndpointCaller(db, createWebhookSender({ allowPrivate: true }), systemClock);
const webhooks = new WebhookStep(db, receivers, systemClock);
const activities = createActivities({ db, sender, letters, webhooks, clock: systemClock });
const workers = await createWorkers({
  address: settings.TEMPORAL_ADDRESS,
  workflowBundle: settings.WORKFLOW_BUNDLE,
  activities: {
    ...activities,
    async advance(input: AdvanceInput): Promise<AdvanceOutput> {
      const out = await activities.advance(input);
      await boundary('answer.before', input.run);
      if (parks(out)) await boundary('park.before', input.run);
      return out;
    },
  },
  codec: new EncryptionCodec(await loadCodecKeys(settings.KEYS_DIR)),
  databaseConnections: CONNECTIONS,
  stickyTimeoutMs: STICKY_TIMEOUT_MS,
});
workers.run().catch((error: unknown) => {
  report(error);
  process.exit(1);
});
serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics: createMetrics(),
  checks: {},
});

function isSegment(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'command' in answer && 'trail' in answer;
}

function isPrepared(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'handedBefore' in answer && answer.handedBefore === false
  );
}

function parks({ command }: AdvanceOutput): boolean {
  return command.do === 'wait' && (command.untilMs === null || command.untilMs - Date.now() > LONG_MS);
}
