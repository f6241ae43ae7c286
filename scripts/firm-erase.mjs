// `npm run firm:erase -- FIRM_ID --confirm "<firm name>" [--to FOLDER]`: for operators of the platform. Exports everything of a
// firm, readable, then erases it for good. Refused within the retention of its records and while a legal hold stands.
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { eraseFirm } = await import('@rap/database/erasure/erase-firm');
const { endFirmWorkflows } = await import('@rap/providers/temporal/end-firm');
const { temporalClient } = await import('@rap/providers/temporal/client');
const { dataFolder, fail, keysFolder, openProduct, option, temporalAddress } =
  await import('./lib/product.mjs');

const firmId = process.argv[2] ?? '';
const confirm = option('confirm');
if (!/^[0-9a-f-]{36}$/.test(firmId) || typeof confirm !== 'string') {
  fail('Say which firm, and its name: npm run firm:erase -- FIRM_ID --confirm "Harbor Retirement Advisors"');
}
const exportFolder = resolve(option('to') ?? join(`${dataFolder()}-exports`, `${firmId}-${Date.now()}`));
const product = await openProduct('owner');
const temporal = await temporalClient(temporalAddress(), keysFolder());
const done = await eraseFirm(product.db, product.keys, {
  firmId,
  confirm,
  exportFolder,
  actor: `operator:${userInfo().username}`,
  endRuns: async () => {
    const { ended } = await endFirmWorkflows(temporal, firmId);
    console.log(`exported to ${exportFolder}; ${ended} workflows ended`);
  },
});
await temporal.connection.close();
await product.close();
switch (done.outcome) {
  case 'erased': {
    const rows = Object.values(done.rows).reduce((sum, count) => sum + count, 0);
    console.log(`erased: ${rows} rows of ${Object.keys(done.rows).length} tables, and the keys`);
    console.log(
      'What Temporal keeps of ended workflows goes after its retention of 30 days. Destroy copies of the key store.',
    );
    break;
  }
  case 'erased_before':
    console.log('it was erased before; its keys are gone');
    break;
  case 'no_such_firm':
    fail(`There is no firm ${firmId}`);
    break;
  case 'not_confirmed':
    fail(`The name does not match: it is --confirm "${done.name}"`);
    break;
  default:
    fail(`Not erased (${done.refusal.code}): ${done.refusal.words}`);
}
