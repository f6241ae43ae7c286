import { randomUUID } from 'node:crypto';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { optOut } from '@rap/database/consent/consent-commands';
import { buildForm, PUBLIC_URL, startApi, TWILIO_TOKEN, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let formId: string;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  formId = await buildForm(api, firm);
});
afterAll(() => api?.close());

const rows = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  firm.run((ctx) => ctx.em.query(sql, values));
let count = 0;
const answers = (more: Record<string, string> = {}) => {
  count += 1;
  return {
    firstName: 'Maria',
    lastName: `Alvarez ${count}`,
    email: `maria${count}@example.com`,
    phone: `(216) 555-${String(1100 + count)}`,
    submissionKey: randomUUID(),
    touch: '{"first":{"source":"google","gclid":"abc"},"last":{"source":"bing"}}',
    ...more,
  };
};
const submit = (body: Record<string, string>) =>
  api.app.inject({
    method: 'POST',
    url: `/f/${formId}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(body).toString(),
  });

describe('the public form', () => {
  test('shows the consent texts, unticked, and carries UTM marks and click ids on', async () => {
    const page = await api.app.inject({ url: `/f/${formId}?utm_source=google&gclid=a%22b&other=x` });
    expect(page.body).toContain('You may text me.');
    expect(page.body).not.toContain('checked');
    expect(page.body).toContain('&#34;source&#34;:&#34;google&#34;');
    expect(page.body).not.toContain('a"b');
  });

  test('sent twice is one lead, with both touches and the agreement as it was shown', async () => {
    const sent = answers({ agreeSms: 'yes' });
    await Promise.all([submit(sent), submit(sent), submit(sent)]);
    const leads = await rows<{ first_touch: object; last_touch: object; person_id: string }>(
      `select l.first_touch, l.last_touch, l.person_id from app.lead l join app.person p on p.firm_id = l.firm_id and p.id = l.person_id where p.last_name = $1`,
      [sent.lastName],
    );
    expect(leads).toHaveLength(1);
    expect(leads[0]).toMatchObject({ first_touch: { gclid: 'abc' }, last_touch: { source: 'bing' } });
    const given = await rows<{ channel: string; purpose: string; text_shown: string; text_version: string }>(
      `select channel, purpose, text_shown, text_version from app.permission where person_id = $1 order by channel`,
      [leads[0]?.person_id],
    );
    expect(given).toMatchObject([
      { channel: 'email', purpose: 'service' },
      {
        channel: 'sms',
        purpose: 'service',
        text_shown: 'You may text me.',
        text_version: `form:${formId}:3`,
      },
    ]);
    const events = await rows<{ kind: string }>(
      `select kind from spine.event where subject_id = $1 order by seq`,
      [leads[0]?.person_id],
    );
    expect(events.map((event) => event.kind)).toEqual([
      'person.created',
      'consent.given',
      'consent.given',
      'lead.created',
      'form.submitted',
    ]);
  });

  test('with a fault keeps what was typed and says the fix at the field', async () => {
    const sent = answers({ email: 'maria@example', question: 'About my 401(k) <script>' });
    const page = await submit(sent);
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain('Add the ending, for example .com.');
    expect(page.body).toContain('About my 401(k) &#60;script&#62;');
    expect(await rows(`select 1 from app.person where last_name = $1`, [sent.lastName])).toEqual([]);
    expect((await submit({ ...sent, email: 'maria@example.com' })).statusCode).toBe(200);
  });

  test('thanks a robot and keeps nothing of it but the submission', async () => {
    const sent = answers({ website: 'http://spam.example' });
    expect((await submit(sent)).statusCode).toBe(200);
    expect(await rows(`select 1 from app.person where last_name = $1`, [sent.lastName])).toEqual([]);
  });

  test('never changes a known person and never lifts an opt-out', async () => {
    const known = await buildPerson(firm, {
      lastName: 'Known',
      emails: [{ address: 'known@example.com' }],
      phones: [{ number: '+12165551999' }],
    });
    await firm.run((ctx) =>
      optOut(ctx, {
        channel: 'sms',
        address: '+12165551999',
        scope: 'all',
        source: 'keyword',
        personId: known.id,
      }),
    );
    await submit(
      answers({ email: 'KNOWN@example.com', lastName: 'Intruder', phone: '+12165551998', agreeSms: 'yes' }),
    );
    expect(await rows(`select last_name from app.person where id = $1`, [known.id])).toEqual([
      { last_name: 'Known' },
    ]);
    expect(await rows(`select e164 from app.person_phone where person_id = $1`, [known.id])).toHaveLength(1);
    expect(
      await rows(`select 1 from app.permission where person_id = $1 and channel = 'sms'`, [known.id]),
    ).toEqual([]);
    expect(
      await rows(`select 1 from app.opt_out where person_id = $1 and lifted_at is null`, [known.id]),
    ).toHaveLength(1);
    expect(await rows(`select 1 from app.lead where person_id = $1`, [known.id])).toHaveLength(1);
  });
});

describe("Twilio's webhooks", () => {
  const NUMBER = '+12165550177';
  const form = (body: string, from: string, sid = `SM${randomUUID().replaceAll('-', '')}`) => ({
    MessageSid: sid,
    From: from,
    To: NUMBER,
    Body: body,
    NumMedia: '0',
  });
  const post = (fields: Record<string, string>, token = TWILIO_TOKEN) =>
    api.app.inject({
      method: 'POST',
      url: '/webhooks/twilio/inbound',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          token,
          `${PUBLIC_URL}/webhooks/twilio/inbound`,
          fields,
        ),
      },
      payload: new URLSearchParams(fields).toString(),
    });
  beforeAll(() => firm.run((ctx) => api.directory.put(ctx, 'phone', NUMBER, ctx.firmId)));

  test('a forged one is refused, and a text for a number that is not ours', async () => {
    expect((await post(form('hi', '+12165551200'), 'another token')).statusCode).toBe(403);
    expect((await post({ ...form('hi', '+12165551200'), To: '+12165550999' })).statusCode).toBe(404);
  });

  test('a text that comes twice is one, and finds its person', async () => {
    const person = await buildPerson(firm, { lastName: 'Texter', phones: [{ number: '+12165551201' }] });
    const fields = form('Tuesday works', '+12165551201');
    await Promise.all([post(fields), post(fields)]);
    await post(fields);
    const events = await rows<{ payload: object }>(
      `select payload from spine.event where subject_id = $1 and kind = 'sms.received'`,
      [person.id],
    );
    expect(events).toMatchObject([{ payload: { keyword: 'none' } }]);
  });

  test('STOP closes the number at once for everybody who shares it; START by that number opens it', async () => {
    const people: { id: string }[] = [];
    for (const lastName of ['Husband', 'Wife']) {
      people.push(await buildPerson(firm, { lastName, phones: [{ number: '+12165551202' }] }));
    }
    const open = () =>
      rows(
        `select scope from app.opt_out where channel = 'sms' and lifted_at is null and source = 'keyword' and person_id = any($1)`,
        [people.map((person) => person.id)],
      );
    expect((await post(form('Stop!', '+12165551202'))).statusCode).toBe(200);
    expect(await open()).toEqual([{ scope: 'all' }]);
    await post(form('START', '+12165551202'));
    expect(await open()).toEqual([]);
  });

  test('a wish to be left alone that is no keyword becomes a task', async () => {
    const person = await buildPerson(firm, { lastName: 'Tired', phones: [{ number: '+12165551203' }] });
    await post(form('please stop texting me', '+12165551203'));
    expect(await rows(`select title from app.task where person_id = $1`, [person.id])).toEqual([
      { title: 'Does this person want no more texts?' },
    ]);
  });
});
