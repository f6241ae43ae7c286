import { startSandbox, type Sandbox } from '@rap/sandbox/sandbox';

/** The account that the sandbox knows. */
export const TWILIO_ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'test-token-0123456789' };

/** The outside world on free ports, for tests that only send to it. */
export function startOutside(): Promise<Sandbox> {
  return startSandbox(
    {
      SANDBOX_PORT: 0,
      SANDBOX_SMTP_PORT: 0,
      SANDBOX_DNS_PORT: 0,
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_SMTP_PORT: 1,
      PUBLIC_URL: 'http://127.0.0.1:1',
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.authToken,
    },
    { textMs: 1 },
  );
}
