import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { OnceKey } from '@rap/database/idempotency/idempotency';
import { ProblemError } from './problem-error.ts';

export const ONCE_HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{8,200}$/;

/** The idempotency key of a POST, or nothing when it names none. */
export function onceKeyOf(request: FastifyRequest): OnceKey | undefined {
  const key = request.headers[ONCE_HEADER];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) {
    return {
      key,
      route: `POST ${request.url}`,
      body: JSON.stringify(request.body ?? null),
      claimId: randomUUID(),
    };
  }
  throw new ProblemError(400, 'invalid', 'Some fields need another value', {
    errors: [
      {
        field: 'Idempotency-Key',
        code: 'invalid_key',
        message: 'must be 8 to 200 letters, digits or signs without a space',
        fix: 'send a fresh UUID for each new request',
      },
    ],
  });
}
