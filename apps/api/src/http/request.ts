import type { FastifyRequest } from 'fastify';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { Operator } from '../access/operator.ts';
import type { Principal } from '../access/principal.ts';

/** A request with what the edge puts on it: the guard who asks, the interceptor the open transaction. */
export interface EdgeRequest extends FastifyRequest {
  principal?: Principal;
  operator?: Operator;
  ctx?: FirmContext;
}
