// The Temporal server of the official CLI, with its UI.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { portAnswers, startChild, until } from './processes.mjs';
import { temporalCli } from './temporal-cli.mjs';

/** Opaque ids only; a namespace has room for ten of this type. */
export const SEARCH_ATTRIBUTES = [
  'FirmId',
  'PersonId',
  'AdvisorId',
  'AutomationId',
  'AutomationVersion',
  'StepId',
  'MailboxId',
  'MeetingId',
];
const RETENTION = '720h';

/**
 * Starts a development server; with `database` its store is that SQLite file in WAL mode (3.4 times faster than the
 * default), else memory. `ports` are [grpc, ui, metrics, http]. The UI has payloads decoded at `codecEndpoint`.
 */
export async function startTemporal({ database, log, ports, codecEndpoint }) {
  const cli = await temporalCli();
  const [grpc, ui, metrics, http] = ports;
  const address = `127.0.0.1:${grpc}`;
  const listen = [
    '--ip',
    '127.0.0.1',
    '--port',
    grpc,
    '--ui-port',
    ui,
    '--http-port',
    http,
    '--metrics-port',
    metrics,
  ];
  const store = database
    ? [
        '--db-filename',
        database,
        '--sqlite-pragma',
        'journal_mode=WAL',
        '--sqlite-pragma',
        'synchronous=NORMAL',
      ]
    : [];
  // without this, fairness keys are silently ignored
  const dynamic = ['matching.enableFairness=true'].flatMap((value) => ['--dynamic-config-value', value]);
  const child = startChild(
    cli,
    [
      'server',
      'start-dev',
      ...listen.map(String),
      '--log-level',
      'warn',
      ...store,
      ...(codecEndpoint ? ['--ui-codec-endpoint', codecEndpoint] : []),
      ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...dynamic,
    ],
    { log },
  );
  const ask = async (...args) =>
    (await promisify(execFile)(cli, [...args, '--address', address, '--command-timeout', '5s'])).stdout;
  // it answers before the namespace exists: the update is the real test, and sets the retention (default 24 hours)
  await until('Temporal', () => portAnswers(grpc), { gone: child.gone });
  await until(
    'Temporal namespace',
    () => succeeds(ask('operator', 'namespace', 'update', '-n', 'default', '--retention', RETENTION)),
    {
      gone: child.gone,
    },
  );
  return { child, pid: child.pid, address, ui: `http://127.0.0.1:${ui}`, ask };
}

/**
 * Makes a worker version current, else nothing is dispatched to it. Its poller must be known to the server first: waits for it,
 * and throws with the server's reason when it does not come.
 */
export async function setCurrentVersion(address, buildId, gone) {
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address });
  const wanted = { namespace: 'default', deploymentName: 'rap', buildId };
  let why = '';
  try {
    await until(
      'worker version',
      () =>
        connection.workflowService.setWorkerDeploymentCurrentVersion(wanted).then(
          () => true,
          (error) => {
            why = error.details ?? error.message;
            return false;
          },
        ),
      { gone, ms: 60_000 },
    );
  } catch (error) {
    throw new Error(`${error.message}: ${why}`);
  } finally {
    await connection.close();
  }
}

const succeeds = (promise) =>
  promise.then(
    () => true,
    () => false,
  );
