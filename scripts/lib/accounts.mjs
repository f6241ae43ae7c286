// Accounts and operators of the running product (or of DATABASE_URL), for the scripts that make and remove them.
import { join } from 'node:path';
import { readRun } from './run-file.mjs';
import { dataFolder, keysFolder, openProduct } from './product.mjs';

/** Calls `work` with the accounts and the product's origin; ends the connection. */
export async function withIdentities(work) {
  const { build } = await import('./build.mjs');
  await build();
  const { Directory } = await import('@rap/database/identity/directory');
  const { Tickets } = await import('@rap/database/identity/tickets');
  const { installKey } = await import('@rap/database/sealing/install-key');
  const { dataSource, db, close } = await openProduct('app');
  try {
    const directory = new Directory(dataSource, await installKey(keysFolder(), 'directory'));
    const identities = { dataSource, db, directory, tickets: new Tickets(dataSource) };
    const run = readRun(join(dataFolder(), 'run.json'));
    await work(identities, run ? new URL(run.addresses.api).origin : (process.env.PUBLIC_URL ?? ''));
  } finally {
    await close();
  }
}

/** Calls `work` with the operators and the API's address; ends the connection. */
export const withOperators = (work) =>
  withIdentities(async ({ dataSource, db, directory, tickets }, origin) => {
    const { Operators } = await import('@rap/database/identity/operators');
    const { SecondFactor } = await import('@rap/database/identity/second-factor');
    const { installKey } = await import('@rap/database/sealing/install-key');
    const secondFactor = new SecondFactor(dataSource, await installKey(keysFolder(), 'identity'));
    await work(new Operators(dataSource, db, { directory, secondFactor, tickets }), `${origin}/api`);
  });

/** The address given on the command line; ends the process when there is none. */
export function addressGiven(usage) {
  const email = process.argv[2] ?? '';
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  console.error(`Give an email address: ${usage}`);
  process.exit(1);
}
