import { expect, test } from 'vitest';
import { RelaySettings } from './settings.ts';

const HERE = {
  HEALTH_PORT: '4500',
  DATABASE_URL: 'postgres://app@127.0.0.1/rap',
  DATABASE_RELAY_URL: 'postgres://relay@127.0.0.1/rap',
  KEYS_DIR: 'keys',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:2525',
  TWILIO_API_BASE: 'http://127.0.0.1:4600',
  WEBHOOKS_MAY_CALL_PRIVATE: 'true',
};

test('webhooks may call private addresses where nothing is real', () => {
  expect(RelaySettings.parse(HERE).WEBHOOKS_MAY_CALL_PRIVATE).toBe(true);
});

test.each([
  ['SMTP_URL', { ...HERE, SMTP_URL: 'smtps://mail.example.com' }],
  ['TWILIO_API_BASE', { ...HERE, TWILIO_API_BASE: undefined }],
])('but the start is refused when %s is real', (name, settings) => {
  const read = RelaySettings.safeParse(settings);
  expect(read.error?.issues).toMatchObject([{ path: ['WEBHOOKS_MAY_CALL_PRIVATE'] }]);
  expect(read.error?.issues[0]?.message).toContain(name);
  expect(RelaySettings.safeParse({ ...settings, WEBHOOKS_MAY_CALL_PRIVATE: 'false' }).success).toBe(true);
});
