import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationIdOf } from './correlation.ts';
import { ProblemError } from './problem-error.ts';

/** An address that no router can read reaches no route and so no filter: it is refused in the same form as everything else. */
export function refuseBadAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { problem } = new ProblemError(400, 'bad_address', 'This is not an address', {
    detail: 'Encode each part of the path, as encodeURIComponent does.',
  });
  void reply
    .status(problem.status)
    .type('application/problem+json')
    .send({ ...problem, correlationId: correlationIdOf(request) });
}
