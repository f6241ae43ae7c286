import pg from 'pg';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { LettersDue } from '@rap/database/letter/letters-due';
import { RelayDb } from '@rap/database/spine/relay-db';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { FirmSchedules } from '@rap/providers/temporal/firm-schedules';
import { Letters } from '@rap/providers/temporal/letters';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { serveHealth } from './health-server.ts';
import { AutomationsConsumer } from './relay/automations-consumer.ts';
import { listenForEvents } from './relay/ears.ts';
import { LetterPost } from './relay/letter-post.ts';
import { reconcile } from './relay/reconcile.ts';
import { Relay } from './relay/relay.ts';
import { readSettings, RelaySettings } from './settings.ts';
import { onStop } from './on-stop.ts';

const RECONCILE_EVERY_MS = 3_600_000;
const SCHEDULE_EVERY_MS = 60_000;
const POST_EVERY_MS = 1_000;

const settings = readSettings(RelaySettings);
const log = pino({ name: 'relay', level: settings.LOG_LEVEL });

const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, 10)).initialize();
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)));
const pool = new pg.Pool({ connectionString: settings.DATABASE_RELAY_URL, max: 10 });
// a connection that breaks while nobody uses it: the next round takes a new one
pool.on('error', (error) => log.warn({ err: error }, 'a connection was lost'));
const temporal = await temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR);

const relayDb = new RelayDb(pool);
const runs = new AutomationRuns(temporal);
const schedules = new FirmSchedules(temporal);

const relay = new Relay(relayDb, [new AutomationsConsumer(db, runs, new OutboundMessages(temporal))], {
  leaseMs: 30_000,
  batch: 20,
  pollMs: 1_000,
  onError: (error, { consumer, lease }) =>
    log.error({ err: error, consumer, subject: lease?.subjectId }, 'hand-over failed'),
});
const ears = listenForEvents(
  settings.DATABASE_RELAY_URL,
  () => relay.ring(),
  (error) => log.warn({ err: error }, 'the bell is not heard'),
);
relay.start();

/** At the start and then hourly: what Temporal lost is started again from the stored state. */
async function reconcileAll(): Promise<void> {
  try {
    const { open, restarted, woken, retold } = await reconcile(db, runs, await relayDb.firms());
    if (restarted + woken + retold > 0)
      log.error({ open, restarted, woken, retold }, 'Temporal had lost runs, or was behind them');
    else log.info({ open }, 'every open run is known to Temporal');
  } catch (error) {
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
const hourly = setInterval(() => void reconcileAll(), RECONCILE_EVERY_MS);
const health = serveHealth(settings.HEALTH_PORT, () => true);
log.info('relay ready');

onStop(log, async () => {
  clearInterval(hourly);
  clearInterval(eachMinute);
  clearInterval(eachSecond);
  await relay.stop();
  health.close();
  await Promise.all([ears.end(), pool.end(), dataSource.destroy(), temporal.connection.close()]);
});
