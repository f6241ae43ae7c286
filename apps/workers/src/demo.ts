import { readFile } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { PastSenders } from '@rap/activities/sending/past-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import { dataSourceOptions } from '@rap/database/data-source';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { z } from 'zod';
import { fillFirm } from './demo/fill-firm.ts';
import { openLanes } from './demo/lanes.ts';
import { DemoSettings, readSettings } from './settings.ts';

/* Fills the demo firm of this installation, once, and ends. It knows no other firm than the one that was founded for it. */

const LANES = 4;
/** messages that are newer are in the sandbox's inbox and on its phones too */
const RECENT_DAYS = 4;
const DAY_MS = 86_400_000;
const SEED = 20_270;

const settings = readSettings(DemoSettings);
const { firmId } = z
  .object({ firmId: z.uuid() })
  .parse(JSON.parse(await readFile(settings.DEMO_FILE, 'utf8')));
const dataSource = await new DataSource(
  dataSourceOptions(settings.DATABASE_URL, LANES + 1, { prepare: true }),
).initialize();
const nowMs = Date.now();
const senders = new PastSenders(
  await loadSendingIdentity(settings),
  {
    smtpUrl: settings.SMTP_URL,
    twilio: {
      accountSid: settings.TWILIO_ACCOUNT_SID,
      authToken: settings.TWILIO_AUTH_TOKEN,
      ...(settings.TWILIO_API_BASE ? { apiBase: settings.TWILIO_API_BASE } : {}),
    },
    publicUrl: settings.PUBLIC_URL,
  },
  nowMs - RECENT_DAYS * DAY_MS,
);
const keys = new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR));
const lanes = openLanes(dataSource, keys, senders, LANES);
const filled = await fillFirm({
  firmId,
  lanes,
  nowMs,
  seed: SEED,
  onPerson: (done, all) => {
    if (done % 60 === 0 && done < all) process.stderr.write(`demo firm: ${done} of ${all} people\n`);
  },
});
if (filled.outcome === 'filled') {
  const seconds = Math.round((Date.now() - nowMs) / 1000);
  process.stderr.write(`demo firm: ${filled.people} people (${seconds} s)\n`);
}
senders.close();
await dataSource.destroy();
