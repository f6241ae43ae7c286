// `npm run restore -- --from BACKUP --to FOLDER [--keys FOLDER]`: a backup in a new data folder. What may have
// left in the time that is lost stays until a person lets it go.
import { join, resolve } from 'node:path';
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { checkBackup, restoreStores } = await import('./lib/backup.mjs');
const { dataFolder, fail, option } = await import('./lib/product.mjs');
const { freePorts, stopProcess } = await import('./lib/processes.mjs');
const { giveToPostgres, prepareDatabase, startPostgres } = await import('./lib/postgres.mjs');
const { installSecrets } = await import('./lib/secrets.mjs');
const { migrate } = await import('@rap/database/migrate');

const [from, to] = [option('from'), option('to')];
if (typeof from !== 'string' || typeof to !== 'string') {
  fail('Say what and where: npm run restore -- --from BACKUP --to NEW_FOLDER [--keys KEY_STORE]');
}
const target = resolve(to);
const keyStore = resolve(option('keys') ?? dataFolder());
const manifest = await checkBackup(resolve(from)).catch((error) => fail(error.message));
try {
  restoreStores(resolve(from), keyStore, target);
} catch (error) {
  fail(error.message);
}
giveToPostgres(join(target, 'pg'));
const backupAt = new Date(manifest.at);
const restoredAt = new Date();

// Postgres alone: nothing else may run before it knows what it must hold back
const secrets = installSecrets(join(target, 'secrets.json'));
const [port] = await freePorts(1);
const server = await startPostgres({
  dir: join(target, 'pg'),
  port,
  password: secrets.databasePassword('postgres'),
});
let faults;
try {
  await prepareDatabase(server.url('postgres'), 'rap', (role) => secrets.databasePassword(role));
  const url = (role) => server.url('rap', role, secrets.databasePassword(role));
  await migrate(url('app_owner'));
  const { settleRestored } = await import('./lib/settle-restored.mjs');
  faults = await settleRestored({ url, data: target, backupAt, restoredAt });
} finally {
  await stopProcess(server.pid, 'SIGINT', 60_000);
}
console.log(`restored as of ${manifest.at}: start it with DATA_DIR=${target} npm start`);
console.log(
  'What may have left since then waits for a person: GET /api/held-messages, or npm run recovery:release for all.',
);
console.log(
  'At its start the relay compares every open run with Temporal and starts again what is missing there.',
);
process.exitCode = faults === 0 ? 0 : 1;
