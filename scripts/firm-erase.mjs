// `npm run firm:erase -- FIRM_ID --confirm "<firm name>" [--to FOLDER]`: for operators of the platform. Exports everything of a
// firm, readable, then erases it for good. Refused within the retention of its records and while a legal hold stands.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { FirmEraser } = await import('@rap/database/erasure/firm-eraser');
const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
const { endFirmWorkflows } = await import('@rap/providers/temporal/end-firm');
const { temporalClient } = await import('@rap/providers/temporal/client');
const { databaseUrl, exportsFolder, fail, keysFolder, option, temporalAddress } =
  await import('./lib/product.mjs');

const firmId = process.argv[2] ?? '';
const confirm = option('confirm');
if (!/^[0-9a-f-]{36}$/.test(firmId) || typeof confirm !== 'string') {
  fail('Say which firm, and its name: npm run firm:erase -- FIRM_ID --confirm "Harbor Retirement Advisors"');
}
const exports = resolve(option('to') ?? exportsFolder());
const keys = new FirmKeys(new FileKeyWrapper(keysFolder()));
const temporal = await temporalClient(temporalAddress(), keysFolder());
const done = await new FirmEraser(databaseUrl('owner'), exports, keys).erase({
  firmId,
  confirm,
  actor: `operator:${userInfo().username}`,
  correlationId: `erasure:${firmId}`,
  endRuns: async () => {
    const { ended } = await endFirmWorkflows(temporal, firmId);
    console.log(`${ended} workflows ended`);
  },
});
await temporal.connection.close();
switch (done.outcome) {
  case 'erased':
  case 'erased_before': {
    const { rows, erasedAt } = done.certificate;
    const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
    console.log(
      done.outcome === 'erased'
        ? `erased: ${count} rows of ${Object.keys(rows).length} tables, and the keys`
        : `it was erased on ${erasedAt.toISOString()}; its keys are gone`,
    );
    if (done.exportFolder) console.log(`the export is in ${done.exportFolder}: hand it over and delete it`);
    console.log(
      'What Temporal keeps of ended workflows goes after its retention of 30 days. Destroy copies of the key store.',
    );
    break;
  }
  case 'no_such_firm':
    fail(`There is no firm ${firmId}`);
    break;
  case 'not_confirmed':
    fail(`The name does not match: it is --confirm "${done.name}"`);
    break;
  default:
    fail(`Not erased (${done.refusal.code}): ${done.refusal.words}`);
}
