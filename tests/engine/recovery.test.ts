import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createCareActivities } from '@rap/activities/care/care-activities';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { MessageSender, type MessageOrder } from '@rap/activities/sending/message-sender';
import { givePermission } from '@rap/database/consent/consent-commands';
import { decideHeld, heldDeliveries } from '@rap/database/recovery/held-deliveries';
import { noteRestore, noteDueBeforeRestore, runDueBeforeRestore } from '@rap/database/recovery/restored-runs';
import { installKey } from '@rap/database/sealing/install-key';
import { createTask } from '@rap/database/task/task-commands';
import { createMailAddresses } from '@rap/providers/smtp/return-path';
import { createSmtpSender, type SmtpSender } from '@rap/providers/smtp/send';
import { createTwilioSender } from '@rap/providers/twilio/send';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { startOutside, TWILIO_ACCOUNT } from '../support/build/sandbox.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
/** Tuesday noon in Ohio; the backup is made then, and restored four hours later */
const BACKUP_MS = Date.parse('2026-11-24T17:00:00Z');
const RESTORED_MS = BACKUP_MS + 4 * HOUR_MS;
const clock = { at: BACKUP_MS, now: () => clock.at };

let world: TestWorld;
let firm: TestFirm;
let sandbox: Sandbox;
let smtp: SmtpSender;
let sender: MessageSender;
let owner: pg.Client;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, {
    settings: { emailDomain: 'harbor.example', smsFrom: '+12165550100', fourEyes: false },
  });
  sandbox = await startOutside();
  smtp = createSmtpSender({ url: `smtp://127.0.0.1:${sandbox.smtpPort}`, timeoutMs: 1_000 });
  const twilio = createTwilioSender({ ...TWILIO_ACCOUNT, apiBase: sandbox.url, timeoutMs: 1_000 });
  sender = senderWith(new Channels(smtp, twilio, 'http://127.0.0.1:1', clock), {
    mailAddresses: createMailAddresses(await installKey(world.keysFolder, 'mail-addresses'), 'r.example'),
    linkKey: await installKey(world.keysFolder, 'links'),
    publicUrl: 'https://app.harbor.example',
  });
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  smtp.close();
  await sandbox.close();
  await world.close();
});

let identity: ConstructorParameters<typeof MessageSender>[2];
function senderWith(channels: Channels, as = identity): MessageSender {
  identity = as;
  return new MessageSender(
    world.db,
    channels,
    identity,
    clock,
    new ArchiveFeeder(world.db, channels, () => undefined),
  );
}

let count = 0;
async function reachable(personId?: string): Promise<{ id: string; phone: string; email: string }> {
  count += 1;
  const [email, phone] = [`person${count}@example.com`, `+1216555${String(3000 + count)}`];
  const person = await buildPerson(firm, {
    state: 'OH',
    emails: [{ address: email }],
    phones: [{ number: phone }],
  });
  const id = personId ?? person.id;
  await firm.run(async (ctx) => {
    for (const [channel, address] of [
      ['email', email],
      ['sms', phone],
    ] as const) {
      const shown = { textVersion: 't1', textShown: 'Write to me.', proof: {} };
      await givePermission(ctx, { personId: id, channel, purpose: 'service', address, ...shown });
    }
  });
  return { id, phone, email };
}

function orderTo(personId: string, channel: 'email' | 'sms', more: Partial<MessageOrder> = {}): MessageOrder {
  const effectKey = randomUUID();
  return {
    who: { firmId: firm.firmId, actor: 'run:test', books: '*', correlationId: 'test-correlation' },
    effectKey,
    personId,
    channel,
    purpose: 'service',
    wording: {
      text:
        channel === 'email'
          ? { channel, subject: 'Hello', html: `<p>${effectKey}</p>` }
          : { channel, body: `Hello ${effectKey}` },
    },
    notAfterMs: BACKUP_MS + 72 * HOUR_MS,
    automatic: true,
    ...more,
  };
}

/** As an attempt that died right after its commit, before anything left. */
async function diedAfterCommit(order: MessageOrder): Promise<void> {
  const handOver = () => Promise.reject(new Error('killed'));
  const dead = Object.assign(Object.create(Channels.prototype) as Channels, { handOver });
  await expect(senderWith(dead).send(order)).rejects.toThrow('killed');
}

