import { Controller, HttpCode, Param, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WebhookCall, type WebhookTaken } from '@rap/contracts/webhook';
import { firmOfToken } from '@rap/database/identity/sessions';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { takeCall } from '@rap/database/webhook/take-call';
import { sourceOfToken, sourceSecrets } from '@rap/database/webhook/webhook-source-commands';
import type { WebhookSourceEntity } from '@rap/database/webhook/webhook-source.entity';
import { verifyWebhook, type WebhookVerdict } from '@rap/providers/webhook-in/verify';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { fieldProblems } from '../http/field-problems.ts';
import { invalid, notFound, ProblemError, unreadable } from '../http/problem-error.ts';
import { unstorableText } from '../http/unstorable-text.ts';

const Token = z.string().max(200);
const MAX_BYTES = 64 * 1024;

/** What other systems tell us; taken only when it is signed by the secret of the very address that was called. */
@Controller('webhooks/in')
@ApiExcludeController()
@Public()
export class WebhookInController {
  private readonly db: TenantDb;

  constructor(db: TenantDb) {
    this.db = db;
  }

  @Post(':token')
  @HttpCode(200)
  takeWebhook(
    @Param('token', { schema: Token }) token: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<WebhookTaken> {
    const body = request.rawBody ?? Buffer.alloc(0);
    if (body.length > MAX_BYTES) {
      throw new ProblemError(413, 'too_large', 'The body is too large', { detail: 'The most is 64 KB.' });
    }
    const named = firmOfToken(token);
    if (!named) throw notFound('address for webhooks');
    return this.db.run(whoOf(named.firmId, request), async (ctx) => {
      const source = await sourceOfToken(ctx, token);
      if (!source) throw notFound('address for webhooks');
      const messageId = await verified(ctx, source, request, body);
      const unstorable = unstorableText(request.body, '');
      if (unstorable.length > 0) throw unreadable(unstorable);
      const call = WebhookCall.safeParse(request.body);
      if (!call.success) throw unreadable(fieldProblems(call.error.issues, ''));
      const taken = await takeCall(ctx, source, messageId, call.data);
      // throwing undoes what was written so far
      if (taken.outcome === 'refused') throw invalid([taken.problem]);
      return taken;
    });
  }
}

async function verified(
  ctx: FirmContext,
  source: WebhookSourceEntity,
  { headers }: FastifyRequest,
  body: Buffer,
): Promise<string> {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' && value.length <= 500 ? value : undefined;
  };
  const message = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    body,
  };
  const verdict = verifyWebhook(message, await sourceSecrets.current(ctx, source), ctx.now());
  if (verdict.ok) return verdict.id;
  const [title, detail] = REFUSALS[verdict.code];
  throw new ProblemError(401, verdict.code, title, { detail });
}

const REFUSALS: Readonly<
  Record<Extract<WebhookVerdict, { ok: false }>['code'], readonly [title: string, detail: string]>
> = {
  not_signed: [
    'This is not signed',
    'Send the headers webhook-id, webhook-timestamp and webhook-signature of the Standard Webhooks rules.',
  ],
  bad_signature: [
    'The signature does not fit',
    'Sign id, timestamp and the body, byte for byte as it is sent, with the secret of this address.',
  ],
  too_old: ['The message is too old', 'Send it again with the time of now. Five minutes are allowed.'],
  from_the_future: [
    'The message is from the future',
    'Set the clock of the sender. Five minutes are allowed.',
  ],
};

const whoOf = (firmId: string, request: FastifyRequest): Who => ({
  firmId,
  actor: 'system:webhook',
  books: '*',
  correlationId: correlationIdOf(request),
});
