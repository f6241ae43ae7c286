// What a fault run stands on: a Postgres, a Temporal, a world outside and the product's processes, all its own.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '@rap/database/migrate';
import { releaseRestores, type ReleasedRestore } from '@rap/database/recovery/release-restores';
import { startSandbox, type Sandbox } from '@rap/sandbox/sandbox';
import { checkBackup, copyStores, restoreStores } from '../../scripts/lib/backup.mjs';
import { giveToPostgres, prepareDatabase, startPostgres } from '../../scripts/lib/postgres.mjs';
import { freePorts, startChild, stopProcess, until, type Child } from '../../scripts/lib/processes.mjs';
import { settleRestored } from '../../scripts/lib/settle-restored.mjs';
import { startTemporal } from '../../scripts/lib/temporal.mjs';
import type { FromChild, FromMaster } from './boundary.ts';
import { TWILIO } from './world-outside.ts';

export type ProgramName = 'api' | 'worker' | 'relay' | 'inbound-mail' | 'sealer';
export type ServerName = 'postgres' | 'temporal';
export type Victim = ProgramName | ServerName;

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const PROGRAMS: Readonly<Record<ProgramName, string>> = {
  api: path('api.ts'),
  worker: path('worker.ts'),
  relay: path('relay.ts'),
  'inbound-mail': path('inbound-mail.ts'),
  sealer: path('../../apps/workers/dist/sealer.js'),
};
const PROGRAM_NAMES: readonly ProgramName[] = ['api', 'worker', 'relay', 'inbound-mail', 'sealer'];
const ALL_OF_IT: readonly Victim[] = ['postgres', 'temporal', ...PROGRAM_NAMES];
const STORE_FILES = ['temporal.db', 'temporal.db-wal', 'temporal.db-shm'];
const DATABASE = 'rap';
const PASSWORD = 'fault';

export interface GroundOptions {
  /** told of whatever stands at a boundary */
  onArrival(arrival: FromChild): void;
  readonly log: (line: string) => void;
}

