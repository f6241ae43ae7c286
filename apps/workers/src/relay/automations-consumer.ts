import { eventData, eventPayload, type EventPayload } from '@rap/contracts/automation/events';
import type { Json } from '@rap/contracts/automation/plan';
import { runIdOf, type PersonEvent, type RunInput, type RunState } from '@rap/contracts/automation/run';
import type { OutboundMessageInput } from '@rap/contracts/outbound-message-run';
import { startingVariables } from '@rap/domain/automation/definition/trigger';
import { AUTOMATIONS_CONSUMER } from '@rap/database/firm/found-firm';
import { automationsTriggeredBy, type TriggeredAutomation } from '@rap/database/enrolment/triggers';
import { enrol } from '@rap/database/enrolment/enrol';
import { openRunsListening } from '@rap/database/enrolment/listeners';
import { stillOpenTo } from '@rap/database/enrolment/replayed';
import { meetsCondition } from '@rap/database/facts/meets-condition';
import { OutboundMessageEntity } from '@rap/database/outbound-message/outbound-message.entity';
import { noteStartedLate } from '@rap/database/recovery/restored-runs';
import { findRecord } from '@rap/database/records/write-record';
import type { OutboxEvent, RelayDb } from '@rap/database/spine/relay-db';
import type { Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Consumer } from './relay.ts';

/** Starts and signals runs in Temporal; idempotent by workflow id and by the event's number. */
export interface RunStarter {
  /** starts the workflow of an enrolment; does nothing when one of that id runs or has run */
  start(workflowId: string, input: RunInput): Promise<void>;
  /** `gone`: no open workflow of that id */
  signal(workflowId: string, event: PersonEvent): Promise<'delivered' | 'gone'>;
}

/** Starts the workflow of a message that somebody wrote; idempotent by its order. */
export interface MessageStarter {
  start(input: OutboundMessageInput): Promise<void>;
}

/** Thrown when a run is open in Postgres and unknown to Temporal: the event waits until reconcile has started it again. */
export class RunMissingError extends Error {}

/**
 * The only one that starts and signals automations. For each event, in one transaction: who enters, and who inside listens;
 * then, outside it, the workflows are started and told. Events that are not live start and tell nobody, so an import of
 * 5,000 clients or a restored backup messages nobody.
 */
export class AutomationsConsumer implements Consumer {
  private readonly relayDb: RelayDb;
  private readonly db: TenantDb;
  private readonly runs: RunStarter;
  private readonly messages: MessageStarter;

  constructor(relayDb: RelayDb, db: TenantDb, runs: RunStarter, messages: MessageStarter) {
    this.relayDb = relayDb;
    this.db = db;
    this.runs = runs;
    this.messages = messages;
  }

  names(): Promise<readonly string[]> {
    return Promise.resolve([AUTOMATIONS_CONSUMER]);
  }

  async concerning(events: readonly OutboxEvent[]): Promise<ReadonlySet<string>> {
    const live = events.filter(({ origin }) => origin === 'live');
    const concerning = await this.relayDb.concerning(live);
    for (const { id, kind } of live) if (kind === 'message.ordered') concerning.add(id);
    return concerning;
  }

  async handle(_consumer: string, event: OutboxEvent): Promise<void> {
    if (event.origin !== 'live') return;
    if (event.kind === 'message.ordered') await this.startMessage(event);
    const { entered, listening } = await this.db.run(whoOf(event), async (ctx) => {
      const listeners = await openRunsListening(ctx, event.subjectId, event.kind, event.seq);
      const starts: { automation: TriggeredAutomation; enrolmentId: string; state: RunState }[] = [];
      const triggered = await automationsTriggeredBy(ctx, event);
      for (const automation of event.replay ? await stillOpenTo(ctx, event, triggered) : triggered) {
        const outcome = await enrol(
          ctx,
          {
            automation,
            personId: event.subjectId,
            eventId: event.id,
            eventSeq: event.seq,
            nowMs: ctx.now(),
            vars: startingVariables(event.kind, jsonOf(event)),
          },
          (personId, cond, nowMs) => meetsCondition(ctx, personId, cond, nowMs),
        );
        if (outcome.outcome === 'enrolled') starts.push({ automation, ...outcome });
      }
      await noteStartedLate(ctx, starts, event.occurredAtMs);
      return { entered: starts, listening: listeners };
    });
    for (const { automation, enrolmentId, state } of entered) {
      const who = { firmId: event.firmId, automationId: automation.automationId, enrolmentId };
      await this.runs.start(runIdOf(who), {
        v: 1,
        who,
        correlationId: event.correlationId,
        state,
        search: {
          automationVersion: String(automation.number),
          ...(automation.ownerId ? { advisorId: automation.ownerId } : {}),
        },
      });
    }
    for (const run of listening) await this.tell(event, run.enrolmentId);
  }

  private async startMessage(event: OutboxEvent): Promise<void> {
    const { orderId } = eventPayload('message.ordered').parse(
      event.payload,
    ) as EventPayload<'message.ordered'>; // parsed by its own schema
    const sendAtMs = await this.db.run(whoOf(event), async (ctx) => {
      const order = await findRecord(ctx, OutboundMessageEntity, orderId);
      return order?.sendAt?.getTime() ?? 0;
    });
    await this.messages.start({ v: 1, firmId: event.firmId, orderId, sendAtMs });
  }

  private async tell(event: OutboxEvent, enrolmentId: string): Promise<void> {
    const workflowId = runIdOf({ firmId: event.firmId, enrolmentId });
    if ((await this.runs.signal(workflowId, personEventOf(event))) === 'delivered') return;
    const ended = await this.db.run(whoOf(event), async (ctx) => {
      const rows: { status: string }[] = await ctx.em.query(
        `select status from app.enrolment where firm_id = $1 and id = $2`,
        [ctx.firmId, enrolmentId],
      );
      return rows[0]?.status === 'ended';
    });
    if (!ended) throw new RunMissingError(`${workflowId} is open in the database and not known to Temporal`);
  }
}

const whoOf = (event: OutboxEvent): Who => ({
  firmId: event.firmId,
  actor: 'system:relay',
  books: '*',
  correlationId: event.correlationId,
});

/** Payloads hold ids, field names and enums only, so they may stand in a history. */
export const personEventOf = (
  event: Pick<OutboxEvent, 'seq' | 'kind' | 'payload' | 'occurredAtMs'>,
): PersonEvent => ({
  seq: event.seq,
  kind: event.kind,
  atMs: event.occurredAtMs,
  data: eventData(event.kind, jsonOf(event)),
});

const jsonOf = (event: Pick<OutboxEvent, 'payload'>) => event.payload as Record<string, Json>; // it came out of a jsonb column
