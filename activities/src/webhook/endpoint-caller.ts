import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { findRecord } from '@rap/database/records/write-record';
import { noteAttempt } from '@rap/database/webhook/webhook-attempts';
import { endpointSecrets } from '@rap/database/webhook/webhook-endpoint-commands';
import { WebhookEndpointEntity } from '@rap/database/webhook/webhook-endpoint.entity';
import type { WebhookOutcome, WebhookSender } from '@rap/providers/webhook-out/send';

/** One message to one endpoint. Everything in it is an id, an enum, a number or an instant. */
export interface EndpointCall {
  readonly endpointId: string;
  /** the `webhook-id`: the same for each attempt, resend and replay, so that a receiver does it once */
  readonly messageId: string;
  readonly type: string;
  readonly occurredAtMs: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly personId: string | null;
  /** the event's number; null for what is no event */
  readonly seq: number | null;
  readonly replay: boolean;
}

export type CallOutcome =
  | { readonly of: 'delivered' }
  | {
      readonly of: 'failed';
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  /** nothing was sent: the endpoint is disabled, or there is none */
  | { readonly of: 'closed'; readonly why: 'disabled' | 'deleted' };

/** The only way to a receiver: signs, sends, and writes down how it went. */
export class EndpointCaller {
  private readonly db: TenantDb;
  private readonly sender: WebhookSender;
  private readonly clock: Clock;

  constructor(db: TenantDb, sender: WebhookSender, clock: Clock) {
    this.db = db;
    this.sender = sender;
    this.clock = clock;
  }

  async call(who: Who, call: EndpointCall): Promise<CallOutcome> {
    const open = await this.db.run(who, (ctx) => this.endpoint(ctx, call.endpointId));
    if ('of' in open) return open;
    const atMs = this.clock.now();
    const startedMs = performance.now();
    const outcome = await this.sender.send({ ...open, id: call.messageId, atMs, body: bodyOf(call) });
    const durationMs = Math.round(performance.now() - startedMs);
    await this.db.run(who, (ctx) =>
      noteAttempt(ctx, call.endpointId, {
        messageId: call.messageId,
        type: call.type,
        personId: call.personId,
        seq: call.seq,
        replay: call.replay,
        atMs,
        durationMs,
        ...resultOf(outcome),
      }),
    );
    if (outcome.outcome === 'delivered') return { of: 'delivered' };
    const { code, message, retryAfterMs } = outcome.error;
    return { of: 'failed', code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  private async endpoint(
    ctx: FirmContext,
    id: string,
  ): Promise<CallOutcome | { url: string; secrets: readonly string[] }> {
    const row = await findRecord(ctx, WebhookEndpointEntity, id);
    if (!row) return { of: 'closed', why: 'deleted' };
    if (row.disabledAt) return { of: 'closed', why: 'disabled' };
    return { url: row.url, secrets: await endpointSecrets.current(ctx, row) };
  }
}

const bodyOf = ({ type, occurredAtMs, data, replay }: EndpointCall): string =>
  JSON.stringify({
    type,
    timestamp: new Date(occurredAtMs).toISOString(),
    data,
    ...(replay ? { replay: true } : {}),
  });

function resultOf(outcome: WebhookOutcome): { status: number | null; errorCode: string | null } {
  if (outcome.outcome === 'delivered') return { status: outcome.status, errorCode: null };
  const status = Number(outcome.error.providerCode);
  return { status: Number.isInteger(status) ? status : null, errorCode: outcome.error.code };
}
