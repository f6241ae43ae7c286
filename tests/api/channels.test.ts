import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelEnds } from '@rap/api/channel/channel-ends';
import { signInAs, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';

const SANDBOX = { SANDBOX_URL: 'http://127.0.0.1:4510', SANDBOX_SMTP_URL: 'smtp://127.0.0.1:4511' };
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ...SANDBOX, SMTP_URL: 'smtp://127.0.0.1:4511' });
});
afterAll(() => api?.close());

test('each channel is named for itself: one in the sandbox, one real', async () => {
  const ask = await signInAs(api, await buildFirm(api.world), 'assistant');
  const { status, body } = await ask('GET', '/api/channels');
  expect(status).toBe(200);
  expect(body).toEqual({
    email: { mode: 'sandbox', opens: 'http://127.0.0.1:4510/mail' },
    sms: { mode: 'real', opens: null },
  });
});

test.each([
  ['nothing is known', {}],
  ['no sandbox was started', { SMTP_URL: 'smtp://127.0.0.1:25', TWILIO_API_BASE: 'http://127.0.0.1:4510' }],
  ['a mail server of this machine', { ...SANDBOX, SMTP_URL: 'smtp://user:word@127.0.0.1:25' }],
  ['a mail server elsewhere', { ...SANDBOX, SMTP_URL: 'smtps://mail.example:4511' }],
  ['Twilio itself', { ...SANDBOX, TWILIO_API_BASE: 'https://api.twilio.com' }],
])('it counts as real when %s', (_what, settings) => {
  const { email, sms } = channelEnds(settings);
  expect([email, sms]).toEqual([
    { mode: 'real', opens: null },
    { mode: 'real', opens: null },
  ]);
});

test("texts that go to the sandbox's own address are told to be read at its phones", () => {
  expect(channelEnds({ ...SANDBOX, TWILIO_API_BASE: 'http://127.0.0.1:4510/' }).sms).toEqual({
    mode: 'sandbox',
    opens: 'http://127.0.0.1:4510/phones',
  });
});
