import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../settings.ts';

const PATH = '/api/operator/codec/decode';

export const isCodec = (request: FastifyRequest): boolean => request.url.split('?')[0] === PATH;

/** The origin of the Temporal UI, which decodes in the operator's browser; undefined where none is set: then nobody may. */
export const codecOrigin = ({ TEMPORAL_UI_URL }: Pick<Settings, 'TEMPORAL_UI_URL'>): string | undefined =>
  TEMPORAL_UI_URL === undefined ? undefined : new URL(TEMPORAL_UI_URL).origin;

/** Lets a browser hand the answer to the page of exactly that origin, and send the operator's cookie along. */
export function registerCodecOrigin(app: FastifyInstance, allowed: string | undefined): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isCodec(request) || !allowed || request.headers.origin !== allowed) return;
    void reply
      .header('access-control-allow-origin', allowed)
      .header('access-control-allow-credentials', 'true')
      .header('vary', 'origin');
    if (request.method !== 'OPTIONS') return;
    await reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type, x-namespace')
      .header('access-control-max-age', '600')
      .status(204)
      .send();
  });
}
