import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { messageWorkflowId } from '@rap/contracts/outbound-message-run';
import { givePermission } from '@rap/database/consent/consent-commands';
import { takeText } from '@rap/database/inbound/take-text';
import {
  cancelOrder,
  effectKeyOf,
  orderMessage,
  type NewOrder,
} from '@rap/database/outbound-message/outbound-message-commands';
import { OutboundMessageEntity } from '@rap/database/outbound-message/outbound-message.entity';
import type { PersonEntity } from '@rap/database/person/person.entity';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { wallClock } from '@rap/domain/time/zoned';
import { reconcileMessages } from '@rap/workers/relay/reconcile-messages';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let engine: TestEngine;
let firm: TestFirm;
beforeAll(async () => {
  engine = await startEngine();
  firm = await buildFirm(engine.world, {
    phone: '(216) 555-0100',
    settings: { smsFrom: '+12165550100', emailDomain: 'harbor.example', keywordAnswers: 'own' },
  });
}, 60_000);
afterAll(() => engine?.close());

let count = 0;
/** Somebody in Ohio who agreed to service texts, unless told otherwise. */
async function somebody(agree = true): Promise<PersonEntity & { number: string }> {
  count += 1;
  await engine.tick();
  const number = `+1216555${String(2000 + count)}`;
  const person = await buildPerson(firm, { state: 'OH', phones: [{ number }] });
  if (agree) {
    await firm.run((ctx) =>
      givePermission(ctx, {
        personId: person.id,
        channel: 'sms',
        purpose: 'service',
        address: number,
        textVersion: 'v1',
        textShown: 'You may text me.',
        proof: {},
      }),
    );
  }
  return Object.assign(person, { number });
}

async function text(personId: string | null, more: Partial<NewOrder> = {}): Promise<OutboundMessageEntity> {
  await engine.tick();
  return firm.run((ctx) =>
    orderMessage(ctx, {
      personId,
      purpose: 'service',
      words: { channel: 'sms', body: 'We will call you, {{ person.firstName }}.' },
      notAfterMs: ctx.now() + 72 * 3_600_000,
      ...more,
    }),
  );
}

async function ended({ id }: { id: string }): Promise<OutboundMessageEntity> {
  await engine.relayed();
  await engine.env.client.workflow.getHandle(messageWorkflowId(firm.firmId, id)).result();
  return firm.run((ctx) =>
    ctx.em.getRepository(OutboundMessageEntity).findOneByOrFail({ firmId: ctx.firmId, id }),
  );
}

const Listed = z.object({
  messages: z.array(z.object({ to: z.string(), body: z.string(), direction: z.string().optional() })),
});
async function textsTo(number: string): Promise<string[]> {
  const answer = await fetch(
    `${engine.sandbox.url}/twilio/api/messages?number=${encodeURIComponent(number)}`,
  );
  return Listed.parse(await answer.json())
    .messages.filter(({ to }) => to === number)
    .map(({ body }) => body);
}

test(
  'a person writes a text: it leaves once, at a good hour, through the gate',
  { timeout: 60_000 },
  async () => {
    const person = await somebody();
    const row = await ended(await text(person.id));
    expect(row).toMatchObject({ status: 'sent', why: null });
    expect(await textsTo(person.number)).toEqual([`We will call you, ${person.firstName}.`]);
    const [delivery]: { occurred_at: Date; actor: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select occurred_at, actor from app.delivery where person_id = $1`, [person.id]),
    );
    const { minutes } = wallClock(delivery?.occurred_at.getTime() ?? 0, 'America/New_York');
    expect(minutes).toBeGreaterThanOrEqual(8 * 60);
    expect(minutes).toBeLessThan(21 * 60);
    expect(delivery?.actor).toBe(firm.who.actor);
  },
);

test('it waits for the time it was written for', { timeout: 60_000 }, async () => {
  const person = await somebody();
  const sendAtMs = (await engine.env.currentTimeMs()) + 5 * 86_400_000;
  await ended(await text(person.id, { sendAtMs, notAfterMs: sendAtMs + 86_400_000 }));
  const [delivery]: { occurred_at: Date }[] = await firm.run((ctx) =>
    ctx.em.query(`select occurred_at from app.delivery where person_id = $1`, [person.id]),
  );
  expect(delivery?.occurred_at.getTime()).toBeGreaterThanOrEqual(sendAtMs);
});

test('without an agreement nothing leaves, and the reason is on record', { timeout: 60_000 }, async () => {
  const person = await somebody(false);
  const row = await ended(await text(person.id));
  expect(row.status).toBe('refused');
  expect(row.why).toMatch(/no agreement to service texts/);
  expect(await textsTo(person.number)).toEqual([]);
});

test('what is called off never leaves; what has left cannot be called off', { timeout: 60_000 }, async () => {
  const person = await somebody();
  const sendAtMs = (await engine.env.currentTimeMs()) + 30 * 86_400_000;
  const order = await text(person.id, { sendAtMs, notAfterMs: sendAtMs + 86_400_000 });
  await engine.relayed();
  const cancelled = await firm.run((ctx) => cancelOrder(ctx, order.id, order.version));
  expect(cancelled.outcome).toBe('written');
  await engine.messages.look(firm.firmId, order.id);
  expect((await ended(order)).status).toBe('cancelled');
  expect(await textsTo(person.number)).toEqual([]);

  const left = await ended(await text(person.id));
  expect(await firm.run((ctx) => cancelOrder(ctx, left.id, left.version))).toEqual({
    outcome: 'over',
    status: 'sent',
  });
});

test(
  'STOP is confirmed once within five minutes, and nothing else gets through',
  { timeout: 60_000 },
  async () => {
    const person = await somebody();
    const inbound = (body: string, providerId: string) =>
      firm.run((ctx) => takeText(ctx, { providerId, from: person.number, body, refusedMediaCount: 0 }));
    await inbound('STOP', `SM${person.id}`);
    await inbound('STOP', `SM${person.id}`);
    await inbound('Unsubscribe', `SM-again-${person.id}`);
    const [answer, ...more]: { id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select id from app.message_order where person_id = $1`, [person.id]),
    );
    expect(more).toEqual([]);
    expect((await ended({ id: answer?.id ?? '' })).status).toBe('sent');
    expect(await textsTo(person.number)).toEqual([expect.stringMatching(/you will get no more texts/)]);
    expect((await ended(await text(person.id))).status).toBe('refused');
    expect(await textsTo(person.number)).toHaveLength(1);
  },
);

