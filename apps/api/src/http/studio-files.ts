import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Files under assets/ carry a hash of what is in them; everything else is asked for anew each time. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The studio's build from the API's own origin. An address that is none of the API's is a page of the studio: a browser that
 * asks for it gets the studio, whose router says what it is.
 */
export async function registerStudioFiles(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    // the build has put them beside each file
    preCompressed: true,
    setHeaders: (response, path) => {
      void response.header('cache-control', path.includes('/assets/') ? FOR_EVER : 'no-cache');
    },
  });
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' || !request.is404 || request.url.startsWith('/api/')) return undefined;
    const asksForPage = request.url === '/' || (request.headers.accept ?? '').includes('text/html');
    return asksForPage ? reply.sendFile('index.html') : undefined;
  });
}
