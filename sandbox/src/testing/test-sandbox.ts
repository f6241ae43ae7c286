import { type Sandbox, startSandbox } from '../sandbox.ts';

export const ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'sandbox-test-token-0123456789abcdef',
};

/** A sandbox on free ports whose texts fare quickly. */
export function startTestSandbox(
  product: { inboundSmtpPort?: number; publicUrl?: string } = {},
): Promise<Sandbox> {
  return startSandbox(
    {
      SANDBOX_PORT: 0,
      SANDBOX_SMTP_PORT: 0,
      SANDBOX_DNS_PORT: 0,
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_SMTP_PORT: product.inboundSmtpPort ?? 1,
      PUBLIC_URL: product.publicUrl ?? 'http://127.0.0.1:1',
      TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
    },
    { textMs: 5 },
  );
}

/** Posts JSON and answers JSON; `undefined` for an empty answer. */
export async function post(url: string, body: unknown = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}
