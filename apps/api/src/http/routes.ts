import type { FastifyInstance } from 'fastify';

/** The routes that exist, to tell "no such address" (404) from "not with this method" (405). */
export class Routes {
  private readonly known: { method: string; pattern: RegExp }[] = [];

  /** Notes every route registered from now on. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      if (url.includes('*')) return;
      const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`);
      for (const one of [method].flat()) this.known.push({ method: one.toUpperCase(), pattern });
    });
  }

  /** The methods a path answers to, sorted; empty when there is no such path. */
  methodsOf(path: string): string[] {
    return [...new Set(this.known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}