test('a wish to be left alone in other words puts everything on hold for a person to decide', async () => {
  const person = await somebody();
  const body = 'please stop texting me';
  await firm.run((ctx) =>
    takeText(ctx, { providerId: `SM-u-${person.id}`, from: person.number, body, refusedMediaCount: 0 }),
  );
  const holds: unknown[] = await firm.run((ctx) =>
    ctx.em.query(`select reason from app.person_hold where person_id = $1 and released_at is null`, [
      person.id,
    ]),
  );
  expect(holds).toEqual([{ reason: 'do_not_contact' }]);
});

test(
  'HELP is answered at any hour, opted out or not; a Spanish word is answered in Spanish',
  { timeout: 60_000 },
  async () => {
    const person = await somebody();
    const ask = async (body: string): Promise<void> => {
      await engine.tick();
      await firm.run((ctx) =>
        takeText(ctx, {
          providerId: `SM-${body}-${person.id}`,
          from: person.number,
          body,
          refusedMediaCount: 0,
        }),
      );
      const orders: { id: string }[] = await firm.run((ctx) =>
        ctx.em.query(`select id from app.message_order where person_id = $1 order by id desc limit 1`, [
          person.id,
        ]),
      );
      expect((await ended({ id: orders[0]?.id ?? '' })).status, body).toBe('sent');
    };
    for (const body of ['ALTO', 'HELP', 'ayuda', 'START']) await ask(body);
    const texts = await textsTo(person.number);
    expect(texts).toHaveLength(4);
    for (const words of [
      /no recibirá más mensajes/,
      /for help call \(216\) 555-0100.*Reply STOP/,
      /ayuda al \(216\) 555-0100.*STOP/,
      /you will get texts from us again/,
    ]) {
      expect(texts).toContainEqual(expect.stringMatching(words));
    }
  },
);

test("a number that is nobody's is answered too, once and in its language", { timeout: 60_000 }, async () => {
  const number = '+12165559301';
  let at = 0;
  const ask = async (body: string): Promise<string | undefined> => {
    await engine.tick();
    at += 1;
    const providerId = `SM-stranger-${at}`;
    await firm.run((ctx) => takeText(ctx, { providerId, from: number, body, refusedMediaCount: 0 }));
    const orders: { id: string }[] = await firm.run((ctx) =>
      ctx.em.query(
        `select o.id from app.message_order o join app.communication c on c.id = o.reply_to
            where o.person_id is null and c.provider_id = $1`,
        [providerId],
      ),
    );
    if (!orders[0]) return undefined;
    return (await ended(orders[0])).status;
  };
  expect(await ask('AYUDA')).toBe('sent');
  expect(await ask('stop')).toBe('sent');
  // the confirmation is the one text allowed after an opt-out
  expect(await ask('Unsubscribe')).toBeUndefined();
  expect(await ask('Tuesday?')).toBeUndefined();
  expect(await ask('START')).toBe('sent');
  const texts = await textsTo(number);
  expect(texts).toHaveLength(3);
  for (const words of [/ayuda al \(216\) 555-0100/, /you will get no more texts/, /texts from us again/]) {
    expect(texts).toContainEqual(expect.stringMatching(words));
  }
  const deliveries: object[] = await firm.run((ctx) =>
    ctx.em.query(
      `select d.person_id, d.state, d.purpose, c.person_id as stored_for, c.thread_id = i.thread_id as threaded
           from app.delivery d join app.communication c on c.firm_id = d.firm_id and c.id = d.communication_id
           join app.communication i on i.firm_id = c.firm_id and i.id = c.in_reply_to
          where d.person_id is null order by d.occurred_at, d.id`,
    ),
  );
  expect(deliveries).toEqual(
    Array.from({ length: 3 }, () => ({
      person_id: null,
      state: 'accepted',
      purpose: 'service',
      stored_for: null,
      threaded: true,
    })),
  );
});

