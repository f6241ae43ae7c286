// The outbox of the hand-written shapes: the product's relay with a consumer that starts their workflow.
import pg from 'pg';
import { preparing } from '@rap/database/preparing-client';
import { EVENT_CHANNEL } from '@rap/database/spine/event-bell';
import { RelayDb } from '@rap/database/spine/relay-db';
import { startOnce } from '@rap/providers/temporal/by-id';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createMetrics } from '@rap/providers/operations/metrics';
import { temporalClient } from '@rap/providers/temporal/client';
import { Relay } from '@rap/workers/relay/relay';
import { readSettings, RelaySettings } from '@rap/workers/settings';
import { CONSUMERS, HAND_WRITTEN_QUEUE, HAND_WRITTEN_WORKFLOW, type HandWrittenInput } from './steps.ts';

const settings = readSettings(RelaySettings);
const pool = new pg.Pool({
  connectionString: settings.DATABASE_RELAY_URL,
  max: 10,
  ...preparing,
});
const temporal = await temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR);
/** what each firm of the benchmark runs, as `firm.ts` wrote it down */
const { rows } = await new pg.Pool({ connectionString: settings.DATABASE_URL }).query<{
  firm_id: string;
  input: Pick<HandWrittenInput, 'ownerId' | 'size'>;
}>(`select firm_id, input from public.bench_firm`);
const firms = new Map(rows.map((row) => [row.firm_id, row.input]));

const relay = new Relay(
  new RelayDb(pool),
  [
    {
      names: () => Promise.resolve(Object.values(CONSUMERS)),
      async handle(consumer, event) {
        const firm = firms.get(event.firmId);
        if (!firm || event.kind !== 'lead.created') return;
        const input: HandWrittenInput = {
          ...firm,
          firmId: event.firmId,
          personId: event.subjectId,
          local: consumer === CONSUMERS['all local'],
          nowMs: Date.now(),
        };
        await startOnce(temporal, HAND_WRITTEN_WORKFLOW, {
          taskQueue: HAND_WRITTEN_QUEUE,
          workflowId: `hand:${event.firmId}:${event.id}`,
          args: [input],
        });
      },
    },
  ],
  {
    leaseMs: 30_000,
    batch: 20,
    pollMs: 1_000,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  },
);
const ears = new pg.Client({ connectionString: settings.DATABASE_RELAY_URL });
await ears.connect();
ears.on('notification', () => relay.ring());
await ears.query(`listen ${EVENT_CHANNEL}`);
relay.start();
const health = serveInternal({
  host: settings.HEALTH_HOST,
  port: settings.HEALTH_PORT,
  metrics: createMetrics(),
  checks: {},
});
process.once('SIGTERM', () => {
  health.close();
  void relay.stop().finally(() => process.exit(0));
});
