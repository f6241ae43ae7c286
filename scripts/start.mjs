// `npm start`: everything on one machine, stopped in order by Ctrl-C.
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { boot, root } from './boot.mjs';
await boot();

const { build, buildStudio } = await import('./lib/build.mjs');
const { buildId } = await import('./lib/build-id.mjs');
const { freePorts, portIsFree, sleep, startChild, until } = await import('./lib/processes.mjs');
const { prepareDatabase, startPostgres } = await import('./lib/postgres.mjs');
const { setCurrentVersion, startTemporal } = await import('./lib/temporal.mjs');
const { openTemporalUi } = await import('./lib/temporal-ui.mjs');
const { dkimKey } = await import('./lib/dkim.mjs');
const { installSecrets } = await import('./lib/secrets.mjs');
const { isHeld, RunFile } = await import('./lib/run-file.mjs');
const { standStillLock } = await import('./lib/stand-still.mjs');
const { firmsOf } = await import('./lib/product.mjs');
const { Supervisor } = await import('./lib/supervisor.mjs');

const NEEDED_MB = 1_000;
const DEFAULT_PORT = 4400;
/** of the domain that the demo firm's mail is sent from */
const DKIM_NAME = 'rap1._domainkey.harbor.example';
/** stands for the sandbox's mail server in its DNS: this machine's own address would let every forger of it pass */
const SANDBOX_SERVER = 'ip4:192.0.2.25';
let startedMs = Date.now();
const data = process.env.DATA_DIR ?? join(root, '.data');
const logs = join(data, 'logs');
mkdirSync(logs, { recursive: true, mode: 0o700 });

const runFile = new RunFile(join(data, 'run.json'));
const other = runFile.runningStarter();
if (other) {
  console.log(
    other.ready ? `already running: ${other.addresses.home}` : `already starting (pid ${other.starter.pid})`,
  );
  process.exit(0);
}
const lock = standStillLock(data);
if (isHeld(lock)) fail('it stands still for a backup or a reset: try again when that is done');
checkDisk();
await runFile.endLeftovers((name) => console.error(`ending ${name}, left by a start that was killed`));

// after what a killed start left has been ended: it may hold the port
await checkPort();

const supervisor = new Supervisor(runFile, logs);
supervisor.stopOnSignals();
// `npm run backup` and `npm run demo:reset` ask for it
process.on('SIGUSR2', () => void standStill());
await startOrStop();

async function startOrStop() {
  try {
    await start();
  } catch (error) {
    if (!supervisor.stopping) {
      console.error(`start failed: ${error.message}`);
      await supervisor.stop('start failed', 1);
    }
  }
}

/** Stops everything while another command works on the data, and starts it again when that is done, or was killed. */
async function standStill() {
  if (!runFile.run.ready || !isHeld(lock)) return;
  console.error('\nstanding still for another command ...');
  runFile.update({ ready: false });
  await supervisor.pause();
  runFile.update({ paused: true, children: [] });
  while (isHeld(lock)) await sleep(100);
  if (supervisor.stopping) return;
  runFile.update({ paused: false });
  startedMs = Date.now();
  await startOrStop();
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(data);
  const [free, needed] = [(bavail * bsize) / 1e6, Number(process.env.NEEDED_DISK_MB ?? NEEDED_MB)];
  if (free >= needed) return;
  fail(
    `too little disk: ${Math.floor(free)} MB are free where ${data} is, ${needed} MB are needed (setting NEEDED_DISK_MB)`,
  );
}

async function checkPort() {
  const port = wantedPort();
  if (await portIsFree(port)) return;
  runFile.remove();
  fail(`port ${port} is in use: end what uses it, or choose another with PORT=4500 npm start`);
}

