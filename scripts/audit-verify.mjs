// `npm run audit:verify`: recomputes the audit chain of every firm of the running product; exit 1 when a fault is found.
import { join } from 'node:path';
import { boot, root } from './boot.mjs';
await boot();

const { DataSource } = await import('typeorm');
const { default: pg } = await import('pg');
const { dataSourceOptions } = await import('@rap/database/data-source');
const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
const { TenantDb } = await import('@rap/database/tenancy/tenant-db');
const { verifyAudit } = await import('@rap/database/audit/verify');
const { readRun } = await import('./lib/run-file.mjs');

const data = process.env.DATA_DIR ?? join(root, '.data');
const run = readRun(join(data, 'run.json'));
const appUrl = process.env.DATABASE_URL ?? run?.databases?.app;
const relayUrl = process.env.DATABASE_RELAY_URL ?? run?.databases?.relay;
if (!appUrl || !relayUrl) {
  console.error('Start the product first, or set DATABASE_URL and DATABASE_RELAY_URL.');
  process.exit(1);
}
const dataSource = await new DataSource(dataSourceOptions(appUrl, 2)).initialize();
const db = new TenantDb(
  dataSource,
  new FirmKeys(new FileKeyWrapper(process.env.KEYS_DIR ?? join(data, 'keys'))),
);
let faults = 0;
for (const firmId of await firms()) {
  const who = { firmId, actor: 'system:audit-verify', books: '*', correlationId: 'audit-verify' };
  const verdict = await db.run(who, (ctx) => verifyAudit(ctx));
  faults += verdict.faults.length;
  const { rows, seals, unsealed, head } = verdict;
  console.log(
    `${firmId}: ${rows} rows in ${seals} seals, ${unsealed} not sealed yet, head ${head ? `${head.no} ${head.hash}` : 'none'}`,
  );
  for (const { seal, code, message } of verdict.faults)
    console.log(`  FAULT at seal ${seal} (${code}): ${message}`);
}
await dataSource.destroy();
console.log(faults === 0 ? 'the audit log is as it was written' : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

async function firms() {
  const client = new pg.Client({ connectionString: relayUrl });
  await client.connect();
  try {
    const { rows } = await client.query('select distinct firm_id from spine.consumer order by firm_id');
    return rows.map(({ firm_id: id }) => id);
  } finally {
    await client.end();
  }
}
