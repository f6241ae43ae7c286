import pg from 'pg';
import { RelayDb } from '@rap/database/spine/relay-db';
import type { RunInput } from '@rap/contracts/automation/run';
import { AutomationsConsumer } from '@rap/workers/relay/automations-consumer';
import { Relay } from '@rap/workers/relay/relay';
import { handedOver } from './handed-over.ts';
import { openWorld, type TestWorld } from './world.ts';

/** A database with its relay and no Temporal: what would be started and told is kept. */
export interface RelayedWorld {
  readonly world: TestWorld;
  /** business time, moved by the test */
  readonly clock: { at: number };
  readonly started: Map<string, RunInput>;
  readonly told: { workflowId: string; kind: string }[];
  /** waits until every committed event was handed over */
  relayed(): Promise<void>;
  close(): Promise<void>;
}

export async function openRelayedWorld(startMs: number): Promise<RelayedWorld> {
  const clock = { at: startMs, now: () => clock.at };
  const world = await openWorld({ clock });
  const pool = new pg.Pool({ connectionString: world.urls.relay, max: 4 });
  const relayDb = new RelayDb(pool);
  const started = new Map<string, RunInput>();
  const told: { workflowId: string; kind: string }[] = [];
  const runs = {
    start: async (workflowId: string, input: RunInput) => {
      if (!started.has(workflowId)) started.set(workflowId, input);
    },
    signal: async (workflowId: string, { kind }: { kind: string }) => {
      told.push({ workflowId, kind });
      return 'delivered' as const;
    },
  };
  const messages = { start: () => Promise.resolve() };
  const relay = new Relay(relayDb, [new AutomationsConsumer(relayDb, world.db, runs, messages)], {
    leaseMs: 30_000,
    batch: 20,
    pollMs: 20,
    onError: (error) => process.stderr.write(`relay: ${String(error)}\n`),
  });
  relay.start();
  return {
    world,
    clock,
    started,
    told,
    relayed: () => handedOver(relayDb),
    async close() {
      await relay.stop();
      await pool.end();
      await world.close();
    },
  };
}
