import type { Sandbox } from '@rap/sandbox/sandbox';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestUser } from '../support/build/api.ts';
import { startOutside } from '../support/build/sandbox.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let outside: Sandbox;
let studio: TestStudio;
let owner: TestUser;

beforeAll(async () => {
  outside = await startOutside();
  studio = await TestStudio.open(
    { settings: { fourEyes: false, emailDomain: 'harbor.example' } },
    undefined,
    () =>
      Promise.resolve({
        MAIL_DOMAIN: 'reply.harbor.example',
        MAIL_SPF: 'ip4:192.0.2.25',
        MAIL_DNS_SERVERS: [`127.0.0.1:${outside.dnsPort}`],
      }),
  );
  owner = await studio.addUser('owner');
}, 180_000);
afterAll(async () => {
  await studio?.close();
  await outside?.close();
});
afterEach(() => expect(studio.complaints.splice(0)).toEqual([]));

async function putRecord(name: string, records: readonly string[]): Promise<void> {
  await fetch(`${outside.url}/mail/api/dns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, records }),
  });
}

test('the domain is checked, the record that it lacks is copied, put into the DNS, and checked again', async () => {
  const page = await studio.signedIn(owner, { viewport: PHONE });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${studio.url}/settings/sending`);
  await page.getByRole('button', { name: 'Check the domain' }).click();
  const spf = page.getByRole('region', { name: 'SPF of reply.harbor.example' });
  await spf.getByText('It does not name the server that sends from here.').waitFor();
  await spf.getByRole('button', { name: 'Copy: To put there' }).click();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toBe('v=spf1 ip4:192.0.2.25 -all');
  expect(await barriers(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await putRecord('reply.harbor.example', [copied]);
  await page.getByRole('button', { name: 'Check again' }).click();
  await spf.getByText('It names the server that sends from here.').waitFor();
  await page
    .getByRole('region', { name: 'DMARC of _dmarc.harbor.example' })
    .getByText('Mail from here passes by its return path.')
    .waitFor();
}, 60_000);