function wantedPort() {
  const port = Number(process.env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    fail(`PORT is "${process.env.PORT}": give a port number`);
  return port;
}

async function start() {
  const secrets = installSecrets(join(data, 'secrets.json'));
  const port = wantedPort();
  // a name, not a number: passkeys are bound to one
  const origin = process.env.PUBLIC_URL ?? `http://localhost:${port}`;
  const ports = await freePorts(14);
  const take = () => ports.shift();

  const [, database, temporal] = await Promise.all([
    step('built', async () => {
      await build();
      await buildStudio();
    }),
    step('Postgres is up', () => databaseUrls(secrets, take())),
    step('Temporal is up', () => temporalServer([take(), take(), take(), take()], take(), origin)),
  ]);
  await step('schema is current', async () => {
    const { migrate } = await import('@rap/database/migrate');
    await migrate(database.owner);
  });

  const addresses = {
    home: `${origin}/addresses`,
    studio: `${origin}/`,
    docs: `${origin}/docs`,
    api: `${origin}/api`,
    temporal: temporal.ui,
    operator: `${origin}/account/operator`,
    sandboxMail: '',
    sandboxPhones: '',
    demoSignIn: join(data, 'demo.json'),
  };
  // a database that holds a firm already gets none that is made up
  const hasDemo = existsSync(addresses.demoSignIn) || (await firmsOf(database.relay)).length === 0;
  const [sandboxPort, sandboxSmtp, sandboxDns, inboundSmtp, sdkMetrics] = ports.splice(0, 5);
  addresses.sandboxMail = `http://127.0.0.1:${sandboxPort}/mail`;
  addresses.sandboxPhones = `http://127.0.0.1:${sandboxPort}/phones`;
  const version = buildId();
  const signing = dkimKey(join(data, 'dkim'), DKIM_NAME);
  const env = {
    NODE_ENV: 'production',
    PUBLIC_URL: origin,
    DATABASE_URL: database.app,
    KEYS_DIR: process.env.KEYS_DIR ?? join(data, 'keys'),
    TEMPORAL_ADDRESS: temporal.address,
    ...(temporal.ui.startsWith('http') ? { TEMPORAL_UI_URL: temporal.ui } : {}),
    SMTP_URL: process.env.SMTP_URL ?? `smtp://127.0.0.1:${sandboxSmtp}`,
    TWILIO_ACCOUNT_SID: secrets.twilioAccountSid,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
    TWILIO_API_BASE: `http://127.0.0.1:${sandboxPort}`,
    MAIL_DOMAIN: process.env.MAIL_DOMAIN ?? 'reply.harbor.example',
    // the sandbox's people have mail domains of their own, and a DNS server that vouches for them
    MAIL_DNS_SERVERS: `127.0.0.1:${sandboxDns}`,
    MAIL_SPF: process.env.MAIL_SPF ?? SANDBOX_SERVER,
    DKIM_KEYS_DIR: process.env.DKIM_KEYS_DIR ?? signing.privateKeys,
    DKIM_PUBLIC_KEYS_DIR: process.env.DKIM_PUBLIC_KEYS_DIR ?? signing.publicKeys,
    INBOUND_SMTP_HOST: '127.0.0.1',
    INBOUND_SMTP_PORT: String(inboundSmtp),
    WORKFLOW_BUNDLE: join(root, 'apps/workers/dist/workflow-bundle.js'),
    BUILD_ID: version,
    ADDRESSES_FILE: runFile.path,
    ...(hasDemo ? { DEMO_FILE: addresses.demoSignIn } : {}),
  };
  const processes = [
    [
      'sandbox',
      'sandbox/dist/main.js',
      {
        SANDBOX_PORT: String(sandboxPort),
        SANDBOX_SMTP_PORT: String(sandboxSmtp),
        SANDBOX_DNS_PORT: String(sandboxDns),
        SANDBOX_DNS_ZONE: JSON.stringify({
          [env.MAIL_DOMAIN]: [`v=spf1 ${SANDBOX_SERVER} -all`],
          [DKIM_NAME]: [signing.record],
          '_dmarc.harbor.example': ['v=DMARC1; p=none; rua=mailto:postmaster@harbor.example'],
        }),
      },
    ],
    [
      'api',
      'apps/api/dist/main.js',
      {
        PORT: String(port),
        SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
        SANDBOX_SMTP_URL: `smtp://127.0.0.1:${sandboxSmtp}`,
        DATABASE_OWNER_URL: database.owner,
        STUDIO_DIR: join(root, 'apps/studio/dist'),
        EXPORTS_DIR: process.env.EXPORTS_DIR ?? `${data}-exports`,
      },
    ],
    ['worker', 'apps/workers/dist/main.js', { SDK_METRICS_PORT: String(sdkMetrics) }],
    ['relay', 'apps/workers/dist/relay.js', { DATABASE_RELAY_URL: database.relay }],
    [
      'sealer',
      'apps/workers/dist/sealer.js',
      {
        DATABASE_SEALER_URL: database.sealer,
        ANCHORS_DIR: process.env.ANCHORS_DIR ?? join(data, 'anchors'),
      },
    ],
    ['inbound-mail', 'apps/workers/dist/inbound-mail.js', {}],
  ];
  const health = await freePorts(processes.length);
  await step('all processes are ready', () =>
    Promise.all(
      processes.map(async ([name, file, own], index) => {
        const healthUrl =
          name === 'api' ? `${origin}/health/ready` : `http://127.0.0.1:${health[index]}/ready`;
        const child = supervisor.keep(name, join(root, file), {
          ...env,
          ...own,
          HEALTH_PORT: String(health[index]),
        });
        if (name === 'worker') await setCurrentVersion(temporal.address, version, child.gone);
        await until(name, () => answersOk(healthUrl), { ms: 60_000 });
      }),
    ),
  );
  const metrics = Object.fromEntries(
    processes
      .map(([name], index) => [name, `http://127.0.0.1:${health[index]}/metrics`])
      .filter(([name]) => name !== 'sandbox'),
  );
  metrics['temporal-sdk'] = `http://127.0.0.1:${sdkMetrics}/metrics`;
  const demo = demoSignIn(addresses.demoSignIn);
  if (demo) addresses.form = demo.formUrl;
  runFile.update({
    ready: true,
    addresses,
    temporal: temporal.address,
    metrics,
    databases: { app: database.app, owner: database.owner, relay: database.relay, sealer: database.sealer },
  });
  printAddresses(addresses);
  if (demo && process.env.DEMO_PEOPLE !== 'none') fillDemo(env);
}

/** Once, beside everything else: the demo firm gets its people and their last 18 months. */
function fillDemo(env) {
  const fromMs = Date.now();
  const log = join(logs, 'demo.log');
  const child = startChild(process.execPath, [join(root, 'apps/workers/dist/demo.js')], {
    log,
    env: { ...process.env, ...env },
  });
  supervisor.track('demo', child, 'SIGTERM');
  void child.gone.then((code) => {
    if (!supervisor.owns('demo', child)) return;
    supervisor.live.delete('demo');
    const took = `${((Date.now() - fromMs) / 1000).toFixed(1)} s`;
    console.error(
      code === 0 ? `the demo firm has its people (${took})` : `the demo firm was not filled, see ${log}`,
    );
  });
}

/** Our own cluster, or the one that DATABASE_URL names: then every role's URL has to be given, and nothing is created. */
async function databaseUrls(secrets, port) {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_RELAY_URL, DATABASE_SEALER_URL } = process.env;
  if (DATABASE_URL) {
    const given = {
      app: DATABASE_URL,
      owner: DATABASE_OWNER_URL,
      relay: DATABASE_RELAY_URL,
      sealer: DATABASE_SEALER_URL,
    };
    const missing = Object.entries(given).filter(([, url]) => !url);
    if (missing.length > 0) {
      throw new Error(
        `DATABASE_URL is set, so set ${missing.map(([role]) => `DATABASE_${role.toUpperCase()}_URL`).join(', ')} too`,
      );
    }
    return given;
  }
  const server = await startPostgres({
    dir: join(data, 'pg'),
    port,
    log: join(logs, 'postgres.log'),
    password: secrets.databasePassword('postgres'),
  });
  supervisor.own('postgres', server.child, 'SIGINT');
  await prepareDatabase(server.url('postgres'), 'rap', (role) => secrets.databasePassword(role));
  const url = (role) => server.url('rap', role, secrets.databasePassword(role));
  return { app: url('app_rw'), owner: url('app_owner'), relay: url('app_relay'), sealer: url('app_sealer') };
}

