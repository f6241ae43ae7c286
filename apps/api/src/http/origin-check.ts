import type { FastifyInstance } from 'fastify';
import { isCodec } from '../codec/codec-origin.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that a page of another site sends along with our cookie (besides SameSite=Lax). Programs send no Origin;
 * the public form and the webhooks carry no cookie and are not asked.
 */
export function registerOriginCheck(app: FastifyInstance, own: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin, cookie } = request.headers;
    // its only page is of another origin: it asks for exactly that one itself
    if (isCodec(request)) return;
    if (SAFE.has(request.method) || !origin || !cookie || origin === own) return;
    const title = 'Another site may not do this in your name';
    await reply
      .status(403)
      .type('application/problem+json')
      .send({ type: 'urn:rap:problem:foreign_origin', title, status: 403, code: 'foreign_origin' });
  });
}
