import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const HEADER = 'x-correlation-id';
const SANE = /^[A-Za-z0-9_-]{8,80}$/;

/** One id from the request to event, run, delivery, log and audit; a caller's own is kept when it is a plain word. */
export function registerCorrelation(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header(HEADER, correlationIdOf(request));
  });
}

const ids = new WeakMap<FastifyRequest, string>();

export function correlationIdOf(request: FastifyRequest): string {
  const known = ids.get(request);
  if (known) return known;
  const given = request.headers[HEADER];
  const id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  ids.set(request, id);
  return id;
}
