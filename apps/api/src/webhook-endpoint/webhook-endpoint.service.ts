import { Inject, Injectable } from '@nestjs/common';
import type { Page, VersionSeen } from '@rap/contracts/paging';
import type {
  EndpointEnabling,
  NewWebhookEndpoint,
  SecretRotation,
  WebhookAttempt,
  WebhookAttemptsQuery,
  WebhookEndpoint,
  WebhookEndpointChanges,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookOrdered,
} from '@rap/contracts/webhook';
import { allRecords } from '@rap/database/records/list-records';
import { newId } from '@rap/database/records/new-id';
import type { FirmContext } from '@rap/database/tenancy/context';
import { messageOfAttempt } from '@rap/database/webhook/message-of-attempt';
import { attemptsOf, findAttempt } from '@rap/database/webhook/webhook-attempts';
import {
  addEndpoint,
  changeEndpoint,
  deleteEndpoint,
  disableEndpoint,
  enableEndpoint,
  rotateSecret,
} from '@rap/database/webhook/webhook-endpoint-commands';
import { WebhookEndpointEntity } from '@rap/database/webhook/webhook-endpoint.entity';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound, ProblemError } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { presentAttempt, presentEndpoint } from './webhook-endpoint-presenter.ts';

const WHAT = 'webhook endpoint';
const shown = { what: WHAT, show: (_ctx: FirmContext, row: WebhookEndpointEntity) => presentEndpoint(row) };

/** Other systems that are told of the firm's events: the firm's as a whole, so for those who see all of it. */
@Injectable()
export class WebhookEndpointService {
  private readonly mayCallPrivate: boolean;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.mayCallPrivate = settings.WEBHOOKS_MAY_CALL_PRIVATE;
  }

  async list(ctx: FirmContext, me: Principal): Promise<{ items: WebhookEndpoint[] }> {
    authorise(me, 'webhook.read');
    const rows = await allRecords(ctx, WebhookEndpointEntity);
    return { items: rows.map(presentEndpoint) };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<WebhookEndpoint> {
    authorise(me, 'webhook.read');
    return presentEndpoint(await found(ctx, WebhookEndpointEntity, id, WHAT));
  }

  async create(
    ctx: FirmContext,
    me: Principal,
    input: NewWebhookEndpoint,
  ): Promise<WebhookEndpointWithSecret> {
    authorise(me, 'webhook.change');
    this.checkUrl(input.url);
    const { row, secret } = await addEndpoint(ctx, input);
    return { ...presentEndpoint(row), secret };
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: WebhookEndpointChanges,
  ): Promise<WebhookEndpoint> {
    authorise(me, 'webhook.change');
    if (input.url) this.checkUrl(input.url);
    return settled(ctx, shown, await changeEndpoint(ctx, id, input));
  }

  async rotate(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: SecretRotation,
  ): Promise<WebhookEndpointWithSecret> {
    authorise(me, 'webhook.change');
    const row = await found(ctx, WebhookEndpointEntity, id, WHAT);
    const { written, secret } = await rotateSecret(ctx, row, input);
    return { ...(await settled(ctx, shown, written)), secret };
  }

  async disable(ctx: FirmContext, me: Principal, id: string, input: VersionSeen): Promise<WebhookEndpoint> {
    authorise(me, 'webhook.change');
    return settled(ctx, shown, await disableEndpoint(ctx, id, input.version, 'by_hand'));
  }

  async enable(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: EndpointEnabling,
  ): Promise<WebhookEndpoint> {
    authorise(me, 'webhook.change');
    return settled(ctx, shown, await enableEndpoint(ctx, id, input));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<void> {
    authorise(me, 'webhook.change');
    await settled(ctx, shown, await deleteEndpoint(ctx, id, version));
  }

  async attempts(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { limit, after, ...asked }: WebhookAttemptsQuery,
  ): Promise<Page<WebhookAttempt>> {
    authorise(me, 'webhook.read');
    await found(ctx, WebhookEndpointEntity, id, WHAT);
    const rows = await attemptsOf(ctx, id, { ...asked, limit: limit + 1, before: readCursor(after)?.id });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map(presentAttempt),
      next: last ? writeCursor({ value: '', id: last.id }) : null,
    };
  }

  /** What the receiver was sent. */
  async message(ctx: FirmContext, me: Principal, id: string, attemptId: string): Promise<WebhookMessage> {
    authorise(me, 'webhook.read');
    const attempt = await findAttempt(ctx, id, attemptId);
    const told = attempt && (await messageOfAttempt(ctx, id, attempt));
    if (!told) throw notFound('attempt');
    const { type, occurredAtMs, data } = told;
    return {
      type,
      timestamp: new Date(occurredAtMs).toISOString(),
      data,
      ...(attempt.replay ? { replay: true } : {}),
    };
  }

  /** A message without meaning, to see whether it arrives. */
  async ping(ctx: FirmContext, me: Principal, id: string): Promise<WebhookOrdered> {
    authorise(me, 'webhook.change');
    await this.enabled(ctx, id);
    return order(ctx, { endpointId: id, messageId: newId(), attemptId: null });
  }

  /** The message of one attempt once more, under the same `webhook-id`. */
  async resend(ctx: FirmContext, me: Principal, id: string, attemptId: string): Promise<WebhookOrdered> {
    authorise(me, 'webhook.change');
    await this.enabled(ctx, id);
    const attempt = await findAttempt(ctx, id, attemptId);
    if (!attempt) throw notFound('attempt');
    return order(ctx, { endpointId: id, messageId: attempt.messageId, attemptId });
  }

  private async enabled(ctx: FirmContext, id: string): Promise<void> {
    const { disabledAt } = await found(ctx, WebhookEndpointEntity, id, WHAT);
    if (!disabledAt) return;
    throw new ProblemError(409, 'endpoint_disabled', 'The endpoint is disabled', {
      detail: 'Enable it first.',
    });
  }

  private checkUrl(text: string): void {
    const url = new URL(text);
    const message =
      url.username || url.password
        ? 'An address may not hold a password: receivers know us by the signature.'
        : url.protocol !== 'https:' && !this.mayCallPrivate
          ? 'The address must begin with https://.'
          : undefined;
    if (message) throw invalid([{ field: 'url', code: 'not_allowed', message }]);
  }
}

/** The relay sends it: the API itself calls nobody. Its subject is the endpoint. */
function order(
  ctx: FirmContext,
  payload: { endpointId: string; messageId: string; attemptId: string | null },
): WebhookOrdered {
  ctx.emit({ subjectId: payload.endpointId, kind: 'webhook.ordered', payload });
  return { messageId: payload.messageId };
}
