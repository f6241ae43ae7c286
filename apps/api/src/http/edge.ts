import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@rap/contracts/actor';
import type { FirmContext, Who } from '@rap/database/tenancy/context';

/** Who is signed in. */
export interface Principal {
  readonly who: Who;
  readonly userId: string;
  readonly role: Role;
  /** of the session, or of the key that stands for one */
  readonly sessionId: string;
  /** what a program's key is limited to, below the role of its maker; a person is limited by the role alone */
  readonly scopes?: readonly string[];
}

/** An operator of the platform who is signed in: of no firm, so there is no transaction; a handler opens its own. */
export interface OperatorPrincipal {
  readonly identityId: string;
  readonly sessionId: string;
  readonly name: string;
  /** for the audit rows of what is done */
  readonly actor: `operator:${string}`;
  readonly correlationId: string;
}

const PUBLIC = 'rap:public';
const OUTSIDE = 'rap:outside';
const OPERATOR = 'rap:operator';
const PEOPLE = 'rap:people';
export const isPublicKey = PUBLIC;
export const isOutsideKey = OUTSIDE;
export const isOperatorKey = OPERATOR;
export const isPeopleKey = PEOPLE;

/** Needs no sign-in. Everything else does. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Opens its own transactions, because it calls out, hashes or streams. Every other handler runs inside one. */
export const Outside = () => SetMetadata(OUTSIDE, true);

/** For operators of the platform alone; no user of a firm, whatever the role, gets in. */
export const Operator = () => SetMetadata(OPERATOR, true);

/** For people who are signed in, about their own account: no key of a program gets in. */
export const PeopleOnly = () => SetMetadata(PEOPLE, true);

interface Edge {
  principal?: Principal;
  operator?: OperatorPrincipal;
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

/** Which operator asks. */
export const OperatorMe = createParamDecorator(
  (_data: unknown, host: ExecutionContext): OperatorPrincipal => {
    const { operator } = edgeOf(host.switchToHttp().getRequest<FastifyRequest>());
    if (!operator) throw new Error('a handler with @OperatorMe() is one for operators');
    return operator;
  },
);
