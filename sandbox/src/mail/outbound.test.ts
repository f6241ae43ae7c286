import { buildRawMessage, messageIdOf } from '@rap/providers/smtp/message';
import { createSmtpSender } from '@rap/providers/smtp/send';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';
import { post, startTestSandbox } from '../testing/test-sandbox.ts';

const Listed = z.object({
  messages: z.array(
    z.object({ id: z.string(), messageId: z.string(), timesDelivered: z.number(), envelopeFrom: z.string() }),
  ),
});

let sandbox: Sandbox;
let sender: ReturnType<typeof createSmtpSender>;
beforeEach(async () => {
  sandbox = await startTestSandbox();
  sender = createSmtpSender({ url: `smtp://127.0.0.1:${sandbox.smtpPort}`, timeoutMs: 1_000 });
});
afterEach(async () => {
  sender.close();
  await sandbox.close();
});

const messageId = messageIdOf('018f0000-0000-7000-8000-000000000001', 'advisor.example');

async function built(): Promise<Buffer> {
  return buildRawMessage({
    from: { name: 'Grant', address: 'grant@advisor.example' },
    to: { address: 'maria@example.com' },
    subject: 'Your review',
    text: 'A line with a dot alone:\n.\n..two\nand ünïcode',
    html: '<p>Hello</p>',
    messageId,
    sentAtMs: Date.UTC(2026, 10, 20),
    automatic: true,
  });
}

const handOver = (raw: Buffer) =>
  sender.send({ envelopeFrom: 'b+token@mail.advisor.example', to: 'maria@example.com', raw, messageId });
const fault = (body: object) => post(`${sandbox.url}/mail/api/faults`, body);

async function mailbox(): Promise<z.infer<typeof Listed>['messages']> {
  return Listed.parse(await (await fetch(`${sandbox.url}/mail/api/messages?to=maria@example.com`)).json())
    .messages;
}

test('the very bytes that were built arrive, with the return path of the delivery', async () => {
  const raw = await built();
  expect(await handOver(raw)).toEqual({ outcome: 'accepted', providerId: messageId });
  const [stored] = await mailbox();
  expect(stored).toMatchObject({
    messageId,
    timesDelivered: 1,
    envelopeFrom: 'b+token@mail.advisor.example',
  });
  const arrived = await (await fetch(`${sandbox.url}/mail/api/messages/${stored?.id ?? ''}/raw`)).text();
  expect(arrived.trimEnd()).toBe(raw.toString().trimEnd());
});

test.each([
  [
    { kind: 'reject', at: 'rcpt', code: 550, text: '5.1.1 No such user' },
    'address_invalid',
    false,
    '550 5.1.1',
  ],
  [{ kind: 'reject', at: 'rcpt', code: 550 }, 'address_invalid', false, '550'],
  [{ kind: 'reject', at: 'data', code: 550 }, 'rejected', false, '550'],
  [{ kind: 'reject', at: 'rcpt', code: 550, text: '5.1.8 Bad sender' }, 'rejected', false, '550 5.1.8'],
  [{ kind: 'reject', at: 'rcpt', code: 550, text: '5.7.1 Blocked' }, 'rejected', false, '550 5.7.1'],
  [{ kind: 'reject', at: 'rcpt', code: 450 }, 'deferred', true, '450'],
  [{ kind: 'reject', at: 'data', code: 554, text: '5.7.1 Spam' }, 'rejected', false, '554 5.7.1'],
  [{ kind: 'reject', at: 'data', code: 421 }, 'deferred', true, '421'],
])('an answer of %o is a certain refusal', async (ask, code, retryable, providerCode) => {
  await fault(ask);
  expect(await handOver(await built())).toMatchObject({
    outcome: 'refused',
    error: { code, retryable, providerCode },
  });
  expect(await mailbox()).toEqual([]);
  // the next one goes through, over the same sender
  expect(await handOver(await built())).toMatchObject({ outcome: 'accepted' });
});

test('a connection lost before the message is a refusal that may be tried again', async () => {
  await fault({ kind: 'drop', when: 'before_data' });
  expect(await handOver(await built())).toMatchObject({
    outcome: 'refused',
    error: { code: 'connection', retryable: true },
  });
  expect(await mailbox()).toEqual([]);
});

test('a connection lost after the message is unknown, and the sender repeats nothing by itself', async () => {
  await fault({ kind: 'drop', when: 'after_data' });
  const outcome = await handOver(await built());
  expect(outcome).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
  // an ordinary message afterwards proves that nothing was waiting to be sent again
  await sender.send({
    envelopeFrom: 'x@advisor.example',
    to: 'other@example.com',
    raw: await built(),
    messageId: '<other>',
  });
  expect(await mailbox()).toHaveLength(1);
});

test('the same over a connection that the pool has used before', async () => {
  await handOver(await built());
  await fault({ kind: 'drop', when: 'before_data' });
  expect(await handOver(await built())).toMatchObject({ outcome: 'refused', error: { retryable: true } });
  await handOver(await built());
  await fault({ kind: 'drop', when: 'after_data' });
  expect(await handOver(await built())).toMatchObject({ outcome: 'unknown' });
  expect(await mailbox()).toHaveLength(3);
});

test('a server that answers too late leaves it unknown, within the time that was given', async () => {
  await fault({ kind: 'delay', delayMs: 3_000 });
  const begun = performance.now();
  expect(await handOver(await built())).toMatchObject({ outcome: 'unknown' });
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('no server at all, a name that does not exist, and an address that cannot be written', async () => {
  const nowhere = createSmtpSender({ url: 'smtp://127.0.0.1:1', timeoutMs: 1_000 });
  const message = {
    envelopeFrom: 'b@advisor.example',
    to: 'maria@example.com',
    raw: await built(),
    messageId,
  };
  expect(await nowhere.send(message)).toMatchObject({
    outcome: 'refused',
    error: { code: 'connection', retryable: true },
  });
  nowhere.close();
  const bad = await sender.send({ ...message, to: 'maria@exa mple.com' });
  expect(bad).toMatchObject({ outcome: 'refused', error: { code: 'address_invalid', retryable: false } });
});

test('faults that cannot be read name the field, and others can be listed and taken back', async () => {
  expect(await fault({ kind: 'reject', at: 'rcpt', code: 200 })).toMatchObject({
    status: 400,
    body: { code: 'invalid', errors: [{ field: 'code' }] },
  });
  expect(await fault({ kind: 'delay', delayMs: 5, times: 3 })).toMatchObject({
    status: 201,
    body: { faults: [{ kind: 'delay', left: 3 }] },
  });
  await fetch(`${sandbox.url}/mail/api/faults`, { method: 'DELETE' });
  expect(await (await fetch(`${sandbox.url}/mail/api/faults`)).json()).toEqual({ faults: [] });
});
