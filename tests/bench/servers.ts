import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@rap/database/migrate';
import { prepareDatabase, startPostgres } from '../../scripts/lib/postgres.mjs';
import { freePorts, startChild, stopProcess, until } from '../../scripts/lib/processes.mjs';
import { setCurrentVersion, startTemporal } from '../../scripts/lib/temporal.mjs';

const PASSWORD = 'bench';
const DATABASE = 'rap';
const TWILIO = { sid: `AC${'0'.repeat(32)}`, token: 'bench-token-0123456789' };
const root = new URL('../../', import.meta.url).pathname;

export interface BenchProcess {
  readonly name: string;
  readonly pid: number;
}

/** One installation of its own, durable as in production (fsync on), with the product's own processes. */
export interface BenchServers {
  readonly folder: string;
  readonly urls: { readonly owner: string; readonly app: string; readonly relay: string };
  readonly temporalAddress: string;
  readonly temporalStore: string;
  readonly keysFolder: string;
  /** what a process of the product finds in its environment */
  readonly env: Readonly<Record<string, string>>;
  readonly running: readonly BenchProcess[];
  /** starts one more process and waits until it says that it is ready, at its health port when no address is given */
  start(
    name: string,
    file: string,
    env?: Readonly<Record<string, string>>,
    readyUrl?: string,
  ): Promise<BenchProcess>;
  /** makes the build of the running worker the one that gets work */
  makeCurrent(buildId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres, Temporal with a store on disk, and the sandbox. Logs stand in the folder until `stop`. */
export async function startServers(): Promise<BenchServers> {
  const folder = mkdtempSync(join(tmpdir(), 'rap-bench-'));
  const [postgresPort = 0, grpc = 0, ui = 0, metrics = 0, http = 0, web = 0, smtp = 0, dns = 0] =
    await freePorts(8);
  const temporalStore = join(folder, 'temporal.db');
  const [postgres, temporal] = await Promise.all([
    startPostgres({
      dir: join(folder, 'pg'),
      port: postgresPort,
      log: join(folder, 'postgres.log'),
      password: PASSWORD,
    }),
    startTemporal({
      database: temporalStore,
      log: join(folder, 'temporal.log'),
      ports: [grpc, ui, metrics, http],
    }),
  ]);
  await prepareDatabase(postgres.url('postgres'), DATABASE, () => PASSWORD);
  const url = (role: string): string => postgres.url(DATABASE, role, PASSWORD);
  await migrate(url('app_owner'));

  const keysFolder = join(folder, 'keys');
  const env = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    PUBLIC_URL: 'http://127.0.0.1:1',
    DATABASE_URL: url('app_rw'),
    DATABASE_RELAY_URL: url('app_relay'),
    KEYS_DIR: keysFolder,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    TWILIO_ACCOUNT_SID: TWILIO.sid,
    TWILIO_AUTH_TOKEN: TWILIO.token,
    TWILIO_API_BASE: `http://127.0.0.1:${web}`,
    MAIL_DOMAIN: 'reply.harbor.example',
    WORKFLOW_BUNDLE: join(root, 'apps/workers/dist/workflow-bundle.js'),
    SANDBOX_PORT: String(web),
    SANDBOX_SMTP_PORT: String(smtp),
    SANDBOX_DNS_PORT: String(dns),
    INBOUND_SMTP_HOST: '127.0.0.1',
    INBOUND_SMTP_PORT: '1',
  };
  const running: BenchProcess[] = [
    { name: 'postgres', pid: postgres.pid },
    { name: 'temporal', pid: temporal.pid },
  ];
  const servers: BenchServers = {
    folder,
    urls: { owner: url('app_owner'), app: url('app_rw'), relay: url('app_relay') },
    temporalAddress: temporal.address,
    temporalStore,
    keysFolder,
    env,
    running,
    async start(name, file, own = {}, readyUrl) {
      const [health = 0] = await freePorts(1);
      const child = startChild(process.execPath, ['--enable-source-maps', join(root, file)], {
        log: join(folder, `${name}.log`),
        env: { ...process.env, ...env, ...own, HEALTH_PORT: String(health) },
      });
      const started = { name, pid: child.pid };
      running.push(started);
      const ready = async (): Promise<boolean> =>
        fetch(readyUrl ?? `http://127.0.0.1:${health}/ready`).then(
          (answer) => answer.ok,
          () => false,
        );
      await until(`${name} (${folder}/${name}.log)`, ready, { ms: 60_000, gone: child.gone });
      return started;
    },
    makeCurrent: (buildId) => setCurrentVersion(temporal.address, buildId),
    async stop() {
      for (const { name, pid } of running.toReversed())
        await stopProcess(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await servers.start('sandbox', 'sandbox/dist/main.js');
  return servers;
}
