import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';
import { post, startTestSandbox } from '../testing/test-sandbox.ts';
import { html } from './html.ts';

const MARIA = '+12165550143';
const OURS = '+12165550111';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

const get = (path: string) => fetch(`${sandbox.url}${path}`);
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });

async function mailMaria(message: { subject: string; html?: string }): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: sandbox.smtpPort,
    secure: false,
    ignoreTLS: true,
  });
  await transport.sendMail({
    from: 'Grant <grant@advisor.example>',
    to: 'maria@example.com',
    text: 'Hello',
    ...message,
  });
  transport.close();
  const listed = await (await get('/mail/api/messages')).json();
  return z.object({ messages: z.array(z.object({ id: z.string() })) }).parse(listed).messages[0]?.id ?? '';
}

test('every page says what it is, loads nothing from elsewhere and runs no script', async () => {
  const id = await mailMaria({ subject: 'Your review' });
  for (const path of [
    '/',
    '/mail',
    `/mail/${id}`,
    '/phones',
    `/phones/${encodeURIComponent(OURS)}/${encodeURIComponent(MARIA)}`,
  ]) {
    const response = await get(path);
    const text = await response.text();
    expect(response.status, path).toBe(200);
    expect(text).toContain('Sandbox: nothing leaves this machine.');
    expect(text).not.toMatch(/<script|https?:\/\//);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('what a message says cannot become part of the page', async () => {
  const id = await mailMaria({
    subject: '<img src=x onerror=alert(1)>',
    html: '<p>Hello</p><script>alert(1)</script>',
  });
  const text = await (await get(`/mail/${id}`)).text();
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(text).not.toContain('<img');
  const frame = await get(`/mail/${id}/html`);
  expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups.*default-src 'none'/);
  expect(html`<b title="${'"<&\''}"></b>`.text).toBe('<b title="&quot;&lt;&amp;&#39;"></b>');
});

test('one answers a text on its page; an empty one is refused in words', async () => {
  const path = `/phones/${encodeURIComponent(OURS)}/${encodeURIComponent(MARIA)}`;
  const empty = await submit(path, { body: ' ' });
  expect([empty.status, await empty.text()]).toEqual([
    400,
    expect.stringContaining('an empty text is not sent'),
  ]);
  const sent = await submit(path, { body: 'STOP' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, path]);
  const thread = await (await get(path)).text();
  expect(thread).toContain('This phone has opted out.');
  expect(thread).toContain('answered by Twilio itself');
  expect(await (await get('/phones')).text()).toContain(MARIA);
});

test('a reply that the product did not take is shown with the message', async () => {
  const id = await mailMaria({ subject: 'Your review' });
  expect((await submit(`/mail/${id}/reply`, { text: '', kind: 'reply' })).status).toBe(400);
  expect((await submit(`/mail/${id}/reply`, { text: 'Yes', kind: 'reply' })).status).toBe(303);
  expect(await (await get(`/mail/${id}`)).text()).toContain('The product did not take it');
});

test('a page of another site presses no button here', async () => {
  expect((await submit('/twilio/api/reset', {}, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await submit('/twilio/api/reset', {}, { origin: sandbox.url })).status).toBe(204);
});

test('reset forgets everything', async () => {
  await mailMaria({ subject: 'Your review' });
  await post(`${sandbox.url}/twilio/api/inbound`, { from: MARIA, to: OURS, body: 'STOP' });
  await post(`${sandbox.url}/mail/api/reset`);
  await post(`${sandbox.url}/twilio/api/reset`);
  expect(await (await get('/mail/api/messages')).json()).toEqual({ messages: [] });
  expect(await (await get('/mail/api/counters')).json()).toEqual({ timesDelivered: {} });
  expect(await (await get('/twilio/api/messages')).json()).toEqual({ messages: [] });
});

test('failures are asked for, seen and called off on the pages', async () => {
  for (const [page, words] of [
    ['/mail', 'The connection breaks before the message'],
    ['/phones', 'Too many requests (429), wait five seconds'],
  ] as const) {
    expect(await (await get(page)).text()).toContain('Nothing is asked to go wrong.');
    expect((await submit(`${page}/faults`, { offer: '0', times: '2' })).status).toBe(303);
    const asked = await (await get(page)).text();
    expect(asked).toContain('2 more');
    expect(asked.split(words)).toHaveLength(3);
    await submit(`${page}/faults/clear`, {});
    expect(await (await get(page)).text()).toContain('Nothing is asked to go wrong.');
  }
});
