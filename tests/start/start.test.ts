import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { exportYaml } from '@rap/domain/automation/definition/yaml';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { alive, freePorts } from '../../scripts/lib/processes.mjs';
import { another, answers, endAll, npmStart, pidOf, runIn, type Started } from './product.ts';

const TIME_LIMIT_MS = 180_000;
const data = mkdtempSync(join(tmpdir(), 'rap-start-'));
const root = fileURLToPath(new URL('../../', import.meta.url));
const networkLog = join(data, 'network.log');
const noNetwork = new URL('../support/children/no-network.mjs', import.meta.url).href;
let port = 0;
let first: Started;
beforeAll(async () => {
  [port = 0] = await freePorts(1);
});
afterAll(() => {
  endAll(data);
  rmSync(data, { recursive: true, force: true });
  rmSync(`${data}-exports`, { recursive: true, force: true });
});

const settings = () => ({ DATA_DIR: data, PORT: String(port) });
const url = (path: string): string => `http://localhost:${port}${path}`;
const Demo = z.object({ email: z.string(), password: z.string(), formUrl: z.string() });
const demo = () => Demo.parse(JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')));

let cookie = '';
async function ask(method: string, path: string, body?: object): Promise<Response> {
  return fetch(url(path), {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

test(
  'an empty folder: ready, and every address that it prints answers',
  async () => {
    first = npmStart(settings());
    await first.prints('Ctrl-C stops everything');
    const { email, password } = demo();
    const signedIn = await ask('POST', '/api/sessions', { email, password });
    cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const run = runIn(data);
    expect(run.ready).toBe(true);
    expect(run.addresses?.['home']).toBe(url('/addresses'));
    const pages = Object.entries(run.addresses ?? {}).filter(
      ([name]) => !['api', 'demoSignIn'].includes(name),
    );
    expect(pages.length).toBeGreaterThanOrEqual(6);
    for (const [name, address] of pages) expect([name, (await fetch(address)).status]).toEqual([name, 200]);
    const ui = run.addresses?.['temporal'] ?? '';
    expect(await (await fetch(`${ui}/api/v1/settings`)).json()).toMatchObject({
      Codec: { Endpoint: url('/api/operator/codec'), IncludeCredentials: true },
    });
    const decoded = await fetch(url('/api/operator/codec/decode?preserveStorageRefs=true'), {
      method: 'POST',
      headers: {
        origin: new URL(ui).origin,
        'content-type': 'application/json',
        'x-namespace': 'default',
        cookie,
      },
      body: JSON.stringify({ payloads: [] }),
    });
    // let in by the origin, but a user of a firm is no operator
    expect(decoded.headers.get('access-control-allow-origin')).toBe(new URL(ui).origin);
    expect(decoded.status).toBe(401);
  },
  TIME_LIMIT_MS,
);

test(
  'started again, it says that it runs, and leaves the first alone',
  async () => {
    const again = npmStart(settings());
    expect(await again.gone).toBe(0);
    expect(again.output()).toContain(`already running: ${url('/addresses')}`);
    expect(await answers(url('/health/ready'))).toBe(true);
  },
  TIME_LIMIT_MS,
);

test(
  'one id goes from a request to its audit, event, run, message and receipts, and to the logs of every process',
  async () => {
    const automation = { format: 'retirement-advisor-pro/automation', version: 1 } as const;
    const file = {
      ...automation,
      automation: NEW_LEAD_NURTURE.definition,
      templates: NEW_LEAD_NURTURE.templates,
    };
    const imported = await ask('POST', '/api/automations/import', { yaml: exportYaml(file, 'x.json') });
    const Draft = z.object({ id: z.string(), working: z.object({ version: z.number() }) });
    const draft = Draft.parse(await imported.json());
    await ask('POST', `/api/automations/${draft.id}/publish`, { version: draft.working.version });

    const correlationId = `one-id-${Date.now()}`;
    const page = await (await fetch(demo().formUrl)).text();
    const hidden = (name: string): string =>
      (new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '').replace(
        /&#(\d+);/g,
        (_all, code) => String.fromCharCode(Number(code)),
      );
    const planted = { lastName: 'Quillfeather', email: 'quillfeather@example.com', phone: '+17875550142' };
    const sent = await fetch(`${demo().formUrl}?utm_source=planted-token`, {
      method: 'POST',
      headers: { 'x-correlation-id': correlationId, authorization: 'Bearer planted-token' },
      body: new URLSearchParams({
        firstName: 'Walk',
        ...planted,
        submissionKey: hidden('submissionKey'),
        touch: hidden('touch'),
      }),
    });
    expect([sent.status, sent.headers.get('x-correlation-id')]).toEqual([200, correlationId]);

    const admin = new pg.Client({ connectionString: await adminUrl() });
    await admin.connect();
    const count = async (sql: string): Promise<number> =>
      Number((await admin.query<{ n: string }>(sql, [correlationId])).rows[0]?.n);
    await expect
      .poll(
        () =>
          count(`select count(*) as n from app.delivery where correlation_id = $1 and state = 'accepted'`),
        {
          timeout: 60_000,
          interval: 250,
        },
      )
      .toBe(1);
    for (const table of ['audit.event', 'audit.record_version', 'spine.event', 'app.enrolment'])
      expect([
        table,
        await count(`select count(*) as n from ${table} where correlation_id = $1`),
      ]).not.toEqual([table, 0]);
    const byTheRun = `select count(*) as n from audit.event where correlation_id = $1 and actor like 'run:%'`;
    expect(await count(byTheRun)).toBeGreaterThan(0);
    const receipts = `select count(*) as n from app.step_event s join app.enrolment e on (e.firm_id, e.id) = (s.firm_id, s.enrolment_id) where e.correlation_id = $1`;
    // the receipt of a send is written by the segment after it
    await expect.poll(() => count(receipts), { timeout: 30_000, interval: 100 }).toBeGreaterThan(0);
    await admin.end();

    for (const name of ['api', 'relay', 'worker']) expect(logOf(name), name).toContain(correlationId);
    const everything = readdirSync(join(data, 'logs')).map((name) => logOf(name.replace('.log', '')));
    const secrets = [
      ...Object.values(planted),
      'planted-token',
      cookie.split('=')[1] ?? 'x',
      demo().password,
    ];
    for (const secret of secrets)
      expect(
        everything.some((log) => log.includes(secret)),
        secret,
      ).toBe(false);
  },
  TIME_LIMIT_MS,
);

test(
  'every metric that an alert asks for is served',
  async () => {
    const pages = Object.values(runIn(data).metrics ?? {});
    const texts = await Promise.all(pages.map(async (page) => (await fetch(page)).text()));
    const served = texts.join('\n');
    const rules = readFileSync(new URL('../../docs/alerts/rap.yml', import.meta.url), 'utf8');
    const asked = new Set(rules.match(/\b(rap|temporal)_[a-z_]+/g));
    asked.delete('rap_outbox_oldest_seconds'); // of events that wait: tests/operations/metrics.test.ts
    asked.delete('rap_outbox_stuck_lanes');
    asked.delete('rap_inbound_mail_total'); // after the first mail
    expect(asked.size).toBeGreaterThan(8);
    for (const name of asked) expect(served, name).toContain(`\n${name}`);
  },
  TIME_LIMIT_MS,
);

test(
  'told to end, the API answers the request that it has begun, and another takes its place',
  async () => {
    const owner = new pg.Client({ connectionString: runIn(data).databases?.['owner'] });
    await owner.connect();
    await owner.query(`begin`);
    await owner.query(`lock table app.tag in access exclusive mode`);
    const asked = ask('POST', '/api/tags', { name: 'Waits for the lock' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const api = pidOf(data, 'api');
    process.kill(api, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(alive(api)).toBe(true);
    await owner.query(`rollback`);
    expect((await asked).status).toBe(201);
    await owner.end();
    await another(data, 'api', api, url('/health/ready'));
    expect(first.output()).toContain('api ended (0): starting it again in 0.5 s');
  },
  TIME_LIMIT_MS,
);

test(
  'a request that does not end does not keep a process for longer than its deadline',
  async () => {
    const owner = new pg.Client({ connectionString: runIn(data).databases?.['owner'] });
    await owner.connect();
    await owner.query(`begin`);
    await owner.query(`lock table app.tag in access exclusive mode`);
    const asked = ask('POST', '/api/tags', { name: 'Waits for ever' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const api = pidOf(data, 'api');
    const fromMs = Date.now();
    process.kill(api, 'SIGTERM');
    await first.prints('api ended (1): starting it again in 1 s');
    expect(Date.now() - fromMs).toBeLessThan(11_000);
    await asked;
    await owner.query(`rollback`);
    await owner.end();
    await another(data, 'api', api, url('/health/ready'));
  },
  TIME_LIMIT_MS,
);

test(
  'a process that dies is started again, later each time',
  async () => {
    const relay = pidOf(data, 'relay');
    process.kill(relay, 'SIGKILL');
    const second = await another(data, 'relay', relay);
    process.kill(second, 'SIGKILL');
    await another(data, 'relay', second);
    expect(first.output()).toContain('relay ended (SIGKILL): starting it again in 0.5 s');
    expect(first.output()).toContain('relay ended (SIGKILL): starting it again in 1 s');
  },
  TIME_LIMIT_MS,
);

const ENTRIES = {
  'apps/api/dist/main.js': ['DATABASE_URL', 'KEYS_DIR', 'TWILIO_AUTH_TOKEN'],
  'apps/workers/dist/main.js': ['DATABASE_URL', 'SMTP_URL', 'MAIL_DOMAIN'],
  'apps/workers/dist/relay.js': ['DATABASE_RELAY_URL', 'TEMPORAL_ADDRESS'],
  'apps/workers/dist/sealer.js': ['HEALTH_PORT', 'DATABASE_SEALER_URL'],
  'apps/workers/dist/inbound-mail.js': ['INBOUND_SMTP_PORT', 'MAIL_DOMAIN'],
};
test(
  'without settings each process lists every fault at once, and ends',
  async () => {
    for (const [file, missing] of Object.entries(ENTRIES)) {
      const child = spawn(process.execPath, [file], { cwd: root, env: { PATH: process.env['PATH'] } });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      expect([file, ...(await once(child, 'close'))]).toEqual([file, 1, null]);
      for (const name of missing) expect(said, file).toContain(`${name}: `);
    }
  },
  TIME_LIMIT_MS,
);

test(
  'a port in use: it says which, and the setting',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rap-start-'));
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const taken = String(typeof address === 'object' ? address?.port : 0);
    const refused = npmStart({ DATA_DIR: folder, PORT: taken });
    expect(await refused.gone).not.toBe(0);
    expect(refused.output()).toContain(`port ${taken} is in use`);
    expect(refused.output()).toContain('PORT=');
    server.close();
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
    rmSync(folder, { recursive: true });
  },
  TIME_LIMIT_MS,
);

test(
  'too little disk: it says so before it makes anything',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rap-start-'));
    const refused = npmStart({ DATA_DIR: folder, PORT: String(port), NEEDED_DISK_MB: '999999999' });
    expect(await refused.gone).not.toBe(0);
    expect(refused.output()).toMatch(/too little disk: \d+ MB are free .* 999999999 MB are needed/);
    expect(existsSync(join(folder, 'pg'))).toBe(false);
    rmSync(folder, { recursive: true });
  },
  TIME_LIMIT_MS,
);

test(
  'after a kill of the starter the next start ends what it left, recovers, and needs no network',
  async () => {
    const { starter, children } = runIn(data);
    process.kill(starter.pid, 'SIGKILL');
    await first.gone;
    expect(children.every(({ pid }) => alive(pid))).toBe(true);
    const next = npmStart({
      ...settings(),
      NODE_OPTIONS: `--import=${noNetwork}`,
      NETWORK_LOG: networkLog,
    });
    await next.prints('Ctrl-C stops everything');
    for (const { name, pid } of children) {
      expect(alive(pid), name).toBe(false);
      expect(next.output()).toContain(`ending ${name}, left by a start that was killed`);
    }
    expect(existsSync(networkLog) ? readFileSync(networkLog, 'utf8') : '').toBe('');
    // the firm, its lead and its sessions are those from before
    const people = await ask('GET', '/api/people?name=Quillfeather');
    expect(z.object({ items: z.array(z.unknown()).length(1) }).safeParse(await people.json()).success).toBe(
      true,
    );
    const warm = /ready in ([\d.]+) s/.exec(next.output())?.[1];
    process.stdout.write(`warm start to ready: ${String(warm)} s\n`);

    const running = runIn(data);
    next.ctrlC();
    expect([130, 'SIGINT']).toContain(await next.gone); // of npm, which has got the signal too
    for (const { name, pid } of [...running.children, { name: 'starter', pid: running.starter.pid }])
      expect([name, alive(pid)]).toEqual([name, false]);
    expect(existsSync(join(data, 'run.json'))).toBe(false);
  },
  TIME_LIMIT_MS,
);

test(
  'a reset of the demo leaves nothing of it and founds another; a database that holds a firm gets none',
  async () => {
    const file = join(data, 'demo.json');
    renameSync(file, `${file}.aside`);
    const next = npmStart(settings());
    await next.prints('Ctrl-C stops everything');
    expect(next.output()).not.toContain('demo sign-in');
    const refused = await runScript('demo-reset.mjs');
    expect([refused.code, refused.output]).toEqual([1, 'This installation has no demo firm.\n']);
    renameSync(`${file}.aside`, file);
    expect((await ask('GET', '/api/people')).status).toBe(200);

    const before = demo();
    const done = await runScript('demo-reset.mjs');
    expect([done.code, done.output]).toEqual([0, expect.stringContaining('the demo firm is erased')]);
    expect((await ask('GET', '/api/people')).status).toBe(401);
    const { email, password, formUrl } = demo();
    expect([email, formUrl === before.formUrl]).toEqual([before.email, false]);
    expect(
      (await ask('POST', '/api/sessions', { email: before.email, password: before.password })).status,
    ).toBe(401);
    const signedIn = await ask('POST', '/api/sessions', { email, password });
    cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await (await ask('GET', '/api/people')).json()).toMatchObject({ items: [] });
    expect(readdirSync(`${data}-exports`)).toEqual([]);
    next.ctrlC();
    await next.gone;
  },
  TIME_LIMIT_MS,
);

async function runScript(name: string): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts', name)], {
    env: { ...process.env, DATA_DIR: data },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  return { code: Number(code), output };
}

const logOf = (name: string): string => readFileSync(join(data, 'logs', `${name}.log`), 'utf8');

/** As the superuser of the cluster that the product made: row-level security hides other rows from its own roles. */
async function adminUrl(): Promise<string> {
  const { installSecrets } = await import('../../scripts/lib/secrets.mjs');
  const admin = new URL(runIn(data).databases?.['owner'] ?? '');
  admin.username = 'postgres';
  admin.password = installSecrets(join(data, 'secrets.json')).databasePassword('postgres');
  return admin.href;
}
