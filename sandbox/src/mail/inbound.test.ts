import { createMailDnsResolver } from '@rap/providers/inbound-mail/dns';
import {
  type InboundMail,
  type InboundMailListener,
  startInboundMailListener,
} from '@rap/providers/inbound-mail/listener';
import { buildRawMessage, messageIdOf } from '@rap/providers/smtp/message';
import { createMailAddresses } from '@rap/providers/smtp/return-path';
import { createSmtpSender } from '@rap/providers/smtp/send';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';
import { post, startTestSandbox } from '../testing/test-sandbox.ts';

const FIRM = '018f0000-0000-7000-8000-00000000000f';
const DELIVERY = '018f0000-0000-7000-8000-00000000000d';
const THREAD = '018f0000-0000-7000-8000-00000000000a';
const addresses = createMailAddresses(Buffer.alloc(32, 1), 'mail.advisor.example');

let sandbox: Sandbox;
let listener: InboundMailListener;
let arrived: InboundMail[];
let unsubscribed: string[];
let product: ReturnType<typeof createServer>;

beforeEach(async () => {
  arrived = [];
  unsubscribed = [];
  product = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      unsubscribed.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  // the listener asks the DNS of the sandbox, which is started after it: hence the late look at its port
  listener = await startInboundMailListener({
    host: '127.0.0.1',
    port: 0,
    hostname: 'mail.advisor.example',
    resolver: (name, type) => createMailDnsResolver([`127.0.0.1:${sandbox.dnsPort}`])(name, type),
    nowMs: () => 0,
    knows: async (address) => addresses.read(address) !== undefined,
    onMessage: async (mail) => void arrived.push(mail),
    report: (error) => {
      throw error;
    },
  });
  sandbox = await startTestSandbox({ inboundSmtpPort: listener.port, publicUrl: productUrl() });
});
afterEach(async () => {
  await Promise.all([sandbox.close(), listener.close()]);
  product.closeAllConnections();
  product.close();
});

function productUrl(): string {
  const address = product.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const messageId = messageIdOf(DELIVERY, 'advisor.example');

/** Sends one e-mail of the product to Maria; answers the id it has in the sandbox. */
async function sendToMaria(): Promise<string> {
  const sender = createSmtpSender({ url: `smtp://127.0.0.1:${sandbox.smtpPort}` });
  const raw = await buildRawMessage({
    from: { name: 'Grant', address: 'grant@advisor.example' },
    to: { name: 'Maria Cruz', address: 'maria@example.com' },
    replyTo: { address: addresses.write({ kind: 'reply', firmId: FIRM, id: THREAD }) },
    subject: 'Your review',
    text: 'Dear Maria,\nshall we meet? You can say STOP at any time.',
    messageId,
    sentAtMs: Date.UTC(2026, 10, 20),
    automatic: false,
    unsubscribe: { url: `${productUrl()}/u/token` },
  });
  const envelopeFrom = addresses.write({ kind: 'bounce', firmId: FIRM, id: DELIVERY });
  expect(await sender.send({ envelopeFrom, to: 'maria@example.com', raw, messageId })).toMatchObject({
    outcome: 'accepted',
  });
  sender.close();
  const listed = await (await fetch(`${sandbox.url}/mail/api/messages`)).json();
  return z.object({ messages: z.array(z.object({ id: z.string() })) }).parse(listed).messages[0]?.id ?? '';
}

test('a reply of the person is authentic and finds its thread', async () => {
  const id = await sendToMaria();
  const reply = await post(`${sandbox.url}/mail/api/messages/${id}/reply`, { text: 'Yes, Tuesday.' });
  expect(reply).toMatchObject({ status: 200, body: { taken: true } });
  const [mail] = arrived;
  expect(mail).toMatchObject({
    kind: 'personal',
    from: { name: 'Maria Cruz', address: 'maria@example.com' },
    inReplyTo: messageId,
    references: [messageId],
    subject: 'Re: Your review',
    replyText: 'Yes, Tuesday.',
    authentication: { verdict: 'pass', dkim: 'pass', dmarc: 'pass' },
  });
  expect(addresses.read(mail?.recipients[0] ?? '')).toEqual({ kind: 'reply', firmId: FIRM, id: THREAD });
});

test('a holiday reply is known as automatic, a forgery as not authentic', async () => {
  const id = await sendToMaria();
  await post(`${sandbox.url}/mail/api/messages/${id}/reply`, { text: 'I am away.', kind: 'auto_reply' });
  await post(`${sandbox.url}/mail/api/messages/${id}/reply`, { text: 'Send the money.', kind: 'forged' });
  expect(arrived.map(({ kind, authentication }) => [kind, authentication.verdict])).toEqual([
    ['automatic', 'pass'],
    ['personal', 'fail'],
  ]);
});

test('a bounce comes back to the delivery it belongs to', async () => {
  const id = await sendToMaria();
  await post(`${sandbox.url}/mail/api/messages/${id}/bounce`);
  await post(`${sandbox.url}/mail/api/messages/${id}/bounce`, {
    status: '4.2.2',
    diagnostic: '452 4.2.2 Mailbox full',
  });
  expect(arrived.map(({ kind, envelopeFrom }) => [kind, envelopeFrom])).toEqual([
    ['bounce', null],
    ['bounce', null],
  ]);
  expect(arrived[0]?.bounce).toMatchObject({
    action: 'failed',
    status: '5.1.1',
    hard: true,
    finalRecipient: 'maria@example.com',
    originalMessageId: messageId,
  });
  expect(arrived[1]?.bounce).toMatchObject({ action: 'delayed', status: '4.2.2', hard: false });
  expect(addresses.read(arrived[0]?.recipients[0] ?? '')).toEqual({
    kind: 'bounce',
    firmId: FIRM,
    id: DELIVERY,
  });
});

test('unsubscribing is the one POST that RFC 8058 asks for', async () => {
  const id = await sendToMaria();
  expect(await post(`${sandbox.url}/mail/api/messages/${id}/unsubscribe`)).toEqual({
    status: 200,
    body: { done: true, status: 200 },
  });
  expect(unsubscribed).toEqual(['POST /u/token List-Unsubscribe=One-Click']);
});

test('when the product does not take a reply, the person’s side says so', async () => {
  const id = await sendToMaria();
  await listener.close();
  expect(await post(`${sandbox.url}/mail/api/messages/${id}/reply`, { text: 'Hello?' })).toMatchObject({
    status: 502,
    body: { taken: false, code: 'unreachable' },
  });
  expect(await post(`${sandbox.url}/mail/api/messages/none/reply`, { text: 'Hello?' })).toMatchObject({
    status: 404,
  });
});
