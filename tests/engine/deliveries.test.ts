import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Channels } from '@rap/activities/sending/channels';
import { MessageSender, type MessageOrder } from '@rap/activities/sending/message-sender';
import type { Channel } from '@rap/contracts/consent';
import { givePermission } from '@rap/database/consent/consent-commands';
import type { PersonEntity } from '@rap/database/person/person.entity';
import { installKey } from '@rap/database/sealing/install-key';
import { createMailAddresses } from '@rap/providers/smtp/return-path';
import { createSmtpSender, type SmtpSender } from '@rap/providers/smtp/send';
import { createTwilioSender } from '@rap/providers/twilio/send';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { buildPerson } from '../support/build/person.ts';
import { startOutside, TWILIO_ACCOUNT } from '../support/build/sandbox.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

/** Tuesday noon in Ohio: a good time for everything */
const clock = { at: Date.parse('2026-11-24T17:00:00Z'), now: () => clock.at };

let world: TestWorld;
let firm: TestFirm;
let sandbox: Sandbox;
let smtp: SmtpSender;
let sender: MessageSender;
let owner: pg.Client;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, {
    settings: { emailDomain: 'harbor.example', smsFrom: '+12165550100', maxTextsPerDay: 3 },
  });
  sandbox = await startOutside();
  smtp = createSmtpSender({ url: `smtp://127.0.0.1:${sandbox.smtpPort}`, timeoutMs: 1_000 });
  const twilio = createTwilioSender({ ...TWILIO_ACCOUNT, apiBase: sandbox.url, timeoutMs: 1_000 });
  sender = new MessageSender(
    world.db,
    new Channels(smtp, twilio, 'http://127.0.0.1:1', clock),
    {
      mailAddresses: createMailAddresses(
        await installKey(world.keysFolder, 'mail-addresses'),
        'reply.harbor.example',
      ),
      linkKey: await installKey(world.keysFolder, 'links'),
      publicUrl: 'https://app.harbor.example',
    },
    clock,
  );
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  smtp.close();
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

let count = 0;
interface Reached {
  readonly person: PersonEntity;
  readonly email: string;
  readonly phone: string;
}

async function reachable(): Promise<Reached> {
  count += 1;
  const [email, phone] = [`person${count}@example.com`, `+1216555${String(2000 + count)}`];
  const person = await buildPerson(firm, {
    state: 'OH',
    emails: [{ address: email }],
    phones: [{ number: phone }],
  });
  await firm.run(async (ctx) => {
    for (const channel of ['email', 'sms'] as const) {
      await givePermission(ctx, {
        personId: person.id,
        channel,
        purpose: 'service',
        address: channel === 'email' ? email : phone,
        textVersion: 't1',
        textShown: 'Write to me.',
        proof: {},
      });
    }
  });
  return { person, email, phone };
}

function orderTo(who: Reached, channel: Channel, effectKey: string = randomUUID()): MessageOrder {
  return {
    who: { firmId: firm.firmId, actor: 'run:test', books: '*', correlationId: 'test-correlation' },
    effectKey,
    personId: who.person.id,
    channel,
    purpose: 'service',
    wording: {
      text:
        channel === 'email'
          ? { channel, subject: 'Hello', html: `<p>${effectKey}</p>` }
          : { channel, body: `Hello ${effectKey}` },
    },
    notAfterMs: clock.now() + 3 * 86_400_000,
    automatic: true,
  };
}

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
  const dying = new MessageSender(
    world.db,
    Object.assign(Object.create(Channels.prototype) as Channels, {
      handOver: () => Promise.reject(new Error('killed')),
    }),
    Reflect.get(sender, 'identity'),
    clock,
  );
  await expect(dying.send(order)).rejects.toThrow('killed');
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
