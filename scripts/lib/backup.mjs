// Copies of the stores of a stopped product, and what proves that they are whole.
import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  closeSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

/** Postgres, Temporal's store and the anchors of the audit chain. Never the keys: erasing a firm would mean nothing. */
const STORES = ['pg', 'temporal.db', 'temporal.db-wal', 'temporal.db-shm', 'anchors'];
const KEY_STORE = ['keys', 'secrets.json', 'demo.json'];
const MANIFEST = 'manifest.json';
const FORMAT = 1;
/** state of a cluster in pg_control: 1 = shut down; 6 = in production, or killed */
const SHUT_DOWN = 1;

/** Whether a Postgres cluster was shut down in order, so that its files are a whole copy of it. */
export function wasShutDown(cluster) {
  if (existsSync(join(cluster, 'postmaster.pid'))) return false;
  const state = Buffer.alloc(4);
  const file = openSync(join(cluster, 'global/pg_control'), 'r');
  readSync(file, state, 0, 4, 16);
  closeSync(file);
  return state.readUInt32LE(0) === SHUT_DOWN;
}

/** Copies the stores of a data folder into a new folder, with a manifest that is written last. Answers it. */
export async function copyStores(data, target, about) {
  if (!wasShutDown(join(data, 'pg')))
    throw new Error('Postgres was not shut down in order: nothing was copied');
  mkdirSync(target, { recursive: true, mode: 0o700 });
  if (readdirSync(target).length > 0) throw new Error(`${target} is not empty: name a new folder`);
  copyThose(STORES, data, target);
  const files = [];
  for (const path of filesOf(target)) {
    files.push({ path: relative(target, path), bytes: statSync(path).size, sha256: await sha256Of(path) });
  }
  const manifest = { format: FORMAT, ...about, files };
  writeFileSync(join(target, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  return manifest;
}

/** The key store, apart from every backup: with both, everything can be read. */
export function copyKeyStore(data, target) {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  copyThose(KEY_STORE, data, target);
}

/** The manifest of a backup whose every file is as it was written; throws with the names of those that are not. */
export async function checkBackup(folder) {
  const path = join(folder, MANIFEST);
  if (!existsSync(path))
    throw new Error(`${folder} is no backup, or one that was not finished: it has no ${MANIFEST}`);
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (manifest.format !== FORMAT)
    throw new Error(`${path} has format ${manifest.format}, this reads ${FORMAT}`);
  const wrong = [];
  for (const { path: name, sha256 } of manifest.files) {
    const file = join(folder, name);
    if (!existsSync(file)) wrong.push(`${name} is missing`);
    else if ((await sha256Of(file)) !== sha256) wrong.push(`${name} was changed`);
  }
  const known = new Set(manifest.files.map((file) => file.path));
  for (const file of filesOf(folder)) {
    const name = relative(folder, file);
    if (name !== MANIFEST && !known.has(name)) wrong.push(`${name} was not there`);
  }
  if (wrong.length > 0)
    throw new Error(`the backup is not as it was written: ${wrong.slice(0, 10).join('; ')}`);
  return manifest;
}

/** Puts a checked backup and a key store into a new data folder. */
export function restoreStores(backup, keyStore, target) {
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`${target} is not empty: nothing is ever restored over data. Name a new folder`);
  }
  if (!existsSync(join(keyStore, 'keys')) || !existsSync(join(keyStore, 'secrets.json'))) {
    throw new Error(`${keyStore} is no key store: it needs keys/ and secrets.json`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  copyThose(STORES, backup, target);
  copyThose(KEY_STORE, keyStore, target);
}

function copyThose(names, from, to) {
  for (const name of names) {
    const source = join(from, name);
    if (existsSync(source)) cpSync(source, join(to, name), { recursive: true, preserveTimestamps: true });
  }
}

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