async function temporalServer(ports, uiPort, origin) {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given) return { address: given, ui: process.env.TEMPORAL_UI_URL ?? given };
  const server = await startTemporal({
    database: join(data, 'temporal.db'),
    log: join(logs, 'temporal.log'),
    codecEndpoint: `${origin}/api/operator/codec`,
    ports,
  });
  supervisor.own('temporal', server.child);
  const { hostname } = new URL(origin);
  const ui = await openTemporalUi({
    behind: server.ui,
    // a browser sends the operator's cookie to pages of the same host only, whatever their port
    host: hostname === 'localhost' ? hostname : '127.0.0.1',
    port: uiPort,
    signIn: `${origin}/account/operator`,
  });
  void server.child.gone.then(() => ui.close());
  return { ...server, ui: ui.url };
}

function printAddresses(addresses) {
  const lines = [
    ['addresses', addresses.home],
    ['studio', addresses.studio],
    ['API docs', addresses.docs],
    ...(addresses.form ? [['public form', addresses.form]] : []),
    ['Temporal UI', addresses.temporal],
    ['operators', addresses.operator],
    ['sandbox inbox', addresses.sandboxMail],
    ['sandbox phones', addresses.sandboxPhones],
  ];
  console.log(`\nready in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  for (const [what, url] of lines) console.log(`  ${what.padEnd(15)} ${url}`);
  const demo = demoSignIn(addresses.demoSignIn);
  if (demo) console.log(`  ${'demo sign-in'.padEnd(15)} ${demo.email}, password in ${addresses.demoSignIn}`);
  console.log('\nCtrl-C stops everything.');
}

function demoSignIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function step(what, work) {
  const fromMs = Date.now();
  const value = await work();
  console.error(`${what} (${((Date.now() - fromMs) / 1000).toFixed(1)} s)`);
  return value;
}

function answersOk(url) {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
