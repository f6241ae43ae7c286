import type { FastifyInstance } from 'fastify';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * On one's own machine sends whoever opens a page under another name of it to the one that it is known by: cookies, passkeys
 * and the check of the origin know one only. Programs are answered under any.
 */
export function registerOwnName(app: FastifyInstance, publicUrl: string): void {
  const { hostname, origin, port } = new URL(publicUrl);
  if (!LOOPBACK.has(hostname)) return;
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' || request.headers['sec-fetch-mode'] !== 'navigate') return;
    const [, name = '', asked = ''] = /^(.*?)(?::(\d+))?$/.exec(request.headers.host ?? '') ?? [];
    // whatever stands before us and listens elsewhere knows what it does
    if (name === hostname || !LOOPBACK.has(name) || asked !== port) return;
    await reply.redirect(`${origin}${request.url}`, 307);
  });
}
