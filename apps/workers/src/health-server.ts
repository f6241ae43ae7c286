import { createServer, type Server } from 'node:http';

/** `/live` answers while the process runs, `/ready` only while it does its work. On 127.0.0.1 only. */
export function serveHealth(port: number, ready: () => boolean): Server {
  const server = createServer((request, response) => {
    const ok = request.url === '/live' || (request.url === '/ready' && ready());
    response.writeHead(ok ? 200 : 503, { 'content-type': 'text/plain' }).end(ok ? 'ok' : 'not ready');
  });
  server.listen(port, '127.0.0.1');
  return server;
}
