import { generateKeyPairSync } from 'node:crypto';
import { authenticate } from 'mailauth';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { type EmailMessage, buildRawMessage, messageIdOf } from './message.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim = {
  domain: 'advisor.example',
  selector: 'rap',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

const MESSAGE: EmailMessage = {
  from: { name: 'Grant Oséi', address: 'grant@advisor.example' },
  to: { name: 'Maria', address: 'maria@example.com' },
  replyTo: { address: 'r+token@mail.advisor.example' },
  subject: 'Your review: “what changed” this year',
  text: 'Hello Maria,\n\nyour review is due.\n.\nGrant',
  html: '<p>Hello Maria,</p>',
  messageId: messageIdOf('018f0000-0000-7000-8000-000000000001', 'advisor.example'),
  sentAtMs: Date.UTC(2026, 10, 20, 14, 6),
  automatic: true,
  unsubscribe: { url: 'https://app.advisor.example/u/abc', mailto: 'u+abc@mail.advisor.example' },
};

async function dkimResult(raw: Buffer): Promise<{ result: string; signed: string }> {
  const checked = await authenticate(raw, {
    ip: '192.0.2.1',
    helo: 'mail.advisor.example',
    sender: 'b@mail.advisor.example',
    resolver: async (name) => {
      if (name === 'rap._domainkey.advisor.example') return [[record]];
      throw Object.assign(new Error('no records'), { code: 'ENOTFOUND' });
    },
  });
  const [first] = checked.dkim.results;
  return { result: first?.status.result ?? 'none', signed: first?.signingHeaders?.keys?.toLowerCase() ?? '' };
}

test('what the message says arrives as it was said', async () => {
  const mail = await PostalMime.parse(await buildRawMessage(MESSAGE));
  expect(mail.from).toEqual({ name: 'Grant Oséi', address: 'grant@advisor.example' });
  expect(mail.replyTo?.[0]?.address).toBe('r+token@mail.advisor.example');
  expect(mail.subject).toBe(MESSAGE.subject);
  expect(mail.text?.trim()).toBe(MESSAGE.text);
  expect(mail.messageId).toBe('<018f0000-0000-7000-8000-000000000001@advisor.example>');
  expect(mail.date).toBe('2026-11-20T14:06:00.000Z');
  const value = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  expect(value('auto-submitted')).toBe('auto-generated');
  expect(value('list-unsubscribe')).toBe(
    '<https://app.advisor.example/u/abc>, <mailto:u+abc@mail.advisor.example>',
  );
  expect(value('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
});

test('a person’s own message is not called automatic and offers no unsubscribe', async () => {
  const { unsubscribe: _dropped, ...personal } = MESSAGE;
  const raw = (await buildRawMessage({ ...personal, automatic: false })).toString();
  expect(raw).not.toMatch(/^auto-submitted/im);
  expect(raw).not.toMatch(/^list-unsubscribe/im);
});

test('an independent verifier accepts the signature, which covers the unsubscribe headers', async () => {
  const raw = await buildRawMessage(MESSAGE, dkim);
  const { result, signed } = await dkimResult(raw);
  expect(result).toBe('pass');
  expect(signed.split(/\s*:\s*/)).toEqual(
    expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject']),
  );
  const altered = Buffer.from(raw.toString('latin1').replace('/u/abc>', '/u/xyz>'), 'latin1');
  expect((await dkimResult(altered)).result).toBe('fail');
});

test('a key that cannot sign is refused instead of sending unsigned', async () => {
  const ed25519 = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  await expect(buildRawMessage(MESSAGE, { ...dkim, privateKey: ed25519 })).rejects.toThrow('RSA');
  await expect(buildRawMessage(MESSAGE, { ...dkim, privateKey: 'no key' })).rejects.toThrow();
});

test('text from a template cannot add headers or recipients', async () => {
  const raw = await buildRawMessage({
    ...MESSAGE,
    subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nbody',
    from: { name: 'Grant\r\nBcc: eve@example.com', address: 'grant@advisor.example' },
  });
  const mail = await PostalMime.parse(raw);
  expect(mail.bcc).toBeUndefined();
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
});
