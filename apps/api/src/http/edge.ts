import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@rap/contracts/actor';
import type { FirmContext, Who } from '@rap/database/tenancy/context';

/** Who is signed in. */
export interface Principal {
  readonly who: Who;
  readonly userId: string;
  readonly role: Role;
  readonly sessionId: string;
}

const PUBLIC = 'rap:public';
const OUTSIDE = 'rap:outside';
export const isPublicKey = PUBLIC;
export const isOutsideKey = OUTSIDE;

/** Needs no sign-in. Everything else does. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Opens its own transactions, because it calls out, hashes or streams. Every other handler runs inside one. */
export const Outside = () => SetMetadata(OUTSIDE, true);

interface Edge {
  principal?: Principal;
  ctx?: FirmContext;
}
const edges = new WeakMap<FastifyRequest, Edge>();

/** What the guard and the interceptor have found out about a request. */
export function edgeOf(request: FastifyRequest): Edge {
  const known = edges.get(request) ?? {};
  edges.set(request, known);
  return known;
}

/** The transaction of this request. */
export const Ctx = createParamDecorator((_data: unknown, host: ExecutionContext): FirmContext => {
  const { ctx } = edgeOf(host.switchToHttp().getRequest<FastifyRequest>());
  if (!ctx) throw new Error('a handler with @Ctx() runs inside a transaction');
  return ctx;
});

/** Who asks. */
export const Me = createParamDecorator((_data: unknown, host: ExecutionContext): Principal => {
  const { principal } = edgeOf(host.switchToHttp().getRequest<FastifyRequest>());
  if (!principal) throw new Error('a public handler has nobody signed in');
  return principal;
});
