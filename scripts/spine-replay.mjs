// `npm run spine:replay -- CONSUMER --firm ID --from INSTANT [--person ID]`: hands a consumer's events over once more.
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { boot, root } from './boot.mjs';
await boot();

const { DataSource } = await import('typeorm');
const { dataSourceOptions } = await import('@rap/database/data-source');
const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
const { replayConsumer } = await import('@rap/database/spine/lane-care');
const { TenantDb } = await import('@rap/database/tenancy/tenant-db');
const { NewReplay } = await import('@rap/contracts/spine');
const { z } = await import('zod');
const { readRun } = await import('./lib/run-file.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { firm: { type: 'string' }, from: { type: 'string' }, person: { type: 'string' } },
});
const asked = NewReplay.extend({ firm: z.uuid() }).safeParse({
  consumer: positionals[0],
  firm: values.firm,
  from: values.from,
  ...(values.person ? { subjectId: values.person } : {}),
});
if (!asked.success) {
  console.error('npm run spine:replay -- CONSUMER --firm ID --from 2027-01-31T15:00:00Z [--person ID]');
  for (const issue of asked.error.issues) console.error(`  ${issue.path.join('.')}: ${issue.message}`);
  process.exit(1);
}
const data = process.env.DATA_DIR ?? join(root, '.data');
const url = process.env.DATABASE_URL ?? readRun(join(data, 'run.json'))?.databases?.app;
if (!url) {
  console.error('Start the product first, or set DATABASE_URL.');
  process.exit(1);
}
const dataSource = await new DataSource(dataSourceOptions(url, 1)).initialize();
const keys = new FirmKeys(new FileKeyWrapper(process.env.KEYS_DIR ?? join(data, 'keys')));
const { firm: firmId, ...replay } = asked.data;
const who = { firmId, actor: 'system:replay', books: '*', correlationId: 'spine-replay' };
const subjects = await new TenantDb(dataSource, keys).run(who, (ctx) => replayConsumer(ctx, replay));
await dataSource.destroy();
if (subjects === undefined) {
  console.error(`The firm has no consumer "${replay.consumer}".`);
  process.exit(1);
}
console.log(`the events of ${subjects} people are handed over once more`);
