import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import pg from 'pg';
import { inject } from 'vitest';
import { createActivities, type Activities } from '@rap/activities/activities';
import { LetterSender } from '@rap/activities/sending/letter-sender';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import { RelayDb } from '@rap/database/spine/relay-db';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { AutomationsConsumer } from '@rap/workers/relay/automations-consumer';
import { ControlRounds } from '@rap/workers/relay/control-rounds';
import { Relay } from '@rap/workers/relay/relay';
import { WebhooksConsumer } from '@rap/workers/relay/webhooks-consumer';
import { timeSkippingEnvironment } from '../time-skipping.ts';
import { startOutside } from './sandbox.ts';
import { buildSending, MAIL_DOMAIN } from './sending.ts';
import { handedOver } from './handed-over.ts';
import { openWorld, type TestWorld } from './world.ts';

/** The whole engine: database, relay, worker, and the world outside, on a clock that skips. */
export interface TestEngine {
  readonly world: TestWorld;
  readonly env: TestWorkflowEnvironment;
  readonly sandbox: Sandbox;
  readonly runs: AutomationRuns;
  readonly messages: OutboundMessages;
  readonly activities: Activities;
  readonly taskQueue: string;
  /** reads the test server's clock, which skipping has moved on */
  tick(): Promise<void>;
  /** waits until every committed event was handed over */
  relayed(): Promise<void>;
  close(): Promise<void>;
}

export async function startEngine(): Promise<TestEngine> {
  const env = await timeSkippingEnvironment();
  // business time is the test server's; it is read before each activity, because asking it takes a call
  const clock = { at: await env.currentTimeMs(), now: () => clock.at };
  const tick = async (): Promise<void> => {
    clock.at = await env.currentTimeMs();
  };
  const world = await openWorld({ clock });
  const sandbox = await startOutside();
  const { sender, archive, smtp } = await buildSending(world, sandbox, clock, { timeoutMs: 30_000 });
  const receivers = createWebhookSender({ allowPrivate: true, timeoutMs: 500 });
  const caller = new EndpointCaller(world.db, receivers, clock);
  const webhooks = new WebhookStep(world.db, caller, clock);
  const activities = eachAfter(
    tick,
    createActivities({
      db: world.db,
      sender,
      letters: new LetterSender(world.db, smtp, MAIL_DOMAIN, clock),
      webhooks,
      clock,
    }),
  );
  const taskQueue = `${randomUUID()}-automations`;
  const workers = await Promise.all(
    [taskQueue, taskQueue.replace('automations', 'sending')].map((queue, index) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue: queue,
        ...(index === 0 ? { workflowBundle: { codePath: inject('workflowBundle') } } : {}),
        activities,
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const relayPool = new pg.Pool({ connectionString: world.urls.relay, max: 4 });
  const relayDb = new RelayDb(relayPool);
  const runs = new AutomationRuns(env.client, taskQueue);
  const messages = new OutboundMessages(env.client, taskQueue);
  const consumers = [
    new AutomationsConsumer(relayDb, world.db, runs, messages),
    new WebhooksConsumer(relayDb, world.db, caller),
  ];
  const relay = new Relay(relayDb, consumers, {
    leaseMs: 30_000,
    batch: 10,
    pollMs: 20,
    onError: (error) => process.stderr.write(`relay: ${String(error)}\n`),
  });
  relay.start();
  const controls = new ControlRounds(world.db, relayDb, runs, (error) =>
    process.stderr.write(`controls: ${String(error)}\n`),
  );
  controls.start(20);

  return {
    world,
    env,
    sandbox,
    runs,
    messages,
    activities,
    taskQueue,
    tick,
    relayed: () => handedOver(relayDb),
    async close() {
      await controls.stop();
      await relay.stop();
      for (const worker of workers) worker.shutdown();
      await running;
      await archive.idle();
      await relayPool.end();
      smtp.close();
      await sandbox.close();
      await world.close();
      await env.teardown();
      await rm(world.keysFolder, { recursive: true, force: true });
    },
  };
}

/** Reads the clock before each activity: an activity's time is that of its start. */
function eachAfter(tick: () => Promise<void>, activities: Activities): Activities {
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (input: never): Promise<unknown> => {
      await tick();
      return run(input);
    },
  ]);
  return Object.fromEntries(wrapped);
}
