import type { FastifyInstance } from 'fastify';
import { isCodec } from '../codec/codec-origin.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Public forms, unsubscribe links and webhooks: they look at no cookie, whoever sends one along. */
const NO_SESSION = /^\/(f|u|webhooks)\//;

/**
 * Refuses writes that a page of another site sends along with our cookie (besides SameSite=Lax). Programs send no Origin.
 */
export function registerOriginCheck(app: FastifyInstance, own: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin, cookie } = request.headers;
    // its only page is of another origin: it asks for exactly that one itself
    if (isCodec(request)) return;
    if (SAFE.has(request.method) || !origin || !cookie || origin === own) return;
    if (NO_SESSION.test(request.url)) return;
    const title = 'Another site may not do this in your name';
    await reply
      .status(403)
      .type('application/problem+json')
      .send({ type: 'urn:rap:problem:foreign_origin', title, status: 403, code: 'foreign_origin' });
  });
}