const Listed = z.object({ messages: z.array(z.object({ body: z.string().optional() })) });
async function sentInAll(): Promise<number> {
  let all = 0;
  for (const path of ['/mail/api/messages', '/twilio/api/messages']) {
    const { messages } = Listed.parse(await (await fetch(`${sandbox.url}${path}`)).json());
    all += messages.length;
  }
  return all;
}
const tasksOf = async (personId: string): Promise<string[]> => {
  const rows: { title: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select title from app.task where person_id = $1 order by title`, [personId]),
  );
  return rows.map((row) => row.title);
};
const TEXT_TASK = 'Decide whether a text goes out after the restore';

test('what was due before a restore stays until a person has decided, then leaves once', async () => {
  // at the backup: one claimed, two being handed over, one of a run that waits for two hours
  const [due, handedText, handedMail, waiting, fresh, dropped] = [
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
  ];
  const claimed = orderTo(due.id, 'sms');
  await fetch(`${sandbox.url}/twilio/api/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'rate_limited', retryAfterSeconds: 60 }),
  });
  expect((await sender.send(claimed)).of).toBe('later');
  const beingHanded = [orderTo(handedText.id, 'sms'), orderTo(handedMail.id, 'email')];
  for (const order of beingHanded) await diedAfterCommit(order);
  const automationId = await buildNoteAutomation(firm);
  const run = await enrolPerson(firm, automationId);
  const other = await enrolPerson(firm, automationId);
  const wakes = `update app.enrolment set wake_at = $2, out = '{"command":{"do":"wait"}}' where id = $1`;
  await firm.run(async (ctx) => {
    await ctx.em.query(wakes, [run.enrolmentId, new Date(BACKUP_MS + 2 * HOUR_MS)]);
    await ctx.em.query(wakes, [other.enrolmentId, new Date(RESTORED_MS + HOUR_MS)]);
  });
  expect(await sentInAll()).toBe(0);

  // restored: what was being handed over is older than any provider's answer
  await owner.query(`insert into app.recovery (backup_at, restored_at) values ($1, $2)`, [
    new Date(BACKUP_MS),
    new Date(RESTORED_MS),
  ]);
  await owner.query(`select set_config('app.firm_id', $1, false)`, [firm.firmId]);
  await owner.query(`update app.delivery set handed_at = handed_at - interval '4 hours'`);
  const times = { backupAtMs: BACKUP_MS, restoredAtMs: RESTORED_MS };
  expect(await firm.run((ctx) => noteRestore(ctx, times))).toBe(1);
  clock.at = RESTORED_MS + 60_000;

  const ofRun = orderTo(waiting.id, 'sms', {
    effectKey: `run:${firm.firmId}:${run.enrolmentId}:note:1`,
    dueAtMs: (ctx) => runDueBeforeRestore(ctx, run.enrolmentId),
  });
  const written = orderTo(dropped.id, 'sms', { dueAtMs: async () => BACKUP_MS + HOUR_MS });
  for (let attempt = 0; attempt < 3; attempt++) {
    for (const order of [claimed, ofRun, written, ...beingHanded]) await sender.send(order);
  }
  expect(await sentInAll()).toBe(0);
  for (const person of [due, handedText, waiting, dropped])
    expect(await tasksOf(person.id)).toEqual([TEXT_TASK]);
  // nobody can ask a mail server: it may have left, and is never sent again
  expect(await tasksOf(handedMail.id)).toEqual(['Find out whether an email arrived']);

  // what is due after the restore is nobody's question
  expect(await sender.send(orderTo(fresh.id, 'sms'))).toMatchObject({ of: 'sent', sure: true });
  const later = orderTo(fresh.id, 'sms', { dueAtMs: (ctx) => runDueBeforeRestore(ctx, other.enrolmentId) });
  expect((await sender.send(later)).of).toBe('sent');
  expect(await sentInAll()).toBe(2);

  const held = await firm.run(heldDeliveries);
  expect(held.map((row) => row.personId).sort()).toEqual(
    [due.id, handedText.id, waiting.id, dropped.id].sort(),
  );
  for (const row of held) {
    const decision = row.personId === dropped.id ? 'drop' : 'send';
    expect(await firm.run((ctx) => decideHeld(ctx, row.id, decision))).toBeDefined();
    expect(await firm.run((ctx) => decideHeld(ctx, row.id, 'send'))).toBeUndefined();
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    for (const order of [claimed, ofRun, written, ...beingHanded]) await sender.send(order);
  }
  expect(await sentInAll()).toBe(5);
  expect(await sender.send(written)).toMatchObject({ of: 'refused', code: 'dropped' });
  expect(await firm.run((ctx) => runDueBeforeRestore(ctx, run.enrolmentId))).toBeUndefined();
});

test('an event from before the restore marks the runs it starts; days and tasks of that time start nobody', async () => {
  const run = await enrolPerson(firm, await buildNoteAutomation(firm));
  await firm.run(async (ctx) => {
    await noteDueBeforeRestore(ctx, [run.enrolmentId], RESTORED_MS + 1);
    expect(await runDueBeforeRestore(ctx, run.enrolmentId)).toBeUndefined();
    await noteDueBeforeRestore(ctx, [run.enrolmentId], RESTORED_MS - 1);
    expect(await runDueBeforeRestore(ctx, run.enrolmentId)).toBe(RESTORED_MS - 1);
  });
  const person = await buildPerson(firm);
  const dueAt = (ms: number) => new Date(ms).toISOString();
  await firm.run(async (ctx) => {
    await createTask(ctx, { title: 'Before', personId: person.id, dueAt: dueAt(RESTORED_MS - 1) });
    await createTask(ctx, { title: 'After', personId: person.id, dueAt: dueAt(RESTORED_MS + 1) });
  });
  await createCareActivities({ db: world.db, sender }).tellOverdue({ firmId: firm.firmId });
  const origins: { origin: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select origin from spine.event where subject_id = $1 and kind = 'task.overdue' order by seq`,
      [person.id],
    ),
  );
  expect(origins.map(({ origin }) => origin)).toEqual(['restore', 'live']);
});
