import { createTwilioSender } from '@rap/providers/twilio/send';
import { createServer } from 'node:http';
import twilio from 'twilio';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTwilioClient } from '@rap/providers/twilio/client';
import { isSignedByTwilio, readInboundText, readTextStatus } from '@rap/providers/twilio/verify';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT, post, startTestSandbox } from '../testing/test-sandbox.ts';

const MARIA = '+12165550143';
const OURS = '+12165550111';

interface Posted {
  readonly url: string;
  readonly signature: string | undefined;
  readonly form: Record<string, string>;
}

let sandbox: Sandbox;
let product: ReturnType<typeof createServer>;
let origin: string;
let posted: Posted[];
let answers: number[];

beforeEach(async () => {
  posted = [];
  answers = [];
  product = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const signature = request.headers['x-twilio-signature'];
      posted.push({
        url: `${origin}${request.url}`,
        signature: typeof signature === 'string' ? signature : undefined,
        form: Object.fromEntries(new URLSearchParams(body)),
      });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  const address = product.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  sandbox = await startTestSandbox({ publicUrl: origin });
});
afterEach(async () => {
  await sandbox.close();
  product.closeAllConnections();
  product.close();
});

const account = () => ({ ...ACCOUNT, apiBase: sandbox.url, timeoutMs: 1_000 });
const text = (body: string) => ({
  sender: { from: OURS },
  to: MARIA,
  body,
  statusCallbackUrl: `${origin}/webhooks/twilio/status?d=1`,
  validitySeconds: 3_600,
});
const send = (body: string) => createTwilioSender(account()).send(text(body));
const fault = (body: object) => post(`${sandbox.url}/twilio/api/faults`, body);
const inbound = (body: string, more: object = {}) =>
  post(`${sandbox.url}/twilio/api/inbound`, { from: MARIA, to: OURS, body, ...more });
const states = () => posted.filter(({ url }) => url.includes('status')).map(({ form }) => form.MessageStatus);
const find = (body: string, sinceMs = Date.now()) =>
  createTwilioSender(account()).findSent({ to: MARIA, sender: { from: OURS }, body, sinceMs });

async function timesTaken(body: string): Promise<number> {
  const query = new URLSearchParams({ to: MARIA, body });
  const answer = await (await fetch(`${sandbox.url}/twilio/api/counters?${query.toString()}`)).json();
  return z.object({ timesTaken: z.number() }).parse(answer).timesTaken;
}

test('a text is taken, and its fate is reported under a signature that Twilio’s own package accepts', async () => {
  const sent = await send('Your review is due.');
  expect(sent).toEqual({ outcome: 'accepted', providerId: expect.stringMatching(/^SM[0-9a-f]{32}$/) });
  await vi.waitFor(() => expect(states()).toEqual(['queued', 'sent', 'delivered']));
  for (const { url, signature, form } of posted) {
    expect(twilio.validateRequest(ACCOUNT.authToken, signature ?? '', url, form)).toBe(true);
    expect(isSignedByTwilio({ authToken: ACCOUNT.authToken, signature, url, form })).toBe(true);
    expect(
      isSignedByTwilio({
        authToken: ACCOUNT.authToken,
        signature,
        url,
        form: { ...form, MessageStatus: 'failed' },
      }),
    ).toBe(false);
    expect(readTextStatus(form)).toMatchObject({ ok: true });
  }
  const { messages } = createTwilioClient(account());
  const resource = await messages(sent.outcome === 'accepted' ? sent.providerId : '').fetch();
  expect(resource).toMatchObject({
    status: 'delivered',
    to: MARIA,
    from: OURS,
    direction: 'outbound-api',
    errorCode: null,
  });
  expect(resource.dateSent).toBeInstanceOf(Date);
});

