import pg from 'pg';
import { DataSource } from 'typeorm';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { forgetAllowances } from '@rap/database/allowance/allowances';
import { dataSourceOptions } from '@rap/database/data-source';
import { preparing } from '@rap/database/preparing-client';
import { assertSchemaCurrent } from '@rap/database/operations/schema-level';
import { StateCounts } from '@rap/database/operations/state-counts';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { LettersDue } from '@rap/database/letter/letters-due';
import { RelayDb } from '@rap/database/spine/relay-db';
import { systemClock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createLog } from '@rap/providers/operations/log';
import { createMetrics } from '@rap/providers/operations/metrics';
import { onStop } from '@rap/providers/operations/on-stop';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { taskQueueBacklogs } from '@rap/providers/temporal/task-queue-backlogs';
import { FirmSchedules } from '@rap/providers/temporal/firm-schedules';
import { Letters } from '@rap/providers/temporal/letters';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { AutomationsConsumer } from './relay/automations-consumer.ts';
import { listenForEvents } from './relay/ears.ts';
import { ControlRounds } from './relay/control-rounds.ts';
import { LetterPost } from './relay/letter-post.ts';
import { reconcile } from './relay/reconcile.ts';
import { reconcileMessages } from './relay/reconcile-messages.ts';
import { startAdopted } from './relay/start-adopted.ts';
import { Relay } from './relay/relay.ts';
import { WebhooksConsumer } from './relay/webhooks-consumer.ts';
import { readSettings, RelaySettings } from './settings.ts';
import { measure } from './relay/measure.ts';

const RECONCILE_EVERY_MS = 3_600_000;
/** after a restore: whatever was ahead of its row has ended by then, and is started again from it */
const COMPARE_AGAIN_MS = 10_000;
const SCHEDULE_EVERY_MS = 60_000;
const POST_EVERY_MS = 1_000;
const ADOPT_EVERY_MS = 5_000;

const settings = readSettings(RelaySettings);
const log = createLog('relay', settings.LOG_LEVEL);

const dataSource = await new DataSource(
  dataSourceOptions(settings.DATABASE_URL, 10, { prepare: true }),
).initialize();
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)));
const pool = new pg.Pool({
  connectionString: settings.DATABASE_RELAY_URL,
  max: 10,
  ...preparing,
});
// a connection that breaks while nobody uses it: the next round takes a new one
pool.on('error', (error) => log.warn({ err: error }, 'a connection was lost'));
const temporal = await temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR);

const relayDb = new RelayDb(pool);
const runs = new AutomationRuns(temporal);
const messages = new OutboundMessages(temporal);
const schedules = new FirmSchedules(temporal);

const webhooks = createWebhookSender({ allowPrivate: settings.WEBHOOKS_MAY_CALL_PRIVATE });
const consumers = [
  new AutomationsConsumer(relayDb, db, runs, messages),
  new WebhooksConsumer(relayDb, db, new EndpointCaller(db, webhooks, systemClock)),
];
const relay = new Relay(relayDb, consumers, {
  leaseMs: 30_000,
  batch: 20,
  pollMs: 1_000,
  onHandedOver: ({ correlationId, firmId, subjectId, seq, kind }, consumer) =>
    log.info({ correlationId, consumer, firmId, subject: subjectId, seq, kind }, 'handed over'),
  onError: (error, { consumer, lease }) =>
    log.error({ err: error, consumer, subject: lease?.subjectId }, 'hand-over failed'),
});
const ears = listenForEvents(
  settings.DATABASE_RELAY_URL,
  () => relay.ring(),
  (error) => log.warn({ err: error }, 'the bell is not heard'),
);
relay.start();

const metrics = createMetrics();
const measured = measure(metrics, new StateCounts(pool), () => taskQueueBacklogs(temporal));

let again: NodeJS.Timeout | undefined;
/** At the start and then hourly: what Temporal lost is started again from the stored state. */
async function reconcileAll(): Promise<void> {
  try {
    const round = await reconcile(db, runs, await relayDb.firms());
    const { open, restarted, woken, retold, comparing } = round;
    if (comparing > 0) again = setTimeout(() => void reconcileAll(), COMPARE_AGAIN_MS);
    measured.reconciled(round);
    if (restarted + woken + retold > 0)
      log.error({ open, restarted, woken, retold }, 'Temporal had lost runs, or was behind them');
    else log.info({ open }, 'every open run is known to Temporal');
    const waiting = await reconcileMessages(db, messages, await relayDb.firms());
    if (waiting.restarted > 0) log.error(waiting, 'messages were started again: Temporal had lost them');
  } catch (error) {
    measured.reconcileFailed();
    log.error({ err: error }, 'reconciling failed');
  }
}
void reconcileAll();

/** Each minute: every firm has its hourly round, a new one too. */
async function scheduleAll(): Promise<void> {
  try {
    for (const firmId of await relayDb.firms()) await schedules.ensure(firmId);
  } catch (error) {
    log.error({ err: error }, 'a firm has no hourly round');
  }
}
void scheduleAll();
/** Every few seconds: runs that were brought here in the middle of their way get their workflows. */
async function adoptAll(): Promise<void> {
  try {
    const started = await startAdopted(db, runs, await relayDb.firms());
    if (started > 0) log.info({ started }, 'adopted runs go on');
  } catch (error) {
    log.error({ err: error }, 'adopted runs were not started');
  }
}
let adopting: Promise<void> | undefined;
const eachAdoption = setInterval(() => {
  adopting ??= adoptAll().finally(() => {
    adopting = undefined;
  });
}, ADOPT_EVERY_MS);
const controls = new ControlRounds(db, relayDb, runs, (error) =>
  log.warn({ err: error }, 'a control was not handed over'),
);
controls.start();
const eachMinute = setInterval(() => void scheduleAll(), SCHEDULE_EVERY_MS);
/** Each second: letters to users, which wait for nobody's event. */
const letterPost = new LetterPost(new LettersDue(dataSource), new Letters(temporal));
async function postLetters(): Promise<void> {
  try {
    await letterPost.round();
  } catch (error) {
    log.error({ err: error }, 'letters to users are not posted');
  }
}
const eachSecond = setInterval(() => void postLetters(), POST_EVERY_MS);
/** Hourly: who has asked how often is nobody's business once it counts no more. */
async function forgetVisitors(): Promise<void> {
  try {
    await forgetAllowances(dataSource);
  } catch (error) {
    log.error({ err: error }, 'counts of visitors are not forgotten');
  }
}
const hourly = setInterval(() => {
  void reconcileAll();
  void forgetVisitors();
}, RECONCILE_EVERY_MS);
const internal = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics,
  checks: {
    postgres: () => pool.query('select 1'),
    schema: () => assertSchemaCurrent((sql) => dataSource.query(sql)),
    temporal: () => temporal.workflowService.getSystemInfo({}),
  },
});
log.info('relay ready');

onStop(log, async () => {
  clearInterval(hourly);
  clearTimeout(again);
  clearInterval(eachMinute);
  clearInterval(eachSecond);
  clearInterval(eachAdoption);
  await adopting;
  await controls.stop();
  await relay.stop();
  internal.close();
  await Promise.all([ears.end(), pool.end(), dataSource.destroy(), temporal.connection.close()]);
});
