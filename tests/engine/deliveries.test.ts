import { generateKeyPairSync, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import type { MessageOrder, MessageSender } from '@rap/activities/sending/message-sender';
import type { Channel } from '@rap/contracts/consent';
import { givePermission } from '@rap/database/consent/consent-commands';
import { authenticateMail } from '@rap/providers/inbound-mail/authenticate';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { takeMail } from '@rap/database/inbound/take-mail';
import { changeSettings } from '@rap/database/firm/sending-rules';
import { archiveBacklog } from '@rap/database/delivery/archive-ledger';
import { insertRecord } from '@rap/database/records/write-record';
import { MeetingEntity } from '@rap/database/meeting/meeting.entity';
import { buildPerson } from '../support/build/person.ts';
import { startOutside } from '../support/build/sandbox.ts';
import {
  buildReachable,
  buildSending,
  orderTo as buildOrder,
  type Reached,
  type TestSending,
} from '../support/build/sending.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

/** Tuesday noon in Ohio: a good time for everything */
const clock = { at: Date.parse('2026-11-24T17:00:00Z'), now: () => clock.at };

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DKIM_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const DKIM_RECORD = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

let world: TestWorld;
let firm: TestFirm;
let sandbox: Sandbox;
let sending: TestSending;
let sender: MessageSender;
let archive: ArchiveFeeder;
let owner: pg.Client;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, {
    postalAddress: '200 Public Square, Cleveland, OH 44114',
    settings: { emailDomain: 'harbor.example', smsFrom: '+12165550100', maxTextsPerDay: 3 },
  });
  sandbox = await startOutside();
  sending = await buildSending(world, sandbox, clock, {
    dkim: (domain) => ({ domain, selector: 'rap', privateKey: DKIM_KEY }),
  });
  ({ sender, archive } = sending);
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  sending.smtp.close();
  await sandbox.close();
  await world.close();
});

const post = async (path: string, body: object): Promise<void> => {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
};
beforeEach(async () => {
  await post('/mail/api/reset', {});
  await post('/twilio/api/reset', {});
});

const reachable = (): Promise<Reached> => buildReachable(firm);
const orderTo = (who: Reached, channel: Channel, effectKey: string = randomUUID()): MessageOrder =>
  buildOrder(firm, who.person.id, channel, { effectKey, nowMs: clock.now() });