test.each([
  [
    { kind: 'refuse_with', errorCode: 21610 },
    { code: 'opted_out', retryable: false, providerCode: '21610' },
  ],
  [
    { kind: 'refuse_with', errorCode: 30034 },
    { code: 'not_registered', retryable: false },
  ],
  [
    { kind: 'refuse_with', errorCode: 21614 },
    { code: 'address_invalid', retryable: false },
  ],
  [
    { kind: 'refuse_with', errorCode: 29999 },
    { code: 'rejected', retryable: false, providerCode: '29999' },
  ],
  [
    { kind: 'rate_limited', retryAfterSeconds: 7 },
    { code: 'rate_limited', retryable: true, retryAfterMs: 7_000 },
  ],
])('%o is a certain refusal', async (ask, error) => {
  await fault(ask);
  expect(await send('Hello')).toMatchObject({ outcome: 'refused', error });
  expect(await timesTaken('Hello')).toBe(0);
});

test.each([['server_error_after_act'], ['hang_after_act']])(
  '%s: unknown, and Twilio can be asked',
  async (kind) => {
    await fault({ kind });
    const sinceMs = Date.now();
    expect(await send('Hello')).toMatchObject({ outcome: 'unknown' });
    expect(await find('Hello', sinceMs)).toEqual({ found: 'one', providerId: expect.stringMatching(/^SM/) });
    expect(await timesTaken('Hello')).toBe(1);
  },
);

test('an error of the server that took nothing is unknown too, and asking tells that there is none', async () => {
  await fault({ kind: 'server_error' });
  expect(await send('Hello')).toMatchObject({ outcome: 'unknown' });
  expect(await find('Hello')).toEqual({ found: 'none' });
});

test('asking tells none, one and several apart, by number, text and time', async () => {
  await send('First');
  await send('Twice');
  await send('Twice');
  expect(await find('First')).toMatchObject({ found: 'one' });
  expect(await find('Twice')).toEqual({ found: 'several' });
  expect(await find('Never')).toEqual({ found: 'none' });
  expect(await find('First', Date.now() + 3_600_000)).toEqual({ found: 'none' });
  const wrong = createTwilioSender({ ...account(), authToken: 'wrong' });
  expect(
    await wrong.findSent({ to: MARIA, sender: { from: OURS }, body: 'First', sinceMs: 0 }),
  ).toMatchObject({
    found: 'failed',
    error: { code: 'credentials', retryable: false },
  });
});

test('more texts than can be looked through are not called none', async () => {
  const client = createTwilioClient(account());
  // in tens: two hundred at once wait for each other longer than one may
  for (let at = 0; at < 200; at += 10) {
    await Promise.all(
      Array.from({ length: 10 }, (_, more) =>
        client.messages.create({ to: MARIA, from: OURS, body: `n${at + more}` }),
      ),
    );
  }
  expect(await find('Never')).toEqual({ found: 'several' });
});

test('nobody listening is a certain refusal, a wrong key a fault of the account', async () => {
  const gone = await startTestSandbox();
  await gone.close();
  const nowhere = createTwilioSender({ ...ACCOUNT, apiBase: gone.url });
  expect(await nowhere.send(text('Hello'))).toMatchObject({
    outcome: 'refused',
    error: { code: 'connection', retryable: true },
  });
  const wrong = createTwilioSender({ ...account(), authToken: 'wrong' });
  expect(await wrong.send(text('Hello'))).toMatchObject({
    outcome: 'refused',
    error: { code: 'credentials', retryable: false },
  });
});

test('a text that a carrier refuses is first sent and then reported with its code', async () => {
  await fault({ kind: 'fail_with', errorCode: 30007 });
  await send('Hello');
  await vi.waitFor(() => expect(states()).toEqual(['queued', 'sent', 'undelivered']));
  expect(posted.at(-1)?.form.ErrorCode).toBe('30007');
});

