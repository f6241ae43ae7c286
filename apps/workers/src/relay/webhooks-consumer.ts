import { eventPayload, type EventPayload } from '@rap/contracts/automation/events';
import { WEBHOOKS_PREFIX } from '@rap/contracts/webhook-consumer';
import type { CallOutcome, EndpointCall, EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { findRecord } from '@rap/database/records/write-record';
import type { OutboxEvent, RelayDb } from '@rap/database/spine/relay-db';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import { toldEvent } from '@rap/database/webhook/event-data';
import { messageOfAttempt, testMessage } from '@rap/database/webhook/message-of-attempt';
import { findAttempt } from '@rap/database/webhook/webhook-attempts';
import { WebhookEndpointEntity } from '@rap/database/webhook/webhook-endpoint.entity';
import { PoisonError, TryLaterError, type Consumer, type HandOverAt } from './relay.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** How long to wait after each failed attempt at one event, about 75 hours in all; then it is a dead letter. */
export const WEBHOOK_RETRIES_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/**
 * Tells endpoints of events, each in a lane of its own: in order within a person, at least once, with the event's id as
 * `webhook-id`. A disabled endpoint's lanes keep their place.
 */
export class WebhooksConsumer implements Consumer {
  private readonly relayDb: RelayDb;
  private readonly db: TenantDb;
  private readonly caller: EndpointCaller;

  constructor(relayDb: RelayDb, db: TenantDb, caller: EndpointCaller) {
    this.relayDb = relayDb;
    this.db = db;
    this.caller = caller;
  }

  names(): Promise<readonly string[]> {
    return this.relayDb.due(WEBHOOKS_PREFIX);
  }

  async handle(consumer: string, event: OutboxEvent, { attempt }: HandOverAt): Promise<void> {
    const endpointId = consumer.slice(WEBHOOKS_PREFIX.length);
    if (event.kind === 'webhook.ordered') {
      // what somebody ordered by hand is no news that could have been missed
      if (!event.replay) await this.callByHand(endpointId, event);
      return;
    }
    const asked = await this.db.run(whoOf(event), async (ctx) => {
      const row = await findRecord(ctx, WebhookEndpointEntity, endpointId);
      return row?.eventKinds.includes(event.kind) ?? false;
    });
    if (!asked) return;
    const { replay, seq, subjectId: personId } = event;
    const call: EndpointCall = { endpointId, ...toldEvent(event), personId, seq, replay };
    settle(await this.caller.call(whoOf(event), call), attempt);
  }

  /** A test, or one message again: one attempt, whose outcome stands in the log for who asked. */
  private async callByHand(endpointId: string, event: OutboxEvent): Promise<void> {
    const order = eventPayload('webhook.ordered').parse(event.payload) as EventPayload<'webhook.ordered'>; // parsed by its own schema
    if (order.endpointId !== endpointId) return;
    const call = await this.db.run(whoOf(event), (ctx) => orderedCall(ctx, order, event));
    if (call) await this.caller.call(whoOf(event), call);
  }
}

async function orderedCall(
  ctx: FirmContext,
  order: EventPayload<'webhook.ordered'>,
  event: OutboxEvent,
): Promise<EndpointCall | undefined> {
  const { endpointId, messageId, attemptId } = order;
  const test = testMessage(ctx, endpointId, messageId, event.occurredAtMs);
  if (attemptId === null) return { endpointId, ...test, personId: null, seq: null, replay: false };
  const attempt = await findAttempt(ctx, endpointId, attemptId);
  if (!attempt) return undefined;
  const { personId, seq } = attempt;
  const told = await messageOfAttempt(ctx, endpointId, attempt);
  return told && { endpointId, ...told, personId, seq, replay: attempt.type !== 'ping' };
}

/** Delivered is done; what failed comes again, and after the last try it is set aside. */
function settle(outcome: CallOutcome, attempt: number): void {
  if (outcome.of === 'delivered') return;
  if (outcome.of === 'closed') {
    if (outcome.why === 'deleted') return;
    // disabled between lease and call: the lane keeps its place, and is not looked at until it is enabled
    throw new TryLaterError('the endpoint is disabled', 0);
  }
  const waitMs = WEBHOOK_RETRIES_MS[attempt - 1];
  const words = `${outcome.code}: ${outcome.message}`;
  if (waitMs === undefined) throw new PoisonError(words);
  throw new TryLaterError(words, Math.max(waitMs, outcome.retryAfterMs ?? 0));
}

const whoOf = (event: OutboxEvent): Who => ({
  firmId: event.firmId,
  actor: 'system:webhooks',
  books: '*',
  correlationId: event.correlationId,
});
