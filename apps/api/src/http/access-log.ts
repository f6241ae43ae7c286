import type { FastifyInstance } from 'fastify';
import type { Logger } from '@rap/providers/operations/log';
import { correlationIdOf } from './correlation.ts';
import { edgeOf } from './edge.ts';

/** One line a request: its route, never its address, which holds tokens; who asked by id, never its headers or body. */
export function registerAccessLog(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const who = edgeOf(request).principal?.who;
    const line = {
      correlationId: correlationIdOf(request),
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(who ? { firmId: who.firmId, actor: who.actor } : {}),
    };
    // asked every few seconds by whatever watches it
    if (route.startsWith('/health/')) log.debug(line, 'request');
    else log.info(line, 'request');
  });
}
