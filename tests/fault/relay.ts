// The relay, composed of the product's parts with short leases, and boundaries around each hand-over.
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import type { RunInput, PersonEvent } from '@rap/contracts/automation/run';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { RelayDb, type Lease } from '@rap/database/spine/relay-db';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createMetrics } from '@rap/providers/operations/metrics';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { AutomationsConsumer } from '@rap/workers/relay/automations-consumer';
import { listenForEvents } from '@rap/workers/relay/ears';
import { reconcile } from '@rap/workers/relay/reconcile';
import { Relay } from '@rap/workers/relay/relay';
import { RelaySettings, readSettings } from '@rap/workers/settings';
import { sleep } from '../../scripts/lib/processes.mjs';
import { boundariesAround, boundariesBeforeCommit, boundary } from './boundary.ts';
import { LATE_MS, RECONCILE_EVERY_MS, RELAY_LEASE_MS, WORKFLOW_TASK_TIMEOUT } from './profile.ts';

class RelayDbWithBoundaries extends RelayDb {
  override async lease(consumer: string, limit: number, leaseMs: number): Promise<Lease[]> {
    const leases = await super.lease(consumer, limit, leaseMs);
    await Promise.all(leases.map(({ subjectId }) => boundary('lease.after-commit', subjectId)));
    return leases;
  }

  override async done(lease: Lease, seq: number): Promise<boolean> {
    await boundary('progress.before-commit', lease.subjectId);
    const ours = await super.done(lease, seq);
    await boundary('progress.after-commit', lease.subjectId);
    return ours;
  }
}

class RunsWithBoundaries extends AutomationRuns {
  override async start(workflowId: string, input: RunInput, options?: { again?: boolean }): Promise<void> {
    await boundary('start.before', workflowId);
    await super.start(workflowId, input, options);
    await boundary('start.after', workflowId);
  }

  override async signal(workflowId: string, event: PersonEvent): Promise<'delivered' | 'gone'> {
    await boundary('signal.before', workflowId);
    const told = await super.signal(workflowId, event);
    await boundary('signal.after', workflowId);
    return told;
  }
}

const settings = readSettings(RelaySettings);
const report = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
};
const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, 16)).initialize();
const db = new TenantDb(dataSource, new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)));
boundariesAround(
  db,
  ({ actor }) =>
    (answer) =>
      actor === 'system:relay' && isEntering(answer) ? 'enrol' : undefined,
);
boundariesBeforeCommit(dataSource);
const pool = new pg.Pool({ connectionString: settings.DATABASE_RELAY_URL, max: 10 });
pool.on('error', report);
const temporal = await temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR);
const start = temporal.workflow.start.bind(temporal.workflow);
// a worker that was killed is missed after two seconds instead of ten
temporal.workflow.start = (type, options) =>
  start(type, { ...options, workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT });

const relayDb = new RelayDbWithBoundaries(pool);
const runs = new RunsWithBoundaries(temporal);
const relay = new Relay(
  relayDb,
  [new AutomationsConsumer(relayDb, db, runs, new OutboundMessages(temporal))],
  {
    leaseMs: RELAY_LEASE_MS,
    batch: 20,
    pollMs: 500,
    onError: report,
  },
);
listenForEvents(settings.DATABASE_RELAY_URL, () => relay.ring(), report);
relay.start();

const reconcileAll = async (): Promise<void> => {
  const found = await reconcile(db, runs, await relayDb.firms(), { lateMs: LATE_MS });
  if (found.restarted + found.woken + found.retold > 0)
    process.stdout.write(`reconciled ${JSON.stringify(found)}\n`);
};
void (async () => {
  for (;;) {
    await reconcileAll().catch(report);
    await sleep(RECONCILE_EVERY_MS);
  }
})();
serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics: createMetrics(),
  checks: {},
});

function isEntering(answer: unknown): boolean {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'entered' in answer &&
    Array.isArray(answer.entered) &&
    answer.entered.length > 0
  );
}
