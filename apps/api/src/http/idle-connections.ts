import type { FastifyInstance } from 'fastify';

const EVERY_MS = 50;

/**
 * A connection whose request was under way when the process began to stop is kept open for a next one after its answer, for
 * more than a minute, and the stop would wait for it. So while it stops, idle connections are closed again and again.
 */
export function registerIdleConnections(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
    if (server.listening) {
      const eachMoment = setInterval(() => server.closeIdleConnections(), EVERY_MS);
      server.once('close', () => clearInterval(eachMoment));
    }
    done();
  });
}
