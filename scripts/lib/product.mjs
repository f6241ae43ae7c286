// The data of the running product, for the commands that look after it.
import { join } from 'node:path';
import { root } from '../boot.mjs';
import { readRun } from './run-file.mjs';

export const dataFolder = () => process.env.DATA_DIR ?? join(root, '.data');
export const keysFolder = () => process.env.KEYS_DIR ?? join(dataFolder(), 'keys');
export const exportsFolder = () => process.env.EXPORTS_DIR ?? `${dataFolder()}-exports`;
export const anchorsFolder = () => process.env.ANCHORS_DIR ?? join(dataFolder(), 'anchors');

/** The URL of a role's database: the environment's, else that of the running `npm start`; ends the process without one. */
export function databaseUrl(role) {
  const variable = role === 'app' ? 'DATABASE_URL' : `DATABASE_${role.toUpperCase()}_URL`;
  const url = process.env[variable] ?? readRun(join(dataFolder(), 'run.json'))?.databases?.[role];
  if (url) return url;
  console.error(`Start the product first, or set ${variable}.`);
  return process.exit(1);
}

/** Where the Temporal server answers: the environment's, else that of the running `npm start`. */
export function temporalAddress() {
  const address = process.env.TEMPORAL_ADDRESS ?? readRun(join(dataFolder(), 'run.json'))?.temporal;
  return address ?? fail('Start the product first, or set TEMPORAL_ADDRESS.');
}

/** The data of the running product as one role. Close it. */
export const openProduct = (role) =>
  openDatabase({ url: databaseUrl(role), relayUrl: databaseUrl('relay'), keys: keysFolder() });

/** A database by the URLs of two roles, with the keys of a folder. Close it. */
export async function openDatabase({ url, relayUrl, keys: folder }) {
  const { DataSource } = await import('typeorm');
  const { dataSourceOptions } = await import('@rap/database/data-source');
  const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
  const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
  const { TenantDb } = await import('@rap/database/tenancy/tenant-db');
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  const keys = new FirmKeys(new FileKeyWrapper(folder));
  return {
    dataSource,
    keys,
    db: new TenantDb(dataSource, keys),
    firms: () => firmsOf(relayUrl),
    erasedFirms: () => idsOf(relayUrl, 'select firm_id from directory.erased_firm'),
    close: () => dataSource.destroy(),
  };
}

/** Every firm that there is. */
export const firmsOf = (relayUrl) =>
  idsOf(relayUrl, 'select distinct firm_id from spine.consumer order by firm_id');

/** The relay sees every firm; everybody else must name one. */
async function idsOf(relayUrl, sql) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: relayUrl });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows.map(({ firm_id: id }) => id);
  } finally {
    await client.end();
  }
}

/** `--name value` or `--name` of the command line. */
export function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return undefined;
  const value = process.argv[at + 1];
  return value === undefined || value.startsWith('--') ? true : value;
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
