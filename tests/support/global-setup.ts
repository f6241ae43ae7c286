import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';
import type { TestProject } from 'vitest/node';
// by path: the global set-up runs outside the test environment, where a package's sources are not resolved
import { migrate } from '../../database/src/migrate.ts';
import { prepareDatabase, startPostgres } from '../../scripts/lib/postgres.mjs';
import { freePorts, stopProcess } from '../../scripts/lib/processes.mjs';
import { startTemporal } from '../../scripts/lib/temporal.mjs';
import { beginTestRun } from '../../scripts/lib/test-run.mjs';
import { timeSkippingServer } from '../../scripts/lib/time-skipping-server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** port of the run's Postgres and the admin's URL; roles have their name as password */
    postgres: { port: number; adminUrl: string };
    /** how long the fuzz goes on; 0 for a sample */
    fuzzMinutes: number;
    /** what the fuzz starts with; 0 for another at each run */
    fuzzSeed: number;
    /** address of the run's Temporal server */
    temporalAddress: string;
    /** path of the workflow bundle made from the sources */
    workflowBundle: string;
    /** `server` option of createTimeSkipping */
    timeSkippingServer: NonNullable<TimeSkippingTestWorkflowEnvironmentOptions['server']>;
  }
}

export const TEMPLATE_DATABASE = 'template_rap';
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };

/** One Postgres and one Temporal a run, on ports that the system gives. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = await beginTestRun();
  const { folder } = run;
  const [port = 0, ...temporalPorts] = await freePorts(5);
  const [postgres, temporal, bundle, testServer] = await Promise.all([
    startPostgres({
      dir: join(folder, 'pg'),
      port,
      log: join(folder, 'pg.log'),
      password: 'postgres',
      fast: true,
    }),
    startTemporal({ log: join(folder, 'temporal.log'), ports: temporalPorts }),
    bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../../workflows/src/workflows.ts', import.meta.url)),
      logger: quiet,
      webpackConfigHook: (config) => ({
        ...config,
        resolve: { ...config.resolve, conditionNames: ['source', '...'] },
      }),
    }),
    timeSkippingServer(),
  ]);
  run.record();
  await prepareDatabase(postgres.url('postgres'), TEMPLATE_DATABASE, (role) => role);
  // migrate closes its pool: a template with a connection cannot be copied
  await migrate(postgres.url(TEMPLATE_DATABASE, 'app_owner', 'app_owner'));
  const bundlePath = join(folder, 'workflows.js');
  writeFileSync(bundlePath, bundle.code);
  project.provide('postgres', { port, adminUrl: postgres.url('postgres') });
  project.provide('temporalAddress', temporal.address);
  project.provide('workflowBundle', bundlePath);
  project.provide('timeSkippingServer', testServer);
  return async () => {
    await stopProcess(temporal.pid);
    await stopProcess(postgres.pid, 'SIGINT');
    run.end();
  };
}
