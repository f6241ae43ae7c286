// The operators of the running product (or of DATABASE_URL), for the scripts that make and remove them.
import { join } from 'node:path';

/** Calls `work` with the operators and the product's address; ends the connection. */
export async function withOperators(root, work) {
  const { DataSource } = await import('typeorm');
  const { dataSourceOptions } = await import('@rap/database/data-source');
  const { Directory } = await import('@rap/database/identity/directory');
  const { Operators } = await import('@rap/database/identity/operators');
  const { SecondFactor } = await import('@rap/database/identity/second-factor');
  const { Tickets } = await import('@rap/database/identity/tickets');
  const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
  const { installKey } = await import('@rap/database/sealing/install-key');
  const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
  const { TenantDb } = await import('@rap/database/tenancy/tenant-db');
  const { readRun } = await import('./run-file.mjs');

  const data = process.env.DATA_DIR ?? join(root, '.data');
  const run = readRun(join(data, 'run.json'));
  const url = process.env.DATABASE_URL ?? run?.databases?.app;
  if (!url) {
    console.error('Start the product first, or set DATABASE_URL and KEYS_DIR.');
    process.exit(1);
  }
  const keysDir = process.env.KEYS_DIR ?? join(data, 'keys');
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  try {
    const operators = new Operators(
      dataSource,
      new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(keysDir))),
      {
        directory: new Directory(dataSource, await installKey(keysDir, 'directory')),
        secondFactor: new SecondFactor(dataSource, await installKey(keysDir, 'identity')),
        tickets: new Tickets(dataSource),
      },
    );
    await work(operators, run?.addresses?.api ?? `${process.env.PUBLIC_URL ?? ''}/api`);
  } finally {
    await dataSource.destroy();
  }
}

/** The address given on the command line; ends the process when there is none. */
export function addressGiven(usage) {
  const email = process.argv[2] ?? '';
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  console.error(`Give an email address: ${usage}`);
  process.exit(1);
}
