import type { FastifyInstance } from 'fastify';
import type { Metrics } from '@rap/providers/operations/metrics';

const BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long each route takes. The route's pattern is the label, never the address that was asked: that holds ids and tokens. */
export function measureHttp(app: FastifyInstance, metrics: Metrics): void {
  const note = metrics.seconds(
    'rap_http_request_duration_seconds',
    'from the request to its answer, by route',
    BUCKETS_SECONDS,
  );
  app.addHook('onResponse', async (request, reply) => {
    note(reply.elapsedTime / 1_000, {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    });
  });
}