const Listed = z.object({
  messages: z.array(z.object({ timesDelivered: z.number().default(1) })),
});
async function received({ email, phone }: Reached, channel: Channel): Promise<number> {
  const path =
    channel === 'email'
      ? `/mail/api/messages?to=${email}`
      : `/twilio/api/messages?number=${encodeURIComponent(phone)}`;
  const { messages } = Listed.parse(await (await fetch(`${sandbox.url}${path}`)).json());
  return messages.reduce((sum, message) => sum + (channel === 'email' ? message.timesDelivered : 1), 0);
}
const stateOf = async (order: MessageOrder): Promise<unknown> => {
  const rows: { state: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select state from app.delivery where effect_key = $1`, [order.effectKey]),
  );
  return rows[0]?.state;
};
const tasksOf = (who: Reached): Promise<{ title: string }[]> =>
  firm.run((ctx) => ctx.em.query(`select title from app.task where person_id = $1`, [who.person.id]));

/** The settle time passes: only the database's clock counts for it, so the row is made older. */
async function settleTimePasses(order: MessageOrder): Promise<void> {
  await owner.query(`select set_config('app.firm_id', $1, false)`, [firm.firmId]);
  await owner.query(
    `update app.delivery set handed_at = handed_at - interval '2 minutes' where effect_key = $1`,
    [order.effectKey],
  );
}

/** As an attempt that died right after its commit, before anything left. */
async function diedAfterCommit(order: MessageOrder): Promise<void> {
  await expect(sending.dieAfterCommit(order)).rejects.toThrow('killed');
  expect(await stateOf(order)).toBe('handing_over');
}

describe.each(['email', 'sms'] as const)('a message by %s', (channel) => {
  test('ten attempts at once send it once, and all say so', async () => {
    const who = await reachable();
    const order = orderTo(who, channel);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => sender.send(order)));
    expect(await received(who, channel)).toBe(1);
    expect(outcomes.filter((outcome) => outcome.of === 'sent').length).toBeGreaterThan(0);
    expect(outcomes.every((outcome) => outcome.of === 'sent' || outcome.of === 'later')).toBe(true);
    expect((await sender.send(order)).of).toBe('sent');
    expect(await received(who, channel)).toBe(1);
  });
});

describe('e-mail', () => {
  test('whose connection broke before the message is tried again and arrives once', async () => {
    const who = await reachable();
    const order = orderTo(who, 'email');
    await post('/mail/api/faults', { kind: 'drop', when: 'before_data' });
    expect((await sender.send(order)).of).toBe('later');
    expect(await stateOf(order)).toBe('claimed');
    expect(await sender.send(order)).toMatchObject({ of: 'sent', sure: true });
    expect(await received(who, 'email')).toBe(1);
  });

  test('whose connection broke after the message is never sent again; a person has to look', async () => {
    const who = await reachable();
    const order = orderTo(who, 'email');
    await post('/mail/api/faults', { kind: 'drop', when: 'after_data' });
    expect(await sender.send(order)).toMatchObject({ of: 'sent', sure: false });
    expect(await stateOf(order)).toBe('unknown');
    await sender.send(order);
    expect(await received(who, 'email')).toBe(1);
    expect(await tasksOf(who)).toEqual([{ title: 'Find out whether an email arrived' }]);
  });

  test('of an attempt that died is unknown once its time has passed, never sent twice', async () => {
    const who = await reachable();
    const order = orderTo(who, 'email');
    await diedAfterCommit(order);
    expect(await sender.send(order)).toMatchObject({ of: 'later', reason: 'being_handed_over' });
    await settleTimePasses(order);
    expect(await sender.send(order)).toMatchObject({ of: 'sent', sure: false });
    expect(await received(who, 'email')).toBe(0);
    expect(await tasksOf(who)).toHaveLength(1);
  });

  test('to an address that does not exist is refused for good', async () => {
    const who = await reachable();
    await post('/mail/api/faults', { kind: 'reject', at: 'rcpt', code: 550, text: '5.1.1 no such user' });
    expect(await sender.send(orderTo(who, 'email'))).toMatchObject({
      of: 'refused',
      code: 'address_invalid',
    });
  });
});

describe('a text', () => {
  test.each(['hang_after_act', 'server_error_after_act'] as const)(
    'that Twilio took without an answer (%s) is found there, and not sent again',
    async (kind) => {
      const who = await reachable();
      const order = orderTo(who, 'sms');
      await post('/twilio/api/faults', { kind });
      expect(await sender.send(order)).toMatchObject({ of: 'later', reason: 'asking_provider' });
      await settleTimePasses(order);
      expect(await sender.send(order)).toMatchObject({ of: 'sent', sure: true });
      expect(await received(who, 'sms')).toBe(1);
    },
  );

  test('that Twilio never got is sent, once', async () => {
    const who = await reachable();
    const order = orderTo(who, 'sms');
    await diedAfterCommit(order);
    await settleTimePasses(order);
    expect(await sender.send(order)).toMatchObject({ of: 'sent', sure: true });
    expect(await received(who, 'sms')).toBe(1);
  });

  test('that comes too fast waits as long as Twilio says', async () => {
    const who = await reachable();
    const order = orderTo(who, 'sms');
    await post('/twilio/api/faults', { kind: 'rate_limited', retryAfterSeconds: 7 });
    expect(await sender.send(order)).toEqual({
      of: 'later',
      atMs: clock.now() + 7_000,
      reason: 'rate_limited',
    });
    expect((await sender.send(order)).of).toBe('sent');
  });

  test('to a number that opted out at the carrier closes the number for us too', async () => {
    const who = await reachable();
    await post('/twilio/api/faults', { kind: 'refuse_with', errorCode: 21610 });
    expect(await sender.send(orderTo(who, 'sms'))).toMatchObject({ of: 'refused', code: 'opted_out' });
    expect(await sender.send(orderTo(who, 'sms'))).toMatchObject({ of: 'refused', code: 'opted_out' });
    expect(await received(who, 'sms')).toBe(0);
  });

  test('caps hold when many are sent at once', async () => {
    const who = await reachable();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => sender.send(orderTo(who, 'sms'))));
    expect(outcomes.filter((outcome) => outcome.of === 'sent')).toHaveLength(3);
    expect(
      outcomes.filter((outcome) => outcome.of === 'later' && outcome.reason === 'frequency_cap'),
    ).toHaveLength(5);
    expect(await received(who, 'sms')).toBe(3);
  });
});

test('a delivery keeps what was decided and what was sent, and neither in clear', async () => {
  const who = await reachable();
  const order = orderTo(who, 'email', 'planted-effect-content');
  await sender.send(order);
  const { rows } = await owner.query<{ text: string }>(
    `select d::text as text from app.delivery d where effect_key = 'planted-effect-content'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.text).toContain('There is an agreement to service emails');
  expect(rows[0]?.text).not.toContain(who.email);
});

