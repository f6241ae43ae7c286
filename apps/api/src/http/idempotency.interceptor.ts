import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Problem } from '@rap/contracts/problem';
import {
  answerOnce,
  claimOnce,
  readOnce,
  type OnceClaim,
  type OnceKey,
} from '@rap/database/idempotency/idempotency';
import type { Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { edgeOf } from './edge.ts';
import { onceKeyOf } from './once-key.ts';
import { ProblemError } from './problem-error.ts';

/** How long a repeated request waits for the first one to answer, before it is told to ask again. */
const PATIENCE_MS = 8000;
const LOOK_EVERY_MS = 100;

/**
 * A POST with an `Idempotency-Key` does its work once and is answered the same every time. Inside a transaction key, work
 * and answer are one. A handler that opens its own takes the key with its first one, so its intent is written once at most.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly db: TenantDb;

  constructor(db: TenantDb) {
    this.db = db;
  }

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const once = edgeOf(request).principal && onceKeyOf(request);
    if (!once) return next.handle();
    const work = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.once(request, http.getResponse<FastifyReply>(), once, work));
  }

  private async once(
    request: FastifyRequest,
    reply: FastifyReply,
    once: OnceKey,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    const { ctx, principal } = edgeOf(request);
    if (!principal) throw new Error('a key belongs to somebody who is signed in');
    if (!ctx) return this.outside(request, reply, once, work);
    const claim = await claimOnce(ctx, once);
    if (claim.of !== 'first') return replay(reply, claim);
    const body = await work();
    await answerOnce(ctx, once, { status: 200, body });
    return body;
  }

  private async outside(
    request: FastifyRequest,
    reply: FastifyReply,
    once: OnceKey,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    const edge = edgeOf(request);
    if (!edge.principal) throw new Error('a key belongs to somebody who is signed in');
    const { who } = edge.principal;
    let ours = false;
    const enter: Who['enter'] = async (ctx) => {
      const claim = await claimOnce(ctx, once);
      ours ||= claim.of === 'first';
      if (claim.of !== 'first' && !ours) throw new AskedBefore(claim);
    };
    edge.principal = { ...edge.principal, who: { ...who, enter } };
    try {
      const body = await work();
      await this.db.run(who, (ctx) => answerOnce(ctx, once, { status: 200, body }));
      return body;
    } catch (error) {
      if (error instanceof AskedBefore) return replay(reply, await this.wait(who, once, error.claim));
      // what was refused after a first transaction stays refused; without one there is no row of ours
      if (error instanceof ProblemError && error.problem.status < 500) {
        const { problem } = error;
        await this.db.run(who, (ctx) => answerOnce(ctx, once, { status: problem.status, body: problem }));
      }
      throw error;
    }
  }

  /** The first one is still at work: its answer, when it comes in time. */
  private async wait(who: Who, once: OnceKey, claim: OnceClaim): Promise<OnceClaim> {
    let known = claim;
    for (let waitedMs = 0; known.of === 'unfinished' && waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      known = await this.db.run(who, (ctx) => readOnce(ctx, once));
    }
    return known;
  }
}

/** Ends the handler's first transaction before it has done anything. */
class AskedBefore extends Error {
  readonly claim: OnceClaim;

  constructor(claim: OnceClaim) {
    super('the key was used before');
    this.claim = claim;
  }
}

function replay(reply: FastifyReply, claim: OnceClaim): unknown {
  if (claim.of === 'answered') {
    void reply.header('idempotency-replayed', 'true');
    const { status, body } = claim.answer;
    if (status < 400) return body ?? undefined;
    throw ProblemError.of(Problem.parse(body));
  }
  if (claim.of === 'other_request') {
    throw new ProblemError(422, 'key_reused', 'This idempotency key was used for another request', {
      errors: [
        {
          field: 'Idempotency-Key',
          code: 'key_reused',
          message: 'stands for a request with another address or another body',
          fix: 'send a new key with a new request, and the same key only with the same request',
        },
      ],
    });
  }
  throw new ProblemError(409, 'unfinished', 'The first request with this key has not answered', {
    detail: 'What it was to make may be there: look, then ask again with this key, or with a new one.',
  });
}