test('what a person texts comes in signed; a Messaging Service may be the sender', async () => {
  await inbound('Hi & thanks, ünïcode', { mediaCount: 1 });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  const [first] = posted;
  expect(first?.url).toBe(`${origin}/webhooks/twilio/inbound`);
  expect(
    isSignedByTwilio({
      authToken: ACCOUNT.authToken,
      signature: first?.signature,
      url: first?.url ?? '',
      form: first?.form ?? {},
    }),
  ).toBe(true);
  expect(readInboundText(first?.form ?? {})).toMatchObject({
    ok: true,
    value: { from: MARIA, to: OURS, body: 'Hi & thanks, ünïcode', refusedMediaCount: 1, optOutType: null },
  });
  const service = `MG${'1'.repeat(32)}`;
  const sent = await createTwilioSender(account()).send({
    ...text('Hello'),
    sender: { messagingServiceSid: service },
  });
  expect(sent.outcome).toBe('accepted');
});

test('STOP blocks further texts at Twilio until START; each word is reported and answered once', async () => {
  await inbound(' stop ');
  await vi.waitFor(() => expect(posted.at(-1)?.form.OptOutType).toBe('STOP'));
  expect(await send('Hello')).toMatchObject({ outcome: 'refused', error: { code: 'opted_out' } });
  await inbound('START');
  await vi.waitFor(() => expect(posted.at(-1)?.form.OptOutType).toBe('START'));
  expect(await send('Hello')).toMatchObject({ outcome: 'accepted' });
  await inbound('please stop calling me');
  await vi.waitFor(() => expect(posted.filter(({ url }) => url.includes('inbound'))).toHaveLength(3));
  expect(posted.filter(({ url }) => url.includes('inbound')).at(-1)?.form.OptOutType).toBeUndefined();
  const listed = await createTwilioClient(account()).messages.list({ to: MARIA, limit: 10 });
  expect(listed.filter(({ direction }) => direction === 'outbound-reply')).toHaveLength(2);
});

test('webhooks twice, out of order, and again after the product failed', async () => {
  await fault({ kind: 'duplicate_webhooks' });
  await inbound('One');
  await vi.waitFor(() => expect(posted.map(({ form }) => form.Body)).toEqual(['One', 'One']));
  expect(posted[0]?.form.MessageSid).toBe(posted[1]?.form.MessageSid);
  posted = [];
  await fault({ kind: 'reorder_webhooks' });
  await send('Hello');
  await vi.waitFor(() => expect(states()).toEqual(['sent', 'queued', 'delivered']));
  posted = [];
  answers = [503, 503];
  await inbound('Two');
  await vi.waitFor(() => expect(posted).toHaveLength(3));
  const log = await (await fetch(`${sandbox.url}/twilio/api/webhooks`)).json();
  expect(z.object({ webhooks: z.array(z.unknown()) }).parse(log).webhooks[0]).toMatchObject({
    status: 204,
    attempts: 3,
    form: { Body: 'Two' },
  });
});

test('the list filters by date and pages as the SDK expects', async () => {
  const client = createTwilioClient(account());
  for (const body of ['a', 'b', 'c', 'd', 'e']) await client.messages.create({ to: MARIA, from: OURS, body });
  await client.messages.create({ to: '+12165550199', from: OURS, body: 'other' });
  await vi.waitFor(async () => {
    const dated = await client.messages.list({ to: MARIA, dateSentAfter: new Date(Date.now() - 60_000) });
    expect(dated).toHaveLength(5);
  });
  expect((await client.messages.list({ to: MARIA, pageSize: 2 })).map(({ body }) => body)).toEqual([
    'e',
    'd',
    'c',
    'b',
    'a',
  ]);
  expect(await client.messages.list({ to: MARIA, dateSentAfter: new Date(Date.now() + 86_400_000) })).toEqual(
    [],
  );
  expect(await client.messages.list({ from: '+12165550188' })).toEqual([]);
});

test('a request without the account’s key, or for another account, is refused as Twilio does', async () => {
  const path = `${sandbox.url}/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
  const denied = await fetch(path);
  expect([denied.status, await denied.json()]).toEqual([
    401,
    expect.objectContaining({ code: 20003, status: 401 }),
  ]);
  const authorization = `Basic ${Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64')}`;
  const other = await fetch(path.replace(/AC0+/, `AC${'1'.repeat(32)}`), { headers: { authorization } });
  expect(other.status).toBe(404);
});
