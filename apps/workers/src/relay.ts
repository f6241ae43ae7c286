import pg from 'pg';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EVENT_CHANNEL } from '@rap/database/spine/event-bell';
import { RelayDb } from '@rap/database/spine/relay-db';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { serveHealth } from './health-server.ts';
import { AutomationsConsumer } from './relay/automations-consumer.ts';
import { Relay } from './relay/relay.ts';
import { readSettings, RelaySettings } from './settings.ts';
import { onStop } from './on-stop.ts';

const settings = readSettings(RelaySettings);
const log = pino({ name: 'relay', level: settings.LOG_LEVEL });

const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, 10)).initialize();
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)));
const pool = new pg.Pool({ connectionString: settings.DATABASE_RELAY_URL, max: 10 });
const temporal = await temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR);

const relay = new Relay(new RelayDb(pool), [new AutomationsConsumer(db, new AutomationRuns(temporal))], {
  leaseMs: 30_000,
  batch: 20,
  pollMs: 1_000,
  onError: (error, { consumer, lease }) =>
    log.error({ err: error, consumer, subject: lease?.subjectId }, 'hand-over failed'),
});
const ears = new pg.Client({ connectionString: settings.DATABASE_RELAY_URL });
await ears.connect();
ears.on('notification', () => relay.ring());
// a lost connection costs the bell, not events: the relay polls each second
ears.on('error', (error) => log.warn({ err: error }, 'the bell is not heard'));
await ears.query(`listen ${EVENT_CHANNEL}`);
relay.start();
const health = serveHealth(settings.HEALTH_PORT, () => true);
log.info('relay ready');

onStop(log, async () => {
  await relay.stop();
  health.close();
  await Promise.all([ears.end(), pool.end(), dataSource.destroy(), temporal.connection.close()]);
});
