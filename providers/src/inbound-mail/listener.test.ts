import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import type { MailDnsResolver } from './authenticate.ts';
import { type InboundMail, type InboundMailListener, startInboundMailListener } from './listener.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const RECORDS: Record<string, string> = {
  's1._domainkey.example.com': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  's1._domainkey.evil.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  '_dmarc.example.com': 'v=DMARC1; p=reject',
  'spf-only.example': 'v=spf1 ip4:127.0.0.1 -all',
};
const resolver: MailDnsResolver = async (name, type) => {
  if (name.endsWith('broken.example')) throw Object.assign(new Error('server failed'), { code: 'ESERVFAIL' });
  const record = type === 'TXT' ? RECORDS[name] : undefined;
  if (!record) throw Object.assign(new Error('no records'), { code: 'ENOTFOUND' });
  return [[record]];
};

let listener: InboundMailListener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

interface Taken {
  readonly mails: InboundMail[];
  readonly reported: unknown[];
}

async function listen(
  onMessage?: (mail: InboundMail) => Promise<void>,
  knows?: () => Promise<boolean>,
): Promise<Taken> {
  const taken: Taken = { mails: [], reported: [] };
  listener = await startInboundMailListener({
    host: '127.0.0.1',
    port: 0,
    hostname: 'mail.advisor.example',
    maxBytes: 50_000,
    resolver,
    nowMs: () => 1_795_000_000_000,
    knows: knows ?? (async (address) => address === 'r+ours@mail.advisor.example'),
    onMessage: onMessage ?? (async (mail) => void taken.mails.push(mail)),
    report: (error) => taken.reported.push(error),
  });
  return taken;
}

async function mail(
  options: { from?: string; to?: string; sign?: string; text?: string; envelopeFrom?: string } = {},
): Promise<string> {
  const from = options.from ?? 'maria@example.com';
  const transport = createTransport({ host: '127.0.0.1', port: listener?.port ?? 0, secure: false });
  try {
    const sent = await transport.sendMail({
      envelope: { from: options.envelopeFrom ?? from, to: options.to ?? 'R+Ours@mail.advisor.example' },
      from,
      to: 'r+ours@mail.advisor.example',
      subject: 'Re: Your review',
      text: options.text ?? 'Yes.',
      ...(options.sign ? { dkim: { domainName: options.sign, keySelector: 's1', privateKey: KEY } } : {}),
    });
    return sent.response;
  } catch (error) {
    return error instanceof Error && 'response' in error ? String(error.response) : String(error);
  } finally {
    transport.close();
  }
}

test('a signed reply is authentic, and is stored before it is acknowledged', async () => {
  let stored = false;
  const mails: InboundMail[] = [];
  await listen(async (one) => {
    await new Promise((resolve) => setImmediate(resolve));
    mails.push(one);
    stored = true;
  });
  expect(await mail({ sign: 'example.com' })).toMatch(/^250/);
  expect(stored).toBe(true);
  expect(mails[0]).toMatchObject({
    kind: 'personal',
    recipients: ['r+ours@mail.advisor.example'],
    envelopeFrom: 'maria@example.com',
    authentication: { verdict: 'pass', dkim: 'pass', dmarc: 'pass' },
    receivedAtMs: 1_795_000_000_000,
    replyText: 'Yes.',
  });
  expect(mails[0]?.raw.toString()).toContain('DKIM-Signature');
});

test.each([
  ['unsigned', { from: 'maria@example.com' }],
  ['signed by another domain', { from: 'maria@example.com', sign: 'evil.example' }],
  ['from a domain that publishes nothing', { from: 'maria@nowhere.example' }],
  [
    'by a return path that is authentic for another domain',
    { from: 'maria@example.com', envelopeFrom: 'x@spf-only.example' },
  ],
])('mail that is %s is stored, but its sender is not believed', async (_how, options) => {
  const { mails } = await listen();
  expect(await mail(options)).toMatch(/^250/);
  expect(mails[0]?.authentication.verdict).toBe('fail');
});

test('a domain without a DMARC record is believed by SPF when it is the same domain', async () => {
  const { mails } = await listen();
  await mail({ from: 'maria@spf-only.example' });
  expect(mails[0]?.authentication).toEqual({ verdict: 'pass', spf: 'pass', dkim: 'none', dmarc: 'none' });
});

test('when the sender’s DNS does not answer, the sender keeps the message and comes again', async () => {
  const { mails, reported } = await listen();
  expect(await mail({ from: 'maria@broken.example' })).toMatch(/^451 4\.7\.0/);
  expect(mails).toEqual([]);
  expect(reported).toEqual([]);
});

test('what could not be stored is not acknowledged, and somebody is told', async () => {
  const fault = new Error('the database is away');
  const { reported } = await listen(() => Promise.reject(fault));
  expect(await mail({ sign: 'example.com' })).toMatch(/^451 4\.3\.0/);
  expect(reported).toEqual([fault]);
});

test('an address that is not ours is refused, and a lookup that fails is not a refusal', async () => {
  await listen();
  expect(await mail({ to: 'r+other@mail.advisor.example' })).toMatch(/^550 5\.1\.1/);
  await listener?.close();
  const { reported } = await listen(undefined, () => Promise.reject(new Error('the database is away')));
  expect(await mail()).toMatch(/^451/);
  expect(reported).toHaveLength(1);
});

test('a message that is too large is refused for good', async () => {
  const { mails } = await listen();
  expect(await mail({ text: 'x'.repeat(60_000) })).toMatch(/^552/);
  expect(mails).toEqual([]);
});
