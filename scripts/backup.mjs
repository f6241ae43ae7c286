// `npm run backup [-- --to FOLDER] [--keys-to FOLDER]`: stops what `npm start` started, copies both stores and starts again.
// The key store is copied only when asked, to a folder of its own: keep it apart.
import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { boot, root } from './boot.mjs';

await boot();
const { checkBackup, copyKeyStore, copyStores, wasShutDown } = await import('./lib/backup.mjs');
const { dataFolder, fail, option } = await import('./lib/product.mjs');
const { freePorts, stopProcess } = await import('./lib/processes.mjs');
const { startPostgres } = await import('./lib/postgres.mjs');
const { installSecrets } = await import('./lib/secrets.mjs');
const { untilItRuns, whileItStandsStill } = await import('./lib/stand-still.mjs');

if (process.env.DATABASE_URL) {
  fail(
    'DATABASE_URL is set: back up your own servers by their own means, to one instant (docs/operations.md)',
  );
}
const data = dataFolder();
const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
const target = resolve(option('to') ?? join(`${data}-backups`, stamp));
const keysTarget = option('keys-to') && resolve(option('keys-to'));
if (keysTarget && `${keysTarget}${sep}`.startsWith(`${target}${sep}`)) {
  fail('--keys-to is inside the backup: whoever has the one must not have the other');
}
let files = [];
const { run, stoodMs } = await whileItStandsStill(data, async () => {
  const cluster = join(data, 'pg');
  if (!wasShutDown(cluster)) await shutDownInOrder(cluster);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const postgres = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const about = {
    at: new Date().toISOString(),
    versions: { product: version, postgres, node: process.versions.node },
  };
  ({ files } = await copyStores(data, target, about));
  if (keysTarget) copyKeyStore(data, keysTarget);
});
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, in ${target}`);
await checkBackup(target);
console.log(`every checksum is right; everything stood still for ${(stoodMs / 1000).toFixed(1)} s`);
console.log(
  keysTarget
    ? `the key store is in ${keysTarget}: keep it apart from the backup`
    : `the key store (${join(data, 'keys')} and secrets.json) is not in it: without it a backup is noise`,
);
if (run) console.log(`running again: ${await untilItRuns(data)}`);

/** A cluster that was killed recovers at its start; then it can be shut down in order. */
async function shutDownInOrder(cluster) {
  const secrets = installSecrets(join(data, 'secrets.json'));
  const [port] = await freePorts(1);
  const server = await startPostgres({ dir: cluster, port, password: secrets.databasePassword('postgres') });
  await stopProcess(server.pid, 'SIGINT', 60_000);
}
