import '@fastify/cookie';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { findApiKey, firmOfKey } from '@rap/database/api-key/api-key';
import { Operators } from '@rap/database/identity/operators';
import { findSession, firmOfToken } from '@rap/database/identity/sessions';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { cookieName, type CookieKind } from './cookies.ts';
import { correlationIdOf } from './correlation.ts';
import {
  edgeOf,
  isOperatorKey,
  isPeopleKey,
  isPublicKey,
  type OperatorPrincipal,
  type Principal,
} from './edge.ts';
import { Limits } from './limits.ts';
import { ProblemError } from './problem-error.ts';

/** No session, no answer, unless the handler says it is public. A handler for operators takes no other session. */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly reflector: Reflector;
  private readonly db: TenantDb;
  private readonly operators: Operators;
  private readonly limits: Limits;
  private readonly settings: Settings;

  constructor(
    reflector: Reflector,
    db: TenantDb,
    operators: Operators,
    limits: Limits,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.reflector = reflector;
    this.db = db;
    this.operators = operators;
    this.limits = limits;
    this.settings = settings;
  }

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const says = (key: string) =>
      this.reflector.getAllAndOverride<boolean>(key, [host.getHandler(), host.getClass()]);
    if (says(isPublicKey)) return true;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const edge = edgeOf(request);
    if (says(isOperatorKey)) edge.operator = await this.operator(request);
    else if (request.headers.authorization === undefined) edge.principal = await this.user(request);
    else edge.principal = await this.program(request, request.headers.authorization);
    if (edge.principal?.scopes && says(isPeopleKey)) {
      throw new ProblemError(403, 'people_only', 'This is for people who are signed in, not for keys');
    }
    return true;
  }

  private async user(request: FastifyRequest): Promise<Principal> {
    const token = firmOfToken(this.cookie(request, 'session'));
    if (!token) throw notSignedIn();
    const { firmId } = token;
    const correlationId = correlationIdOf(request);
    const looking = { firmId, actor: 'system:sign-in', books: '*', correlationId } as const;
    const user = await this.db.run(looking, (ctx) => findSession(ctx, token.secret));
    if (!user) throw notSignedIn();
    return {
      who: { firmId, actor: `user:${user.userId}`, books: user.books, correlationId },
      userId: user.userId,
      role: user.role,
      sessionId: user.sessionId,
    };
  }

  /** `Authorization: Bearer <key>`; no cookie is looked at beside it. */
  private async program(request: FastifyRequest, header: string): Promise<Principal> {
    const token = firmOfKey(/^Bearer (\S+)$/i.exec(header)?.[1] ?? '');
    if (!token) throw notThisKey();
    const { firmId } = token;
    const correlationId = correlationIdOf(request);
    const looking = { firmId, actor: 'system:sign-in', books: '*', correlationId } as const;
    const key = await this.db.run(looking, (ctx) => findApiKey(ctx, token.secret));
    if (!key) throw notThisKey();
    const { keyId, userId, role, scopes, books } = key;
    await this.limits.takeKeyRequest(keyId);
    const who = { firmId, actor: `key:${keyId}`, books, correlationId } as const;
    return { who, userId, role, scopes, sessionId: keyId };
  }

  private async operator(request: FastifyRequest): Promise<OperatorPrincipal> {
    const token = this.cookie(request, 'operator_session');
    const session = token ? await this.operators.findSession(token) : undefined;
    if (!session)
      throw new ProblemError(401, 'not_signed_in', 'Sign in as an operator of the platform first');
    const actor = `operator:${session.identityId}` as const;
    return { ...session, actor, correlationId: correlationIdOf(request) };
  }

  private cookie(request: FastifyRequest, kind: CookieKind): string {
    return request.cookies[cookieName(kind, this.settings.PUBLIC_URL)] ?? '';
  }
}

const notThisKey = (): ProblemError =>
  new ProblemError(401, 'wrong_key', 'This key is not good', {
    detail: 'It was revoked, has expired, or was not copied whole.',
  });
const notSignedIn = (): ProblemError => new ProblemError(401, 'not_signed_in', 'Sign in first');
