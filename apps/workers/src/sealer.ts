import pg from 'pg';
import pino from 'pino';
import { AnchorFile } from '@rap/database/audit/anchor-file';
import { SealerDb } from '@rap/database/audit/sealer-db';
import { serveHealth } from './health-server.ts';
import { onStop } from './on-stop.ts';
import { readSettings, SealerSettings } from './settings.ts';

const SEAL_EVERY_MS = 1_000;
/** an open transaction of anybody in the cluster holds the horizon: an operator has to look */
const ALARM_LAG_SECONDS = 60;
const ANCHOR_EVERY_MS = 3_600_000;

const settings = readSettings(SealerSettings);
const log = pino({ name: 'sealer', level: settings.LOG_LEVEL });
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
const health = serveHealth(settings.HEALTH_PORT, () => lastOk);
log.info('sealer ready');

onStop(log, async () => {
  stopped = true;
  clearInterval(hourly);
  await loop;
  health.close();
  await pool.end();
});
