import { randomUUID } from 'node:crypto';
import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readForGate } from '@rap/database/sending/ask-gate';
import { recipientOf } from '@rap/database/sending/recipient';
import { takeText } from '@rap/database/inbound/take-text';
import { buildForm, PUBLIC_URL, signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let formId: string;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  firm = await buildFirm(api.world, { phone: '(216) 555-0100', settings: { smsFrom: '+12165550100' } });
  owner = await signInAs(api, firm, 'owner');
  formId = await buildForm(api, firm);
});

const rows = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  firm.run((ctx) => ctx.em.query(sql, values));
let count = 0;
const answers = (more: Record<string, string> = {}): Record<string, string> => {
  count += 1;
  return {
    firstName: 'Maria',
    lastName: `Alvarez ${count}`,
    email: `maria${count}@example.com`,
    phone: `(216) 555-${String(1100 + count)}`,
    submissionKey: randomUUID(),
    touch: '{"first":{"source":"google"},"last":{"source":"bing"}}',
    ...more,
  };
};
const submit = (body: Record<string, string>, path = `/f/${formId}`, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(body).toString(),
  });
const show = (path = `/f/${formId}`) => api.app.inject({ url: path });
const leads = () =>
  rows<{ first_touch: object; last_touch: object }>(
    `select first_touch, last_touch from app.lead order by id`,
  );

