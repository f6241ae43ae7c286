import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/processes.mjs';
import { openTemporalUi } from '../../scripts/lib/temporal-ui.mjs';

const CODEC = { Endpoint: 'http://127.0.0.1:1/api/operator/codec', IncludeCredentials: false };
let behind: Server;
let ui: Awaited<ReturnType<typeof openTemporalUi>>;
let ports: number[];
beforeAll(async () => {
  ports = await freePorts(2);
  behind = createServer((asked, answer) => {
    if (asked.url?.startsWith('/api/v1/settings'))
      return answer.end(JSON.stringify({ Version: '2', Codec: CODEC }));
    answer.writeHead(201, { 'x-asked': `${asked.method} ${asked.url}`, 'set-cookie': ['a=1', 'b=2'] });
    return asked.pipe(answer);
  });
  await new Promise<void>((resolve) => behind.listen(ports[0], '127.0.0.1', resolve));
  ui = await openTemporalUi({
    behind: `http://127.0.0.1:${ports[0]}`,
    host: 'localhost',
    port: ports[1] ?? 0,
    signIn: 'http://localhost:1/account/operator',
  });
});
afterAll(() => {
  ui?.close();
  behind?.close();
});

const ask = (path: string, host = `localhost:${ports[1]}`): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: ports[1], path, headers: { host } }, resolve);
    asking.once('error', reject);
    asking.end();
  });
const textOf = async (answer: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return text;
};

test('the settings tell the browser to send the cookie along, and where to sign in', async () => {
  expect(JSON.parse(await textOf(await ask('/api/v1/settings?')))).toEqual({
    Version: '2',
    Codec: {
      Endpoint: CODEC.Endpoint,
      IncludeCredentials: true,
      DefaultErrorMessage: expect.stringContaining('sign in as an operator'),
      DefaultErrorLink: 'http://localhost:1/account/operator',
    },
  });
});

test('all else is passed on as it is, in both directions', async () => {
  const answer = await fetch(`${ui.url}/api/v1/namespaces?x=%3A`, { method: 'POST', body: 'some words' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('x-asked')).toBe('POST /api/v1/namespaces?x=%3A');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await answer.text()).toBe('some words');
});

test('another name of this machine is sent to the one that the cookie is for, and to no other site', async () => {
  for (const [path, location] of [
    ['/namespaces/default', `http://localhost:${ports[1]}/namespaces/default`],
    ['http://evil.example/', `http://localhost:${ports[1]}`],
  ] as const) {
    const answer = await ask(path, `127.0.0.1:${ports[1]}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([307, location]);
  }
});

test('it says so when the server behind is gone', async () => {
  await new Promise((resolve) => behind.close(resolve));
  for (const path of ['/', '/api/v1/settings']) expect((await ask(path)).statusCode).toBe(502);
});
