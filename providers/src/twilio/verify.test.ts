import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { expect, test } from 'vitest';
import { isSignedByTwilio, readInboundText, readTextStatus } from './verify.ts';

const SID = `SM${'0123456789abcdef'.repeat(2)}`;
const url = 'https://app.example.com/webhooks/twilio/inbound?firm=1';
const form = {
  MessageSid: SID,
  From: '+12165550143',
  To: '+12165550100',
  Body: 'Yes & no, ünïcode',
  NumMedia: '0',
};

test('only what Twilio signed for this address and these fields is accepted', () => {
  const authToken = 'a'.repeat(32);
  const signature = getExpectedTwilioSignature(authToken, url, form);
  expect(isSignedByTwilio({ authToken, signature, url, form })).toBe(true);
  expect(isSignedByTwilio({ authToken, signature, url, form: { ...form, Body: 'Yes' } })).toBe(false);
  expect(isSignedByTwilio({ authToken, signature, url: url.replace('firm=1', 'firm=2'), form })).toBe(false);
  expect(isSignedByTwilio({ authToken: 'b'.repeat(32), signature, url, form })).toBe(false);
  expect(isSignedByTwilio({ authToken, signature: undefined, url, form })).toBe(false);
  expect(isSignedByTwilio({ authToken, signature: 'x', url, form })).toBe(false);
});

test('an inbound text is read; pictures are counted, and its words are kept', () => {
  expect(readInboundText({ ...form, Body: 'STOP', OptOutType: 'STOP', NumMedia: '2' })).toEqual({
    ok: true,
    value: {
      providerId: SID,
      from: '+12165550143',
      to: '+12165550100',
      body: 'STOP',
      optOutType: 'STOP',
      refusedMediaCount: 2,
    },
  });
  expect(readInboundText({ MessageSid: SID, From: form.From, To: '72345' })).toMatchObject({
    ok: true,
    value: { body: '' },
  });
});

test('a form that is not Twilio’s names the fields that are wrong', () => {
  expect(readInboundText({ ...form, From: 'Maria', MessageSid: 'x' })).toEqual({
    ok: false,
    code: 'webhook_unreadable',
    fields: ['MessageSid', 'From'],
  });
  expect(readTextStatus({ MessageSid: SID, MessageStatus: 'lost' })).toMatchObject({
    ok: false,
    fields: ['MessageStatus'],
  });
});

test.each([
  ['30003', 'undelivered', 'unreachable'],
  ['30006', 'undelivered', 'landline'],
  ['30007', 'undelivered', 'filtered'],
  ['30034', 'undelivered', 'not_registered'],
  ['21610', 'failed', 'opted_out'],
  ['30999', 'failed', 'rejected'],
])('error %s of a text that was %s means %s', (ErrorCode, MessageStatus, code) => {
  const read = readTextStatus({ MessageSid: SID, MessageStatus, ErrorCode });
  expect(read).toMatchObject({
    ok: true,
    value: { state: MessageStatus, error: { code, providerCode: ErrorCode } },
  });
});