/** What axe finds; colours cannot be measured without a screen and are chosen by the table of the look. */
async function axeFinds(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only' });
  window.eval(axe.source);
  const run: unknown = window.eval(
    `axe.run(document, { rules: { 'color-contrast': { enabled: false } } }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
  );
  const found: unknown = await run;
  window.close();
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

describe('the page', () => {
  test('has nothing that axe objects to, empty, with faults, embedded and after it was sent', async () => {
    const pages = [
      await show(),
      await submit(answers({ firstName: '', email: 'x@y', phone: '12' })),
      await show(`/f/${formId}/embed`),
      await submit(answers()),
    ];
    for (const page of pages) expect(await axeFinds(page.body)).toEqual([]);
    expect(await axeFinds('<html><body><input></body></html>')).not.toEqual([]);
  });

  test('lists faults with a way to each field, and says there what mends it', async () => {
    const page = await submit(answers({ firstName: '', email: 'maria@example', phone: '12' }));
    expect(page.statusCode).toBe(422);
    const { document } = new JSDOM(page.body).window;
    expect(document.title).toMatch(/^Please mend:/);
    const links = [...document.querySelectorAll('[role=alert] a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['#firstName', '#email', '#phone']);
    for (const name of ['firstName', 'email', 'phone']) {
      const field = document.getElementById(name);
      expect(field?.getAttribute('aria-invalid'), name).toBe('true');
      expect(
        document.getElementById(field?.getAttribute('aria-describedby') ?? '')?.textContent,
      ).toBeTruthy();
    }
    expect(document.getElementById('email')?.getAttribute('value')).toBe('maria@example');
  });

  test('is shown in a frame by the sites it names alone, without a cookie', async () => {
    const hosted = await show();
    expect(hosted.headers['x-frame-options']).toBe('SAMEORIGIN');
    const embedded = await show(`/f/${formId}/embed`);
    expect(embedded.headers['x-frame-options']).toBeUndefined();
    expect(embedded.headers['content-security-policy']).toContain(
      'frame-ancestors https://www.harbor.example',
    );
    const { body: form } = await owner('GET', `/api/lead-forms/${formId}`);
    await owner('PATCH', `/api/lead-forms/${formId}`, { version: form['version'], allowedOrigins: [] });
    const closed = await show(`/f/${formId}/embed`);
    expect(closed.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const sent = await submit(answers(), `/f/${formId}/embed`, {
      origin: 'https://www.harbor.example',
      cookie: 'rap_session=of-somebody',
    });
    expect(sent.statusCode).toBe(200);
    for (const { headers } of [hosted, embedded, closed, sent]) expect(headers['set-cookie']).toBeUndefined();
    expect(await leads()).toHaveLength(1);
  });

  test('the snippet is a script of ours that other sites may load, with a link for who has none', async () => {
    const { body } = await owner('GET', `/api/lead-forms/${formId}`);
    expect(body['snippet']).toContain(`<script src="${PUBLIC_URL}/f/embed.js" data-form="${formId}"`);
    expect(body['snippet']).toContain(`<noscript><a href="${PUBLIC_URL}/f/${formId}">`);
    const script = await show('/f/embed.js');
    expect(script.headers['cross-origin-resource-policy']).toBe('cross-origin');
    const site = new JSDOM(
      `<body><script data-form="${formId}" src="${PUBLIC_URL}/f/embed.js"></script></body>`,
      { url: 'https://www.harbor.example/guide?utm_source=google&wbraid=w1', runScripts: 'outside-only' },
    );
    const element = site.window.document.querySelector('script');
    Object.defineProperty(site.window.document, 'currentScript', { get: () => element });
    site.window.eval(script.body);
    const src = new URL(site.window.document.querySelector('iframe')?.src ?? '');
    expect(src.pathname).toBe(`/f/${formId}/embed`);
    expect(Object.fromEntries(src.searchParams)).toMatchObject({
      utm_source: 'google',
      wbraid: 'w1',
      first_utm_source: 'google',
      landing_page: 'https://www.harbor.example/guide',
    });
    const page = await show(src.pathname + src.search);
    const touch: unknown = JSON.parse(
      new JSDOM(page.body).window.document.querySelector('[name=touch]')?.getAttribute('value') ?? '',
    );
    expect(touch).toMatchObject({ first: { source: 'google' }, last: { source: 'google', wbraid: 'w1' } });
  });

  test('keeps the first visit apart from this one', async () => {
    const marks =
      'utm_source=bing&msclkid=m1&first_utm_source=google&first_gclid=g1&first_at=2026-10-01T10:00:00.000Z&at=nonsense';
    const page = await show(`/f/${formId}?${marks}`);
    const value =
      new JSDOM(page.body).window.document.querySelector('[name=touch]')?.getAttribute('value') ?? '';
    await submit(answers({ touch: value }));
    expect(await leads()).toMatchObject([
      {
        first_touch: { source: 'google', gclid: 'g1', at: '2026-10-01T10:00:00.000Z' },
        last_touch: { source: 'bing', msclkid: 'm1' },
      },
    ]);
  });
});

describe('sent again', () => {
  test('by the same person within minutes it is one lead, at once and one after the other', async () => {
    const one = answers();
    await Promise.all([submit(one), submit({ ...one, submissionKey: randomUUID() })]);
    await submit({ ...one, submissionKey: randomUUID(), agreeEmail: 'yes' });
    expect(await leads()).toHaveLength(1);
    expect(await rows(`select 1 from app.person where last_name = $1`, [one['lastName']])).toHaveLength(1);
    expect(await rows(`select verdict from app.form_submission order by id`)).toEqual([
      { verdict: 'lead' },
      { verdict: 'repeat' },
      { verdict: 'repeat' },
    ]);
    // what was agreed to the second time counts, once
    expect(await rows(`select purpose from app.permission where channel = 'email' order by purpose`)).toEqual(
      [{ purpose: 'marketing' }, { purpose: 'service' }],
    );
  });

  test('on another day it is another inquiry of the same person, who came first by the first', async () => {
    const one = answers();
    await submit(one);
    await rows(`update app.form_submission set occurred_at = occurred_at - interval '1 day'`);
    await submit({
      ...one,
      submissionKey: randomUUID(),
      touch: '{"first":{"source":"mail"},"last":{"source":"mail"}}',
    });
    expect(await leads()).toMatchObject([
      { first_touch: { source: 'google' }, last_touch: { source: 'bing' } },
      { first_touch: { source: 'google' }, last_touch: { source: 'mail' } },
    ]);
  });
});

describe('limits', () => {
  test('one number is taken three times a day, whoever types it, counted for every process', async () => {
    const other = await startApi({}, api.world);
    try {
      const codes: number[] = [];
      for (const via of [api, other, api, other]) {
        const sent = await via.app.inject({
          method: 'POST',
          url: `/f/${formId}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams(answers({ phone: '(216) 555-1999' })).toString(),
        });
        codes.push(sent.statusCode);
      }
      expect(codes).toEqual([200, 200, 200, 429]);
      expect(await leads()).toHaveLength(3);
    } finally {
      await other.close();
    }
  });

  test('what a crash undid and what had to be mended is not counted; what was stored is', async () => {
    const phone = '(216) 555-1998';
    const email = 'crash@example.com';
    const codes = async (times: number, more: Record<string, string> = {}): Promise<number[]> => {
      const all: number[] = [];
      for (let no = 0; no < times; no++)
        all.push((await submit(answers({ phone, email, ...more }))).statusCode);
      return all;
    };
    // as a crash in the middle of it: everything of the transaction is undone
    await api.world.asOwner(
      `alter table app.form_submission add constraint crash check (lead_id is null) not valid`,
    );
    expect(await codes(6)).toEqual([500, 500, 500, 500, 500, 500]);
    await api.world.asOwner(`alter table app.form_submission drop constraint crash`);
    expect(await codes(6, { firstName: '' })).toEqual([422, 422, 422, 422, 422, 422]);
    expect(await codes(4)).toEqual([200, 200, 200, 429]);
    expect(await rows(`select id from app.form_submission`)).toHaveLength(3);
  });

  test('attempts are counted by network, whatever becomes of them', async () => {
    for (let no = 0; no < 60; no++) expect((await submit({})).statusCode).toBe(422);
    expect((await submit(answers())).statusCode).toBe(429);
  });

  test('of many at once no more are taken than there is allowance', async () => {
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => submit(answers({ phone: '(216) 555-1997' }))),
    );
    expect(sent.filter(({ statusCode }) => statusCode === 200)).toHaveLength(3);
    expect(sent.filter(({ statusCode }) => statusCode === 429)).toHaveLength(5);
    expect(await leads()).toHaveLength(3);
  });

  test("a form takes no more than its day's worth; the page says what to do", async () => {
    const { body: form } = await owner('GET', `/api/lead-forms/${formId}`);
    await owner('PATCH', `/api/lead-forms/${formId}`, { version: form['version'], dailyLimit: 1 });
    expect((await submit(answers())).statusCode).toBe(200);
    const refused = await submit(answers());
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain('call Harbor Retirement Advisors at (216) 555-0100');
    expect(await axeFinds(refused.body)).toEqual([]);
    await api.world.asOwner(`update directory.allowance set until = until - interval '25 hours'`);
    expect((await submit(answers())).statusCode).toBe(200);
  });
});