/** Starts, kills and starts again. Everything is gone after `close`. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), 'rap-faults-'));
  readonly keysFolder = join(this.folder, 'keys');
  /** a restore puts another in its place */
  private cluster = join(this.folder, 'pg');
  sandbox!: Sandbox;
  apiUrl = '';
  private readonly options: GroundOptions;
  private readonly live = new Map<Victim, Child>();
  private ports: number[] = [];
  private stopAt: string | null = null;
  private closing = false;
  private copies = 0;
  private readonly expected = new Set<Victim>();

  constructor(options: GroundOptions) {
    this.options = options;
    // however the master ends, nothing of it stays
    process.once('exit', this.clear);
  }

  async open(): Promise<void> {
    this.ports = await freePorts(14);
    this.apiUrl = `http://127.0.0.1:${this.port('api')}`;
    await Promise.all([this.startPostgres(), this.startTemporal()]);
    await prepareDatabase(this.databaseUrl('postgres', 'postgres'), DATABASE, () => PASSWORD);
    await migrate(this.databaseUrl('app_owner'));
    this.sandbox = await startSandbox(
      {
        SANDBOX_PORT: 0,
        SANDBOX_SMTP_PORT: 0,
        SANDBOX_DNS_PORT: 0,
        INBOUND_SMTP_HOST: '127.0.0.1',
        INBOUND_SMTP_PORT: this.port('smtp'),
        PUBLIC_URL: this.apiUrl,
        TWILIO_ACCOUNT_SID: TWILIO.accountSid,
        TWILIO_AUTH_TOKEN: TWILIO.authToken,
      },
      { textMs: 50 },
    );
    await Promise.all(PROGRAM_NAMES.map((name) => this.startProgram(name)));
  }

  databaseUrl(role: string, database: string = DATABASE): string {
    return `postgres://${role}:${PASSWORD}@127.0.0.1:${this.port('postgres')}/${database}`;
  }

  get temporalAddress(): string {
    return `127.0.0.1:${this.port('temporal')}`;
  }

  /** From now on every child stands still at this boundary; null lets all go on. */
  standAt(stopAt: string | null): void {
    this.stopAt = stopAt;
    for (const child of this.live.values()) this.tell(child);
  }

  /** SIGKILL, to the whole group: no process of it says goodbye. */
  async kill(victim: Victim): Promise<void> {
    const child = this.live.get(victim);
    if (!child) throw new Error(`${victim} does not run`);
    this.expected.add(victim);
    process.kill(-child.pid, 'SIGKILL');
    await child.gone;
    // its own children too: a Postgres does not start while one of the last is still in its shared memory
    await until(`the end of ${victim}`, () => !groupLives(child.pid));
    this.expected.delete(victim);
    this.live.delete(victim);
  }

  /** Ends it in order, as an operator does. */
  async stop(victim: Victim): Promise<void> {
    const child = this.live.get(victim);
    if (!child) return;
    this.expected.add(victim);
    await stopProcess(child.pid, victim === 'postgres' ? 'SIGINT' : 'SIGTERM');
    await child.gone;
    this.expected.delete(victim);
    this.live.delete(victim);
  }

  /** `wrapper` is put before the program: a command and its arguments. */
  async start(victim: Victim, wrapper: readonly string[] = []): Promise<void> {
    if (victim === 'postgres') await this.startPostgres();
    else if (victim === 'temporal') await this.startTemporal();
    else await this.startProgram(victim, wrapper);
  }

  /** As `npm run recovery:release`. */
  async releaseRestore(): Promise<void> {
    const owner = new pg.Client({ connectionString: this.databaseUrl('app_owner') });
    await owner.connect();
    try {
      await releaseRestores(async (sql) => (await owner.query<ReleasedRestore>(sql)).rows);
    } finally {
      await owner.end();
    }
  }

  /** Copies Temporal's store, which must be stopped; answers the copy. */
  copyTemporal(): string {
    const copy = join(this.folder, `temporal-copy-${this.copies}`);
    this.copies += 1;
    mkdirSync(copy);
    this.moveStore(this.folder, copy);
    return copy;
  }

  restoreTemporal(copy: string): void {
    for (const file of STORE_FILES) rmSync(join(this.folder, file), { force: true });
    this.moveStore(copy, this.folder);
  }

  /** Stops Postgres, copies it as `npm run backup` does, and starts it again; answers the copy. */
  async backUpPostgres(): Promise<string> {
    const copy = join(this.folder, `backup-${this.copies}`);
    this.copies += 1;
    await this.stop('postgres');
    const now = join(this.folder, `at-backup-${this.copies}`);
    mkdirSync(now);
    renameSync(this.cluster, join(now, 'pg'));
    await copyStores(now, copy, { at: new Date().toISOString() });
    renameSync(join(now, 'pg'), this.cluster);
    await this.start('postgres');
    return copy;
  }

  /** Stops all but Temporal, restores the copy as `npm run restore` does, and starts everything on it. */
  async restorePostgres(copy: string): Promise<void> {
    await Promise.all(PROGRAM_NAMES.map((name) => this.stop(name)));
    await this.stop('postgres');
    const target = `${copy}-restored`;
    const { at } = await checkBackup(copy);
    writeFileSync(join(this.folder, 'secrets.json'), '{}');
    restoreStores(copy, this.folder, target);
    this.cluster = join(target, 'pg');
    giveToPostgres(this.cluster);
    await this.start('postgres');
    const url = (role: string): string => this.databaseUrl(role);
    const faults = await settleRestored({
      url,
      data: target,
      backupAt: new Date(at),
      restoredAt: new Date(),
    });
    if (faults > 0) throw new Error(`${faults} faults in the restored audit logs`);
    await Promise.all(PROGRAM_NAMES.map((name) => this.start(name)));
  }

  private moveStore(from: string, to: string): void {
    for (const file of STORE_FILES)
      if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
  }

  /** Starts whatever does not run, after a round that broke off in its middle. */
  async mend(): Promise<void> {
    this.standAt(null);
    for (const victim of ALL_OF_IT) if (!this.live.has(victim)) await this.start(victim);
  }

  async close(): Promise<void> {
    this.closing = true;
    const programs = [...this.live.keys()].filter((name) => name !== 'postgres' && name !== 'temporal');
    await Promise.all(programs.map((name) => this.stop(name)));
    await this.sandbox?.close();
    await this.stop('temporal');
    await this.stop('postgres');
    this.clear();
    process.off('exit', this.clear);
  }

  private readonly clear = (): void => {
    for (const { pid } of this.live.values()) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // it is gone already
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  };

  private port(name: 'api' | 'postgres' | 'temporal' | 'smtp' | ProgramName): number {
    const order = ['postgres', 'temporal', 'ui', 'metrics', 'http', 'api', 'smtp', 'worker', 'relay'];
    const at = [...order, 'inbound-mail', 'sealer'].indexOf(name);
    return this.ports[at] ?? 0;
  }

  private async startPostgres(): Promise<void> {
    // durable, unlike the Postgres of the other tests: what was committed has to survive
    const server = await startPostgres({
      dir: this.cluster,
      port: this.port('postgres'),
      log: join(this.folder, 'postgres.log'),
      password: PASSWORD,
    });
    this.watch('postgres', server.child);
  }

  private async startTemporal(): Promise<void> {
    const server = await startTemporal({
      database: join(this.folder, 'temporal.db'),
      ports: this.ports.slice(1, 5),
      log: join(this.folder, 'temporal.log'),
    });
    this.watch('temporal', server.child);
  }

  private async startProgram(name: ProgramName, wrapper: readonly string[] = []): Promise<void> {
    const program = [process.execPath, '--enable-source-maps', PROGRAMS[name]];
    const [command = process.execPath, ...args] = wrapper.concat(program);
    const child = startChild(command, args, {
      log: join(this.folder, `${name}.log`),
      env: { ...process.env, ...this.settings(name) },
      ipc: name !== 'sealer',
    });
    child.on('message', (arrival) => this.options.onArrival(arrival as FromChild)); // sent by `boundary` only
    this.watch(name, child);
    this.tell(child);
    const ready = name === 'api' ? `${this.apiUrl}/health/live` : `http://127.0.0.1:${this.port(name)}/ready`;
    await until(name, () => answersOk(ready), { ms: 60_000, gone: child.gone });
  }

  private tell(child: Child): void {
    if (child.connected) child.send({ stopAt: this.stopAt } satisfies FromMaster, () => undefined);
  }

  /** A program that ends unasked is started again, as the starter of the product does, and told of. */
  private watch(name: Victim, child: Child): void {
    this.live.set(name, child);
    void child.gone.then((code) => {
      if (this.closing || this.expected.has(name) || this.live.get(name) !== child) return;
      const words = readFileSync(join(this.folder, `${name}.log`), 'utf8')
        .trim()
        .split('\n')
        .slice(-8);
      this.options.log(`${name} ended by itself (${code}):\n${words.join('\n')}`);
      this.unasked.push(`${name} ended with ${code}`);
      setTimeout(() => {
        if (!this.closing) void this.start(name).catch((error: unknown) => this.options.log(String(error)));
      }, 500);
    });
  }

  /** programs that ended although nobody killed them */
  readonly unasked: string[] = [];

  private settings(name: ProgramName): Record<string, string> {
    return {
      NODE_ENV: 'production',
      LOG_LEVEL: name === 'api' ? 'silent' : 'warn',
      PORT: String(this.port('api')),
      PUBLIC_URL: this.apiUrl,
      DATABASE_URL: this.databaseUrl('app_rw'),
      DATABASE_RELAY_URL: this.databaseUrl('app_relay'),
      DATABASE_SEALER_URL: this.databaseUrl('app_sealer'),
      KEYS_DIR: this.keysFolder,
      ANCHORS_DIR: join(this.folder, 'anchors'),
      TEMPORAL_ADDRESS: this.temporalAddress,
      WORKFLOW_BUNDLE: path('../../apps/workers/dist/workflow-bundle.js'),
      BUILD_ID: 'fault-run',
      SMTP_URL: `smtp://127.0.0.1:${this.sandbox.smtpPort}`,
      TWILIO_ACCOUNT_SID: TWILIO.accountSid,
      TWILIO_AUTH_TOKEN: TWILIO.authToken,
      TWILIO_API_BASE: this.sandbox.url,
      MAIL_DOMAIN: 'reply.harbor.example',
      MAIL_DNS_SERVERS: `127.0.0.1:${this.sandbox.dnsPort}`,
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_SMTP_PORT: String(this.port('smtp')),
      HEALTH_PORT: String(this.port(name)),
    };
  }
}

const answersOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Whether anybody of a process's group is still there. */
function groupLives(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
