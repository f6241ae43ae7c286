import type { FastifyRequest } from 'fastify';
import { correlationIdOf } from './correlation.ts';

/** Where somebody comes from who is not signed in yet: for lockout, the list of sessions and the audit log. */
export interface Visitor {
  readonly network: string;
  readonly userAgent: string;
  readonly correlationId: string;
}

export const visitorOf = (request: FastifyRequest): Visitor => ({
  network: request.ip,
  userAgent: request.headers['user-agent'] ?? '',
  correlationId: correlationIdOf(request),
});
