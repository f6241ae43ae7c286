import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainCheck } from '@rap/contracts/domain-check';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createTxtResolver } from '@rap/providers/mail-dns/verify';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { startOutside } from '../support/build/sandbox.ts';
import { buildFirm } from '../support/build/world.ts';

let outside: Sandbox;
let api: TestApi;
let owner: Ask;
let keys: string;
let publicKey: string;
let silence: Socket;

beforeAll(async () => {
  outside = await startOutside();
  keys = await mkdtemp(join(tmpdir(), 'dkim-'));
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  await writeFile(join(keys, 's1._domainkey.harbor.example.pub'), pem);
  silence = createSocket('udp4').bind(0, '127.0.0.1');
  await once(silence, 'listening');
  api = await startApi({
    MAIL_DOMAIN: 'reply.harbor.example',
    MAIL_SPF: 'ip4:192.0.2.25',
    MAIL_DNS_SERVERS: [`127.0.0.1:${outside.dnsPort}`],
    DKIM_PUBLIC_KEYS_DIR: keys,
  });
  owner = await signInAs(
    api,
    await buildFirm(api.world, { settings: { emailDomain: 'harbor.example' } }),
    'owner',
  );
});
afterAll(async () => {
  await api?.close();
  await outside?.close();
  silence?.close();
  await rm(keys, { recursive: true });
});

async function put(name: string, records: readonly string[]): Promise<void> {
  const { status } = await fetch(`${outside.url}/mail/api/dns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, records }),
  });
  expect(status).toBe(204);
}

const check = async (ask: Ask = owner) => {
  const { status, body } = await ask('POST', '/api/sending-rules/domain-check');
  expect(status, JSON.stringify(body)).toBe(200);
  return DomainCheck.parse(body);
};

test('what the DNS lacks is told with the record to copy; put there and asked again, all is right', async () => {
  const before = await check();
  const expected = Object.fromEntries(before.records.map(({ host, expected: value }) => [host, value]));
  expect(before.tone).toBe('fault');
  expect(expected['reply.harbor.example']).toBe('v=spf1 ip4:192.0.2.25 -all');
  expect(expected['s1._domainkey.harbor.example']).toBe(`v=DKIM1; k=rsa; p=${publicKey}`);
  expect(before.records.at(-1)?.findings.map(({ code }) => code)).toContain('does_not_pass');
  for (const [host, value] of Object.entries(expected)) if (value) await put(host, [value]);
  const after = await check();
  expect(after.records.map(({ tone }) => tone)).toEqual(['ok', 'ok', 'ok', 'ok']);
  // a key of 2048 bits comes in two strings
  expect(after.records.find(({ kind }) => kind === 'dkim')?.found).toEqual([
    `v=DKIM1; k=rsa; p=${publicKey}`,
  ]);
});

test('several records and a weak policy are told as they are', async () => {
  await put('reply.harbor.example', ['v=spf1 ip4:192.0.2.25 -all', 'v=spf1 mx -all']);
  await put('_dmarc.harbor.example', ['v=DMARC1; p=none']);
  const { records } = await check();
  expect(records[0]).toMatchObject({ tone: 'fault', findings: [{ code: 'spf_several' }] });
  expect(records.at(-1)).toMatchObject({ tone: 'hint', expected: 'v=DMARC1; p=quarantine' });
});

test('a firm without a domain is told where to give one', async () => {
  const ask = await signInAs(api, await buildFirm(api.world), 'owner');
  await ask('PATCH', '/api/sending-rules', {
    version: (await ask('GET', '/api/sending-rules')).body['version'],
    emailDomain: '',
  });
  const { status, body } = await ask('POST', '/api/sending-rules/domain-check');
  expect([status, body['code']]).toEqual([409, 'not_set_up']);
});

test('a DNS that says nothing, and a name that there is not, are answers and no errors', async () => {
  const silent = createTxtResolver({ servers: [`127.0.0.1:${silence.address().port}`], timeoutMs: 50 });
  expect(await silent('harbor.example')).toEqual({ of: 'failed', why: 'timeout' });
  const ask = createTxtResolver({ servers: [`127.0.0.1:${outside.dnsPort}`] });
  expect(await ask('_nothing.harbor.example')).toEqual({ of: 'no_name' });
  await put('empty.example', []);
  expect(await ask('empty.example')).toEqual({ of: 'no_record' });
});

test('a firm that asks without end is told to wait, and another firm is not', async () => {
  const firm = { settings: { emailDomain: 'other.example' } };
  const ask = await signInAs(api, await buildFirm(api.world, firm), 'owner');
  for (let no = 0; no < 20; no += 1) await check(ask);
  expect((await ask('POST', '/api/sending-rules/domain-check')).status).toBe(429);
  await check();
});
