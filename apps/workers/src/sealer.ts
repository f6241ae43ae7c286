import pg from 'pg';
import { AnchorFile } from '@rap/database/audit/anchor-file';
import { SealerDb } from '@rap/database/audit/sealer-db';
import { assertSchemaCurrent } from '@rap/database/operations/schema-level';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createLog } from '@rap/providers/operations/log';
import { createMetrics } from '@rap/providers/operations/metrics';
import { onStop } from '@rap/providers/operations/on-stop';
import { readSettings, SealerSettings } from './settings.ts';

const SEAL_EVERY_MS = 1_000;
/** an open transaction of anybody in the cluster holds the horizon: an operator has to look */
const ALARM_LAG_SECONDS = 60;
const ANCHOR_EVERY_MS = 3_600_000;

const settings = readSettings(SealerSettings);
const log = createLog('sealer', settings.LOG_LEVEL);
const pool = new pg.Pool({ connectionString: settings.DATABASE_SEALER_URL, max: 2 });
// a connection that breaks while nobody uses it: the next round takes a new one
pool.on('error', (error) => log.warn({ err: error }, 'a connection was lost'));
const sealer = new SealerDb(pool);
const anchors = new AnchorFile(settings.ANCHORS_DIR);
let lastOk = true;

async function round(): Promise<void> {
  try {
    await sealer.sealAll();
    const lagSeconds = await sealer.lagSeconds();
    if (lagSeconds > ALARM_LAG_SECONDS) log.error({ lagSeconds }, 'audit rows are not sealed');
    lastOk = true;
  } catch (error) {
    lastOk = false;
    log.error({ err: error }, 'sealing failed');
  }
}

/** What is copied outside finds a cut tail and a chain that was written anew: nothing inside the database can. */
async function anchor(): Promise<void> {
  try {
    const anchored = await anchors.append(await sealer.heads(), Date.now());
    log.info({ anchored }, 'heads of the audit chains copied outside');
  } catch (error) {
    log.error({ err: error }, 'the audit chains are not anchored');
  }
}

let stopped = false;
const loop = (async () => {
  while (!stopped) {
    await round();
    await new Promise((resolve) => setTimeout(resolve, SEAL_EVERY_MS));
  }
})();
void anchor();
const hourly = setInterval(() => void anchor(), ANCHOR_EVERY_MS);
const metrics = createMetrics();
metrics.gauge('rap_sealing_lag_seconds', 'age of the oldest audit row that is not sealed', async () => [
  { value: await sealer.lagSeconds() },
]);
metrics.gauge(
  'rap_oldest_writer_seconds',
  'age of the oldest open transaction that has written: it holds the sealing',
  async () => [{ value: await sealer.oldestWriterSeconds() }],
);
const internal = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics,
  checks: {
    sealing: () => (lastOk ? Promise.resolve() : Promise.reject(new Error('the last round failed'))),
    schema: () => assertSchemaCurrent(async (sql) => (await pool.query<{ name: string }>(sql)).rows),
  },
});
log.info('sealer ready');

onStop(log, async () => {
  stopped = true;
  clearInterval(hourly);
  await loop;
  internal.close();
  await pool.end();
});
