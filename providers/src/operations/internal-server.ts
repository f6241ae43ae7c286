import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';
import { readiness, type Check } from './readiness.ts';

export interface InternalServer {
  readonly host: string;
  /** 0: the system gives one */
  readonly port: number;
  readonly checks: Readonly<Record<string, Check>>;
  readonly metrics: Metrics;
}

/**
 * `/live` answers while the process runs, `/ready` only while every part serves, `/metrics` is scraped. For orchestrators and
 * Prometheus alone: its address is never published.
 */
export function serveInternal({ host, port, checks, metrics }: InternalServer): Server {
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    switch (path) {
      case '/live':
        return send(response, 200, 'text/plain', 'ok');
      case '/ready': {
        const state = await readiness(checks);
        return send(response, state.ready ? 200 : 503, 'application/json', JSON.stringify(state));
      }
      case '/metrics':
        return send(response, 200, 'text/plain; version=0.0.4', await metrics.text());
      default:
        return send(response, 404, 'text/plain', 'not here');
    }
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '', response).catch(() => send(response, 500, 'text/plain', 'failed'));
  });
  server.listen(port, host);
  return server;
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type }).end(body);
};