describe('somebody who is known', () => {
  const proposals = async () => (await owner('GET', '/api/proposals?status=open')).body['items'];

  test('is not changed: what differs is proposed, and taken over by name or refused', async () => {
    const known = await buildPerson(firm, {
      firstName: 'Maria',
      lastName: 'Known',
      emails: [{ address: 'known@example.com' }],
    });
    const typed = answers({
      email: 'Known@Example.com',
      lastName: 'Intruder',
      state: 'OH',
      phone: '(216) 555-1777',
    });
    await submit(typed);
    expect(await rows(`select last_name, state from app.person where id = $1`, [known.id])).toEqual([
      { last_name: 'Known', state: null },
    ]);
    const [proposal] = (await proposals()) as { id: string; version: number; changes: object }[];
    expect(proposal).toMatchObject({
      personId: known.id,
      changes: { lastName: 'Intruder', state: 'OH', phone: '+12165551777' },
    });
    expect(await rows(`select title from app.task where person_id = $1`, [known.id])).toEqual([
      { title: 'Accept or refuse new details from the form' },
    ]);
    const accepted = await owner('POST', `/api/proposals/${proposal?.id}/accept`, {
      version: 1,
      fields: ['state', 'phone'],
    });
    expect(accepted.body).toMatchObject({ status: 'accepted' });
    expect(await rows(`select last_name, state from app.person where id = $1`, [known.id])).toEqual([
      { last_name: 'Known', state: 'OH' },
    ]);
    expect(await rows(`select e164 from app.person_phone where person_id = $1`, [known.id])).toEqual([
      { e164: '+12165551777' },
    ]);
    expect((await owner('POST', `/api/proposals/${proposal?.id}/refuse`, { version: 2 })).status).toBe(409);
    expect(await proposals()).toEqual([]);
  });

  test('who types what the record says has nothing proposed, and the question is kept for who may read it', async () => {
    const known = await buildPerson(firm, { lastName: 'Same', emails: [{ address: 'same@example.com' }] });
    const question = 'When may I take my 401(k)?';
    await submit(answers({ email: 'same@example.com', lastName: 'same', phone: '', question }));
    expect(await proposals()).toEqual([]);
    const { body } = await owner('GET', `/api/form-submissions?personId=${known.id}`);
    expect(body['items']).toMatchObject([{ verdict: 'known_person', question, formId }]);
  });
});

