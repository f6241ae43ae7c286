import type { EdgeRequest } from '../http/request.ts';
import { ProblemError } from '../http/problem.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that another site made a browser send (cross-site request forgery): a given `Origin` must be ours, and a
 * request that carries a session cookie must give it. Every current browser sends `Origin` with every write (Fetch standard).
 */
export function checkOrigin(request: EdgeRequest, origin: string, hasCookie: boolean): void {
  if (SAFE_METHODS.has(request.method)) return;
  const given = request.headers.origin;
  if (given === origin || (given === undefined && !hasCookie)) return;
  throw new ProblemError({
    status: 403,
    code: 'origin_refused',
    title: 'From another site',
    detail: `A request with a session cookie must come from ${origin} and say so in its Origin header. Programs use an API key.`,
  });
}