test('two robots do not write to each other for ever, and a keyword that is not answered is obeyed', async () => {
  const number = '+12165559302';
  await engine.tick();
  const ask = (body: string, n: number) =>
    firm.run((ctx) =>
      takeText(ctx, { providerId: `SM-robot-${n}`, from: number, body, refusedMediaCount: 0 }),
    );
  await Promise.all(Array.from({ length: 6 }, (_, n) => ask('HELP', n)));
  await ask('STOP', 6);
  const [counted]: { answers: number; closed: number }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select (select count(*)::int from app.message_order o join app.communication c on c.id = o.reply_to
                where o.person_id is null and c.provider_id like 'SM-robot-%') as answers,
              (select count(*)::int from app.opt_out where person_id is null and lifted_at is null) as closed`,
    ),
  );
  expect(counted).toEqual({ answers: 4, closed: 1 });
});

test('nothing but the answer to a keyword can be ordered for a number that is nobody’s', async () => {
  const order = text(null);
  await expect(order).rejects.toThrow(/message_order_of_somebody/);
});

test(
  'a test of a wording reaches its user alone, with samples, through the gate and the ledger',
  { timeout: 60_000 },
  async () => {
    const to = 'dana@harbor.example';
    const words = {
      channel: 'email' as const,
      subject: 'Hello {{ person.firstName }}',
      html: '<p>{{ firm.name }} writes to {{ person.lastName }}.</p>',
    };
    const test = { words, address: to, testBy: firm.ownerId };
    const order = await ended(await text(null, test));
    expect(order).toMatchObject({ status: 'sent', personId: null, testBy: firm.ownerId });
    const listed = await fetch(`${engine.sandbox.url}/mail/api/messages?to=${to}`);
    const { messages } = z
      .object({ messages: z.array(z.looseObject({ subject: z.string(), text: z.string() })) })
      .parse(await listed.json());
    expect(messages.map(({ subject }) => subject)).toEqual(['[Test] Hello Maria']);
    expect(messages[0]?.text).toContain('writes to Alvarez.');
    const [delivery]: { state: string; person_id: null; checks: { check: string; passed: boolean }[] }[] =
      await firm.run((ctx) =>
        ctx.em.query(`select state, person_id, checks from app.delivery where effect_key = $1`, [
          effectKeyOf(order.id),
        ]),
      );
    expect(delivery).toMatchObject({ state: 'accepted', person_id: null });
    expect(delivery?.checks).toContainEqual(expect.objectContaining({ check: 'own_test', passed: true }));
  },
);

test(
  'a text is tested on one’s own phone, at whatever hour, and as it will be read',
  { timeout: 60_000 },
  async () => {
    const to = '+12165550177';
    const words = { channel: 'sms' as const, body: 'Hello {{ person.firstName }}' };
    const order = await ended(await text(null, { words, address: to, testBy: firm.ownerId }));
    expect(order).toMatchObject({ status: 'sent', personId: null });
    expect(await textsTo(to)).toEqual(['Hello Maria']);
  },
);

test(
  'a message whose workflow Temporal lost is started again, and leaves once',
  { timeout: 60_000 },
  async () => {
    const person = await somebody();
    const order = await text(person.id);
    await engine.relayed();
    const started: string[] = [];
    const lost = {
      isOpen: () => Promise.resolve(started.length > 0),
      start: ({ orderId }: { orderId: string }) => Promise.resolve(void started.push(orderId)),
    };
    const clock = { now: () => order.occurredAt.getTime() + 3_600_000 };
    const later = new TenantDb(engine.world.dataSource, engine.world.keys, { clock });
    const round = () => reconcileMessages(later, lost, [firm.firmId]);
    // its own workflow may have ended by now; then nothing waits
    const status = (await ended(order)).status;
    expect(status).toBe('sent');
    expect(await round()).toEqual({ open: 0, restarted: 0 });
    await firm.run((ctx) =>
      ctx.em.query(`update app.message_order set status = 'waiting' where id = $1`, [order.id]),
    );
    expect(await round()).toEqual({ open: 1, restarted: 1 });
    expect(await round()).toEqual({ open: 1, restarted: 0 });
    await engine.messages.start(
      { v: 1, firmId: firm.firmId, orderId: order.id, sendAtMs: 0 },
      { again: true },
    );
    expect((await ended(order)).status).toBe('sent');
    expect(await textsTo(person.number)).toHaveLength(1);
  },
);