describe('marketing texts', () => {
  const NUMBER = '+12165551888';
  const agreed = (personId: string) =>
    firm.run(async (ctx) => {
      const recipient = await recipientOf(ctx, personId, 'sms', NUMBER);
      if (!recipient) return [];
      return (await readForGate(ctx, 'sms', recipient)).permissions.map(({ purpose }) => purpose);
    });
  const say = (body: string) =>
    firm.run((ctx) => takeText(ctx, { providerId: randomUUID(), from: NUMBER, body, refusedMediaCount: 0 }));

  test("wait for the phone's own YES; the phone is asked once", async () => {
    const sent = answers({ phone: NUMBER, agreeSmsMarketing: 'yes' });
    await submit(sent);
    await submit({ ...sent, submissionKey: randomUUID() });
    const [person] = await rows<{ id: string }>(`select id from app.person where last_name = $1`, [
      sent['lastName'],
    ]);
    const personId = person?.id ?? '';
    expect(
      await rows(`select channel, purpose from app.message_order where person_id = $1`, [personId]),
    ).toEqual([{ channel: 'sms', purpose: 'service' }]);
    expect(await agreed(personId)).toEqual(['service']);
    await say('maybe');
    expect(await agreed(personId)).toEqual(['service']);
    await say('Yes!');
    expect((await agreed(personId)).sort()).toEqual(['marketing', 'service']);
    const events = await rows<{ payload: object }>(
      `select payload from spine.event where subject_id = $1 and kind = 'consent.given' and payload ->> 'purpose' = 'marketing'`,
      [personId],
    );
    expect(events).toHaveLength(1);
  });

  test('a YES that comes days later is an answer to something else', async () => {
    const sent = answers({ phone: NUMBER, agreeSmsMarketing: 'yes' });
    await submit(sent);
    await rows(`update app.permission set given_at = given_at - interval '4 days'`);
    await say('YES');
    const [person] = await rows<{ id: string }>(`select id from app.person where last_name = $1`, [
      sent['lastName'],
    ]);
    expect(await agreed(person?.id ?? '')).toEqual(['service']);
  });
});

describe('forms by the API', () => {
  test('are made, listed and retired; other words of consent are another version that stays on record', async () => {
    const { body: source } = await owner('POST', '/api/lead-sources', { name: 'Guide', kind: 'form' });
    const made = await owner('POST', '/api/lead-forms', {
      title: 'Get the guide',
      sourceId: source['id'],
      bookId: firm.bookId,
      asks: [],
      consentEmail: 'You may email me.',
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = String(made.body['id']);
    const page = (await show(`/f/${id}`)).body;
    expect(page).toContain('Get the guide');
    for (const name of ['phone', 'state', 'question', 'agreeSms'])
      expect(page).not.toContain(`name="${name}"`);
    const changed = await owner('PATCH', `/api/lead-forms/${id}`, {
      version: 1,
      consentEmail: 'You may email me twice a month.',
    });
    expect(changed.body).toMatchObject({ consentVersion: 2, version: 2 });
    expect(
      (await owner('PATCH', `/api/lead-forms/${id}`, { version: 2, title: 'The guide' })).body,
    ).toMatchObject({
      consentVersion: 2,
    });
    const { body: wordings } = await owner('GET', `/api/lead-forms/${id}/wordings`);
    expect(wordings['items']).toMatchObject([
      { number: 2, email: 'You may email me twice a month.' },
      { number: 1, email: 'You may email me.' },
    ]);
    expect((await owner('GET', '/api/lead-forms')).body['items']).toHaveLength(2);
    await owner('PATCH', `/api/lead-forms/${id}`, { version: 3, retired: true });
    expect((await show(`/f/${id}`)).statusCode).toBe(404);
  });

  test.each([
    [{ sourceId: randomUUID() }, 'sourceId'],
    [{ allowedOrigins: ['https://harbor.example/path'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ["https://x.example; script-src 'unsafe-inline'"] }, 'allowedOrigins.0'],
  ])('%j is refused at its field', async (change, field) => {
    const refused = await owner('PATCH', `/api/lead-forms/${formId}`, { version: 1, ...change });
    expect([400, 422]).toContain(refused.status);
    expect(refused.body['errors']).toMatchObject([{ field }]);
  });
});
