// `npm run settings`: writes docs/settings.md from the schemas of the processes.
import { writeFileSync } from 'node:fs';
import { boot, root } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();

const { Settings: api } = await import('@rap/api/settings');
const workers = await import('@rap/workers/settings');
const { settingsPage } = await import('./lib/settings-page.mjs');
const page = settingsPage({
  api,
  worker: workers.WorkerSettings,
  relay: workers.RelaySettings,
  sealer: workers.SealerSettings,
  'inbound-mail': workers.InboundMailSettings,
});
writeFileSync(`${root}docs/settings.md`, page);
