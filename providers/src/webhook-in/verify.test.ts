import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { TOLERANCE_MS, verifyWebhook, type SignedWebhook } from './verify.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const NOW_MS = Date.UTC(2027, 0, 12, 15);
const BODY = '{"person":{"email":"maria@example.com"}}';

/** Signed by the rules' own library. */
const signed = (secret = SECRET, atMs = NOW_MS): SignedWebhook => ({
  id: 'msg_1',
  timestamp: String(atMs / 1000),
  signature: new Webhook(secret).sign('msg_1', new Date(atMs), BODY),
  body: Buffer.from(BODY),
});
const verdict = (message: Partial<SignedWebhook>, secrets = [SECRET]) =>
  verifyWebhook({ ...signed(), ...message }, secrets, NOW_MS);

test('what the official library signs is genuine, also by the secret before while both hold', () => {
  expect(verdict({})).toEqual({ ok: true, id: 'msg_1' });
  expect(verdict(signed(OLD), [SECRET, OLD])).toEqual({ ok: true, id: 'msg_1' });
  const both = `${signed(OLD).signature} ${signed().signature}`;
  expect(verdict({ signature: both })).toEqual({ ok: true, id: 'msg_1' });
});

test.each([
  ['another secret', signed(OLD), 'bad_signature'],
  ['another body', { body: Buffer.from(BODY.replace('maria', 'mario')) }, 'bad_signature'],
  ['another id', { id: 'msg_2' }, 'bad_signature'],
  ['a newer time', { timestamp: String(NOW_MS / 1000 + 60) }, 'bad_signature'],
  ['an asymmetric signature', { signature: 'v1a,AAAA' }, 'bad_signature'],
  ['no signature', { signature: undefined }, 'not_signed'],
  ['no id', { id: undefined }, 'not_signed'],
  ['no time', { timestamp: 'today' }, 'not_signed'],
  ['a message from long ago', signed(SECRET, NOW_MS - TOLERANCE_MS - 1000), 'too_old'],
  ['a message from the future', signed(SECRET, NOW_MS + TOLERANCE_MS + 1000), 'from_the_future'],
])('%s is refused', (_what, message, code) => {
  expect(verdict(message)).toEqual({ ok: false, code });
});
