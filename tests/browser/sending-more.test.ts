import type { Sandbox } from '@rap/sandbox/sandbox';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askAs, type TestUser } from '../support/build/api.ts';
import { publishAutomation } from '../support/build/automation.ts';
import { startOutside } from '../support/build/sandbox.ts';
import { buildNoteAutomation } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { barriers, overhang, PHONE, TestStudio } from './studio.ts';

let outside: Sandbox;
let studio: TestStudio;
let owner: TestUser;
let automationId: string;

beforeAll(async () => {
  outside = await startOutside();
  studio = await TestStudio.open(
    { settings: { fourEyes: false, emailDomain: 'harbor.example' } },
    undefined,
    () =>
      Promise.resolve({
        MAIL_DOMAIN: 'reply.harbor.example',
        MAIL_SPF: 'ip4:192.0.2.25',
        SMTP_URL: `smtp://127.0.0.1:${outside.smtpPort}`,
        SANDBOX_SMTP_URL: `smtp://127.0.0.1:${outside.smtpPort}`,
        SANDBOX_URL: outside.url,
        MAIL_DNS_SERVERS: [`127.0.0.1:${outside.dnsPort}`],
      }),
  );
  owner = await studio.addUser('owner');
  automationId = await buildNoteAutomation(studio.firm);
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

test('wherever a message may leave it says whether people receive it, for each channel', async () => {
  const sandbox = 'Sandbox: nothing leaves this machine';
  const real = 'Real: people receive this';
  const both = 'Emails: sandbox: nothing leaves this machine';
  const page = await studio.signedIn(owner);
  const channels = page.getByRole('list', { name: 'Channels' }).getByRole('listitem');
  await page.goto(`${studio.url}/settings/sending`);
  await channels.filter({ hasText: 'Emails' }).getByText(sandbox).waitFor();
  await channels.filter({ hasText: 'Texts' }).getByText(real).waitFor();
  expect(await page.getByRole('link', { name: 'See what arrived' }).getAttribute('href')).toBe(
    `${outside.url}/mail`,
  );
  await page.goto(`${studio.url}/templates`);
  await page.getByText(both).waitFor();
  await page.getByRole('link', { name: 'Texts' }).click();
  await page.getByText(real).waitFor();
  const { id } = await buildPerson(studio.firm, { emails: [{ address: 'maria@example.com' }] });
  await page.goto(`${studio.url}/people/${id}`);
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByText(sandbox).waitFor();
  await page.getByText('Text', { exact: true }).last().click();
  await page.getByText(real).waitFor();
  await page.goto(`${studio.url}/automations/${automationId}?view=outline`);
  await page.getByRole('treegrid', { name: 'Outline' }).getByRole('row').nth(1).click();
  await page.getByLabel('Name of the step').fill('Another name');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByRole('dialog').getByText(both).waitFor();
}, 60_000);

test('a wording is tested in one\u2019s own mailbox, and what a newer version says otherwise is shown', async () => {
  const ask = await askAs(studio.api, owner);
  const words = {
    channel: 'email',
    subject: 'Your review',
    html: '<p>See you on Monday, {{ person.firstName }}.</p>',
  };
  const { body } = await ask('POST', '/api/templates', { key: 'review', name: 'Review', words });
  const page = await studio.signedIn(owner);
  page.setDefaultTimeout(6000);
  await page.goto(`${studio.url}/templates/${String(body['id'])}`);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('It is live').first().waitFor();
  await page.getByLabel('Words, as HTML').fill('<p>See you on Friday, {{ person.firstName }}.</p>');
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await page.getByText(`On its way to ${owner.email}.`).waitFor();
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'What changed' });
  expect(await dialog.locator('del').allTextContents()).toEqual(['Monday,']);
  expect(await dialog.locator('ins').allTextContents()).toEqual(['Friday,']);
  expect(await barriers(page)).toEqual([]);
  await dialog.getByLabel('From').selectOption('2');
  await dialog.getByText('They say the same.').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(PHONE);
  await dialog.getByLabel('From').selectOption('1');
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await barriers(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
}, 60_000);

test('the words of a step are changed over the canvas, also when two write at once, and new ones are made there', async () => {
  const id = await publishAutomation(studio.firm, NEW_LEAD_NURTURE);
  const [step] = Object.values(NEW_LEAD_NURTURE.definition.nodes).filter(({ kind }) => kind === 'email');
  const label = step?.label ?? '';
  const page = await studio.signedIn(owner);
  await page.goto(`${studio.url}/automations/${id}`);
  await page.locator('.react-flow__node').filter({ hasText: label }).first().click();
  const panel = page.getByRole('complementary', { name: `Step: ${label}` });
  await panel.getByText('Version 1: live').waitFor();
  await panel.getByRole('button', { name: 'Edit its words' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Subject').fill('Welcome from me');
  const ask = await askAs(studio.api, await studio.addUser('advisor'));
  const { body: listed } = await ask('GET', '/api/templates?limit=200');
  const template = (listed['items'] as { id: string; key: string }[]).find(
    ({ key }) => key === step?.params['template'],
  );
  const theirs = { channel: 'email', subject: 'Welcome from them', html: '<p>Hello</p>' };
  await ask('PUT', `/api/templates/${template?.id}/draft`, { words: theirs });
  await dialog.getByRole('button', { name: 'Save as a draft' }).click();
  await dialog.getByText('Somebody else has changed these words meanwhile').waitFor();
  expect(await dialog.getByLabel('Subject').inputValue()).toBe('Welcome from me');
  await dialog.getByRole('button', { name: 'From theirs to mine' }).click();
  expect(await dialog.locator('del').first().textContent()).toBe('them');
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await dialog.getByRole('button', { name: 'Save as a draft' }).click();
  await dialog.getByRole('button', { name: 'Publish' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await panel.getByText('Version 2: draft').waitFor();
  await panel.getByText('People get version 1 until this one is live.').waitFor();
  await panel.getByText('Welcome from me').waitFor();

  // what is typed and not saved is asked about before it is gone
  await panel.getByRole('button', { name: 'Edit its words' }).click();
  await dialog.getByLabel('Subject').fill('Not saved');
  await dialog.getByRole('button', { name: 'Close' }).click();
  const asked = page.getByRole('dialog', { name: 'Close without saving?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(await dialog.getByLabel('Subject').inputValue()).toBe('Not saved');
  await dialog.getByRole('button', { name: 'Take back what I typed' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });

  await panel.getByRole('button', { name: 'New template' }).click();
  expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe(label);
  await dialog.getByLabel('Name', { exact: true }).fill('A warmer welcome');
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await dialog.getByLabel('Subject').fill('A warm welcome');
  await dialog.getByRole('button', { name: 'Save as a draft' }).click();
  // until it is live the step says so
  await panel.getByText('there is no approved template').first().waitFor();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await panel.getByText('there is no approved template').first().waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await panel.getByLabel('Template').inputValue()).toBe('a-warmer-welcome');
  expect(new URL(page.url()).pathname).toBe(`/automations/${id}`);
}, 60_000);
