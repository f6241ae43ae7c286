import { type IncomingHttpHeaders, type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { isPublicAddress } from './address-guard.ts';
import { createWebhookSender } from './send.ts';

const SECRET = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function receiver(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const message = (url: string) => ({
  url,
  secrets: [SECRET],
  id: 'msg_1',
  atMs: Date.now(),
  body: '{"kind":"person.created"}',
});
const local = createWebhookSender({ allowPrivate: true, timeoutMs: 500 });

test('the receiver can verify the message with the official library', async () => {
  let got: { headers: IncomingHttpHeaders; body: string } | undefined;
  const port = await receiver((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got = { headers: request.headers, body };
      response.writeHead(204).end();
    });
  });
  expect(await local.send(message(`http://127.0.0.1:${port}/hook`))).toEqual({
    outcome: 'delivered',
    status: 204,
  });
  const headers = Object.fromEntries(
    Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  expect(new Webhook(SECRET).verify(got?.body ?? '', headers)).toEqual({ kind: 'person.created' });
  expect(headers['webhook-id']).toBe('msg_1');
});

test.each([
  [200, {}, 'delivered', undefined, undefined],
  [302, { location: 'http://127.0.0.1/' }, 'failed', 'not_allowed', false],
  [404, {}, 'failed', 'rejected', true],
  [410, {}, 'failed', 'rejected', false],
  [429, { 'retry-after': '7' }, 'failed', 'rate_limited', true],
  [500, {}, 'failed', 'provider_down', true],
] as const)('an answer of %i', async (status, headers, outcome, code, retryable) => {
  let calls = 0;
  const port = await receiver((_request, response) => {
    calls += 1;
    response.writeHead(status, headers).end('because');
  });
  const result = await local.send(message(`http://127.0.0.1:${port}/`));
  expect(result.outcome).toBe(outcome);
  expect(calls).toBe(1);
  if (result.outcome === 'failed') {
    expect(result.error).toMatchObject({ code, retryable, providerCode: String(status) });
    expect(result.answer).toBe('because');
    if (status === 429) expect(result.error.retryAfterMs).toBe(7_000);
  }
});

test('a slow receiver, an endless one and an absent one', async () => {
  const silent = await receiver(() => undefined);
  expect(await local.send(message(`http://127.0.0.1:${silent}/`))).toMatchObject({
    error: { code: 'timeout', retryable: true },
  });
  const endless = await receiver((_request, response) => {
    response.writeHead(500);
    const more = setInterval(() => response.write('x'.repeat(1_000)), 1);
    response.on('close', () => clearInterval(more));
  });
  const result = await local.send(message(`http://127.0.0.1:${endless}/`));
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'provider_down' } });
  expect(result.outcome === 'failed' ? result.answer?.length : 0).toBe(1_000);
  expect(await local.send(message('http://127.0.0.1:1/'))).toMatchObject({
    error: { code: 'connection', retryable: true },
  });
});

test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://169.254.169.254/latest/meta-data',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://[::ffff:10.0.0.1]/',
  'https://name.example/',
  'http://93.184.215.14/',
  'https://user:secret@93.184.215.14/',
  'file:///etc/passwd',
  'not an address',
])('where anything is real, %s is never called', async (url) => {
  const real = createWebhookSender({
    allowPrivate: false,
    timeoutMs: 500,
    lookUp: async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ],
  });
  expect(await real.send(message(url))).toMatchObject({
    outcome: 'failed',
    error: { code: 'not_allowed', retryable: false },
  });
});

test('the connection goes to the address that was checked, whatever the name says a moment later', async () => {
  const port = await receiver((request, response) => {
    response.writeHead(request.headers.host === `hook.example:${port}` ? 200 : 400).end();
  });
  const lookUps: string[] = [];
  const sender = createWebhookSender({
    allowPrivate: true,
    lookUp: async (name) => {
      lookUps.push(name);
      return [{ address: lookUps.length === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
    },
  });
  expect(await sender.send(message(`http://hook.example:${port}/`))).toEqual({
    outcome: 'delivered',
    status: 200,
  });
  expect(lookUps).toEqual(['hook.example']);
});

test('no address of a private network passes as public', () => {
  const byte = fc.nat(255);
  const privateV4 = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  fc.assert(
    fc.property(privateV4, (parts) => {
      const ip = parts.join('.');
      expect(isPublicAddress(ip)).toBe(false);
      for (const form of [`::ffff:${ip}`, `64:ff9b::${ip}`, `::${ip}`])
        expect(isPublicAddress(form)).toBe(false);
    }),
  );
});

test.each([
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2001::1',
  'nonsense',
])('%s is not public', (ip) => expect(isPublicAddress(ip)).toBe(false));

test.each([
  '93.184.215.14',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2001:4860:4860::8888',
])('%s is public', (ip) => expect(isPublicAddress(ip)).toBe(true));
