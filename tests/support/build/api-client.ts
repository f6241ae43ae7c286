import { createClient, createConfig, type Client } from '@rap/contracts/api-client/client';
import { PUBLIC_URL, type Ask, type Method } from './api.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The generated client as a program would use it, in the name of a signed-in user and without a network. */
export function clientOf(ask: Ask): Client {
  const answer = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const method = METHODS.find((known) => known === request.method) ?? 'GET';
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    const sent = typeof body === 'object' && body ? body : undefined;
    const { status, body: answered } = await ask(method, pathname + search, sent, headersOf(request));
    return Response.json(answered, { status });
  };
  return createClient(createConfig({ baseUrl: PUBLIC_URL, fetch: answer }));
}

/** Without the one that the body brings along itself. */
const headersOf = (request: Request): Record<string, string> =>
  Object.fromEntries([...request.headers].filter(([name]) => name !== 'content-type'));
