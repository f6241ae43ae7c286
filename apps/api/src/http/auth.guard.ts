import '@fastify/cookie';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { findSession, firmOfToken } from '@rap/database/identity/sessions';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { correlationIdOf } from './correlation.ts';
import { edgeOf, isPublicKey } from './edge.ts';
import { ProblemError } from './problem-error.ts';

export const SESSION_COOKIE = 'session';

/** No session, no answer, unless the handler says it is public. */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly reflector: Reflector;
  private readonly db: TenantDb;

  constructor(reflector: Reflector, db: TenantDb) {
    this.reflector = reflector;
    this.db = db;
  }

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const open = this.reflector.getAllAndOverride<boolean>(isPublicKey, [host.getHandler(), host.getClass()]);
    if (open) return true;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const token = firmOfToken(request.cookies[SESSION_COOKIE] ?? '');
    if (!token) throw notSignedIn();
    const { firmId } = token;
    const correlationId = correlationIdOf(request);
    const looking = { firmId, actor: 'system:sign-in', books: '*', correlationId } as const;
    const user = await this.db.run(looking, (ctx) => findSession(ctx, token.secret));
    if (!user) throw notSignedIn();
    edgeOf(request).principal = {
      who: { firmId, actor: `user:${user.userId}`, books: user.books, correlationId },
      userId: user.userId,
      role: user.role,
      sessionId: user.sessionId,
    };
    return true;
  }
}

const notSignedIn = (): ProblemError => new ProblemError(401, 'not_signed_in', 'Sign in first');
