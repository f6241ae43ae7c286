import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { signIn, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

/** A third of what a process has until its deadline. */
const SOON_MS = 2_700;

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => world?.close());

interface Listening {
  readonly api: TestApi;
  readonly cookie: string;
  connect(request: string): Promise<Connection>;
}
interface Connection {
  readonly socket: Socket;
  heard(): string;
  readonly closed: Promise<void>;
}

async function listen(): Promise<Listening> {
  const api = await startApi({}, world);
  const cookie = await signIn(api, firm, 'owner');
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as AddressInfo; // it listens on a port
  return {
    api,
    cookie,
    async connect(request) {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.on('data', (chunk) => (heard += String(chunk)));
      socket.on('error', () => undefined);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await new Promise<void>((resolve) => socket.once('connect', resolve));
      socket.write(`${request}\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n\r\n`);
      return { socket, heard: () => heard, closed };
    },
  };
}
const openStream = async (listening: Listening): Promise<Connection> => {
  const stream = await listening.connect('GET /api/live HTTP/1.1');
  await expect.poll(() => stream.heard()).toContain('event: ready');
  return stream;
};

/** Closes; how long it took, or `undefined` when it did not end soon. */
async function stop({ api }: Listening): Promise<'stopped' | 'hangs'> {
  const closing = api.close().then(() => 'stopped' as const);
  const outcome = await Promise.race([closing, pause(SOON_MS, 'hangs' as const)]);
  api.app.getHttpServer().closeAllConnections();
  await closing;
  return outcome;
}

test('a stop ends every open stream, tells it to fetch again, and comes to its end', async () => {
  const listening = await listen();
  const streams = await Promise.all([openStream(listening), openStream(listening)]);
  expect(await stop(listening)).toBe('stopped');
  for (const stream of streams) {
    await stream.closed;
    expect(stream.heard()).toMatch(/event: refetch\ndata: \{\}\n\n\r\n0\r\n\r\n$/);
  }
});

/** Requests stand still while the work is done: nobody can look at the sessions. */
async function heldUp(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: world.urls.owner });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table app.session in access exclusive mode');
    await work();
  } finally {
    await client.end();
  }
}

test('requests under way at a stop: a stream ends as well, and an answered connection is not kept open', async () => {
  const listening = await listen();
  const asked: Connection[] = [];
  const began: Promise<unknown>[] = [];
  await heldUp(async () => {
    asked.push(await listening.connect('GET /api/live HTTP/1.1'));
    asked.push(await listening.connect('GET /api/firm HTTP/1.1'));
    await pause(200);
    began.push(stop(listening));
    await pause(200);
  });
  expect(await Promise.all(began)).toEqual(['stopped']);
  const [stream, answer] = asked;
  await Promise.all([stream?.closed, answer?.closed]);
  expect(stream?.heard()).toContain('event: refetch');
  expect(answer?.heard()).toContain('200 OK');
});

test('a browser that left before its stream began leaves nothing behind', async () => {
  const listening = await listen();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await heldUp(async () => {
    const gone = await listening.connect('GET /api/live HTTP/1.1');
    await pause(200);
    gone.socket.destroy();
    await pause(50);
  });
  const stream = await openStream(listening);
  expect(vi.getTimerCount()).toBe(1);
  stream.socket.destroy();
  vi.useRealTimers();
  expect(await stop(listening)).toBe('stopped');
});