const Mail = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      messageId: z.string(),
      subject: z.string(),
      text: z.string(),
      replyTo: z.object({ address: z.string() }).nullable(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
});
const mailTo = async (address: string) =>
  Mail.parse(await (await fetch(`${sandbox.url}/mail/api/messages?to=${address}`)).json()).messages;
const rawOf = async (id: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${sandbox.url}/mail/api/messages/${id}/raw`)).arrayBuffer());
const header = (mail: { headers: { name: string; value: string }[] } | undefined, name: string) =>
  mail?.headers.find((one) => one.name.toLowerCase() === name)?.value;
async function agreeToMarketing({ person, email }: Reached): Promise<void> {
  const given = { personId: person.id, channel: 'email', purpose: 'marketing', address: email } as const;
  await firm.run((ctx) => givePermission(ctx, { ...given, textVersion: 't1', textShown: 'Yes', proof: {} }));
}

describe('an e-mail', () => {
  test('of marketing is signed, says who sends and from where, and leaves by one click', async () => {
    const who = await reachable();
    await agreeToMarketing(who);
    await sender.send({ ...orderTo(who, 'email'), purpose: 'marketing' });
    const [mail] = await mailTo(who.email);
    expect(mail?.text).toContain('Harbor Retirement Advisors, 200 Public Square, Cleveland, OH 44114');
    expect(mail?.text).toMatch(/Unsubscribe from these emails: https:\/\/app\.harbor\.example\/u\//);
    expect(header(mail, 'list-unsubscribe')).toMatch(/^<https:\/\/app\.harbor\.example\/u\/[\w-]+>$/);
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const resolver = async (name: string): Promise<string[][]> => {
      if (name === 'rap._domainkey.harbor.example') return [[DKIM_RECORD]];
      throw Object.assign(new Error('no records'), { code: 'ENOTFOUND' });
    };
    const envelope = { remoteIp: '192.0.2.1', helo: 'mail.harbor.example', envelopeFrom: null };
    const raw = await rawOf(mail?.id ?? '');
    expect(await authenticateMail(raw, envelope, { hostname: 'mx.example.com', resolver })).toMatchObject({
      dkim: 'pass',
      verdict: 'pass',
    });
    expect(/^DKIM-Signature:[^]*?\r\n(?=\S)/m.exec(raw.toString())?.[0].replaceAll(/\s/g, '')).toMatch(
      /h=[^;]*List-Unsubscribe:List-Unsubscribe-Post/i,
    );
  });

  test('of marketing does not leave a firm without a postal address', async () => {
    const bare = await buildFirm(world, { settings: { emailDomain: 'bare.example' } });
    const person = await buildPerson(bare, { emails: [{ address: 'bare@example.com' }] });
    const who = { person, email: 'bare@example.com', phone: '' };
    await bare.run((ctx) =>
      givePermission(ctx, {
        personId: person.id,
        channel: 'email',
        purpose: 'marketing',
        address: who.email,
        textVersion: 't1',
        textShown: 'Yes',
        proof: {},
      }),
    );
    const order: MessageOrder = { ...orderTo(who, 'email'), purpose: 'marketing' };
    expect(await sender.send({ ...order, who: { ...order.who, firmId: bare.firmId } })).toMatchObject({
      of: 'failed',
      code: 'no_postal_address',
    });
    expect(await mailTo(who.email)).toEqual([]);
  });

  test('that answers one joins its thread, for us and for mail programs', async () => {
    const who = await reachable();
    await sender.send(orderTo(who, 'email'));
    const [first] = await mailTo(who.email);
    const threads: { thread_id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select thread_id from app.communication where person_id = $1`, [who.person.id]),
    );
    const threadId = threads[0]?.thread_id ?? '';
    await firm.run((ctx) =>
      takeMail(ctx, {
        threadId,
        messageId: '<answer@example.com>',
        inReplyTo: first?.messageId ?? null,
        from: who.email,
        subject: 'Re: Hello',
        text: 'Tell me more.',
        automatic: false,
        authenticated: true,
      }),
    );
    const inbound: { id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select id from app.communication where person_id = $1 and direction = 'in'`, [
        who.person.id,
      ]),
    );
    const replyToId = inbound[0]?.id ?? '';
    await sender.send({ ...orderTo(who, 'email'), replyToId });
    const mails = await mailTo(who.email);
    const reply = mails.find((mail) => mail.messageId !== first?.messageId);
    expect(header(reply, 'in-reply-to')).toBe('<answer@example.com>');
    expect(header(reply, 'references')?.split(/\s+/)).toEqual([first?.messageId, '<answer@example.com>']);
    expect(reply?.replyTo).toEqual(first?.replyTo);
    const kept: unknown[] = await firm.run((ctx) =>
      ctx.em.query(
        `select 1 from app.communication where person_id = $1 and thread_id = $2 and in_reply_to = $3 and direction = 'out'`,
        [who.person.id, threadId, replyToId],
      ),
    );
    expect(kept).toHaveLength(1);
  });

  test('says when the next meeting is, by the clock of its reader', async () => {
    const who = await reachable();
    await firm.run((ctx) =>
      insertRecord(ctx, MeetingEntity, {
        personId: who.person.id,
        title: 'Review',
        startsAt: new Date('2026-12-01T15:00:00Z'),
        endsAt: new Date('2026-12-01T16:00:00Z'),
        timeZone: 'America/New_York',
        occurredAt: new Date(clock.now()),
      }),
    );
    const html = '<p>See you {{ meeting.startsAt | when }}.</p>';
    await sender.send({
      ...orderTo(who, 'email'),
      wording: { text: { channel: 'email', subject: 'Soon', html } },
    });
    expect((await mailTo(who.email))[0]?.text).toContain('See you Tue, Dec 1, 10:00 am Eastern.');
  });
});

test('a text that would take more than ten is not sent, and says so', async () => {
  const who = await reachable();
  const wording = { text: { channel: 'sms', body: '’'.repeat(680) } } as const;
  expect(await sender.send({ ...orderTo(who, 'sms'), wording })).toMatchObject({
    of: 'failed',
    code: 'text_too_long',
  });
  expect(await received(who, 'sms')).toBe(0);
});

describe("the firm's archive", () => {
  const ARCHIVE = 'journal@archive.example';
  const changeArchive = (archiveAddress: string) =>
    firm.run((ctx) => changeSettings(ctx, { archiveAddress }, { reason: 'a test' }));
  const owed = async () => (await firm.run(archiveBacklog)).count;
  beforeEach(() => changeArchive(ARCHIVE));
  afterAll(() => changeArchive(''));

  test('gets the very bytes of an email, and the words of a text', async () => {
    const who = await reachable();
    for (const channel of ['email', 'sms'] as const)
      await sender.send(orderTo(who, channel, `copy-${channel}`));
    await archive.idle();
    const copies = await mailTo(ARCHIVE);
    expect(copies).toHaveLength(2);
    const [original] = await mailTo(who.email);
    const sent = await rawOf(original?.id ?? '');
    const raws = await Promise.all(copies.map(({ id }) => rawOf(id)));
    const unwrapped = raws.map((raw) => raw.toString().replaceAll(/\s/g, ''));
    expect(unwrapped.some((text) => text.includes(sent.toString('base64')))).toBe(true);
    const text = copies.find((copy) => copy.text.includes('Channel: sms'));
    expect(text?.text).toContain('Hello copy-sms');
    expect(text?.text).toContain(`To: ${who.phone}`);
    expect(await owed()).toBe(0);
  });

  test('also gets what may have left, and nothing that did not', async () => {
    const [perhaps, refused] = [await reachable(), await reachable()];
    await post('/mail/api/faults', { kind: 'drop', when: 'after_data' });
    expect(await sender.send(orderTo(perhaps, 'email'))).toMatchObject({ of: 'sent', sure: false });
    await archive.idle();
    await post('/mail/api/faults', { kind: 'reject', at: 'rcpt', code: 550, text: '5.1.1 no such user' });
    expect((await sender.send(orderTo(refused, 'email'))).of).toBe('refused');
    await archive.idle();
    const copies = await mailTo(ARCHIVE);
    expect(copies.map(({ text }) => /Outcome: (\w+)/.exec(text)?.[1])).toEqual(['unknown']);
  });

  test('that does not answer is owed its copy, and gets it by the hourly round', async () => {
    const who = await reachable();
    const { who: system, ...order } = orderTo(who, 'sms');
    await post('/mail/api/faults', { kind: 'reject', at: 'rcpt', code: 451, text: 'later', times: 1 });
    await sender.send({ ...order, who: system });
    await archive.idle();
    expect(await mailTo(ARCHIVE)).toEqual([]);
    expect(await owed()).toBe(1);
    await sender.settleLeftBehind(system);
    await archive.idle();
    expect(await mailTo(ARCHIVE)).toHaveLength(1);
    expect(await owed()).toBe(0);
  });
});

test('the stop switch holds what is on its way, and lets it go again', async () => {
  const who = await reachable();
  const order = orderTo(who, 'email');
  const turn = (stopSending: boolean) => firm.run((ctx) => changeSettings(ctx, { stopSending }, {}));
  await turn(true);
  expect(await sender.send(order)).toMatchObject({ of: 'later', reason: 'stop_switch' });
  await turn(false);
  expect(await sender.send(order)).toMatchObject({ of: 'sent' });
  expect(await received(who, 'email')).toBe(1);
});

test('deliveries that nobody came back for are settled by the round: asked about, or refused as too late', async () => {
  const [asked, lost] = [await reachable(), await reachable()];
  const [left, gone] = [orderTo(asked, 'sms'), orderTo(lost, 'sms')];
  await post('/twilio/api/faults', { kind: 'hang_after_act' });
  expect((await sender.send(left)).of).toBe('later');
  await diedAfterCommit(gone);
  await owner.query(`select set_config('app.firm_id', $1, false)`, [firm.firmId]);
  await owner.query(
    `update app.delivery set handed_at = handed_at - interval '2 hours', not_after = $2 where effect_key = any($1)`,
    [[left.effectKey, gone.effectKey], new Date(clock.now() - 1)],
  );
  expect(await sender.settleLeftBehind(left.who)).toBe(2);
  expect(await stateOf(left)).toBe('accepted');
  expect(await stateOf(gone)).toBe('refused');
  expect(await sender.settleLeftBehind(left.who)).toBe(0);
  expect([await received(asked, 'sms'), await received(lost, 'sms')]).toEqual([1, 0]);
});
