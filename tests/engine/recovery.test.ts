import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createAutomationActivities } from '@rap/activities/automation/automation-activities';
import { createCareActivities } from '@rap/activities/care/care-activities';
import type { MessageOrder, MessageSender } from '@rap/activities/sending/message-sender';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { runIdOf, type AdvanceOutput } from '@rap/contracts/automation/run';
import { decideHeld, heldDeliveries } from '@rap/database/recovery/held-deliveries';
import { maybeSentAt, noteRestore, noteStartedLate } from '@rap/database/recovery/restored-runs';
import type { PersonEntity } from '@rap/database/person/person.entity';
import { createTask } from '@rap/database/task/task-commands';
import type { Sandbox } from '@rap/sandbox/sandbox';
import { enrolPerson, type Enrolled } from '../support/build/note-automation.ts';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { startOutside } from '../support/build/sandbox.ts';
import {
  buildReachable,
  buildSending,
  orderTo as buildOrder,
  type TestSending,
} from '../support/build/sending.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
/** Tuesday noon in Ohio; the backup is made then, and restored four hours later */
const BACKUP_MS = Date.parse('2026-11-24T17:00:00Z');
const RESTORED_MS = BACKUP_MS + 4 * HOUR_MS;
const TIMES = { backupAtMs: BACKUP_MS, restoredAtMs: RESTORED_MS };
const clock = { at: BACKUP_MS, now: () => clock.at };

let world: TestWorld;
let firm: TestFirm;
let sandbox: Sandbox;
let sending: TestSending;
let sender: MessageSender;
let owner: pg.Client;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, {
    settings: { emailDomain: 'harbor.example', smsFrom: '+12165550100', fourEyes: false },
  });
  sandbox = await startOutside();
  sending = await buildSending(world, sandbox, clock);
  ({ sender } = sending);
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  sending.smtp.close();
  await sandbox.close();
  await world.close();
});

const reachable = async (): Promise<PersonEntity> => (await buildReachable(firm)).person;
const orderTo = (
  personId: string,
  channel: 'email' | 'sms',
  more: Partial<MessageOrder> = {},
): MessageOrder => buildOrder(firm, personId, channel, { nowMs: BACKUP_MS, ...more });

/** As an attempt that died right after its commit, before anything left. */
const diedAfterCommit = (order: MessageOrder): Promise<void> =>
  expect(sending.dieAfterCommit(order)).rejects.toThrow('killed');

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
  // at the backup: one claimed, two being handed over
  const [due, handedText, handedMail, fresh, dropped] = [
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
  expect(await sentInAll()).toBe(0);

  // restored: what was being handed over is older than any provider's answer
  await owner.query(`insert into app.recovery (backup_at, restored_at) values ($1, $2)`, [
    new Date(BACKUP_MS),
    new Date(RESTORED_MS),
  ]);
  await owner.query(`select set_config('app.firm_id', $1, false)`, [firm.firmId]);
  await owner.query(`update app.delivery set handed_at = handed_at - interval '4 hours'`);
  expect(await firm.run((ctx) => noteRestore(ctx, TIMES))).toEqual({ runs: 0, maybe: 0 });
  clock.at = RESTORED_MS + 60_000;

  const written = orderTo(dropped.id, 'sms', { dueAtMs: async () => BACKUP_MS + HOUR_MS });
  for (let attempt = 0; attempt < 3; attempt++) {
    for (const order of [claimed, written, ...beingHanded]) await sender.send(order);
  }
  expect(await sentInAll()).toBe(0);
  for (const person of [due, handedText, dropped]) expect(await tasksOf(person.id)).toEqual([TEXT_TASK]);
  // nobody can ask a mail server: it may have left, and is never sent again
  expect(await tasksOf(handedMail.id)).toEqual(['Find out whether an email arrived']);

  // what is due after the restore is nobody's question
  expect(await sender.send(orderTo(fresh.id, 'sms'))).toMatchObject({ of: 'sent', sure: true });
  expect(await sentInAll()).toBe(1);

  const held = await firm.run(heldDeliveries);
  expect(held.map((row) => row.personId ?? '').sort()).toEqual([due.id, handedText.id, dropped.id].sort());
  for (const row of held) {
    const decision = row.personId === dropped.id ? 'drop' : 'send';
    expect(await firm.run((ctx) => decideHeld(ctx, row.id, decision))).toBeDefined();
    expect(await firm.run((ctx) => decideHeld(ctx, row.id, 'send'))).toBeUndefined();
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    for (const order of [claimed, written, ...beingHanded]) await sender.send(order);
  }
  expect(await sentInAll()).toBe(3);
  expect(await sender.send(written)).toMatchObject({ of: 'refused', code: 'dropped' });
});

/** Three texts, an hour and then six hours apart. */
function publishTexts(): Promise<string> {
  const text = (label: string, next: string): DraftDefinition['nodes'][string] => ({
    kind: 'sms',
    label,
    params: { template: 'text', purpose: 'service', notAfter: { hours: 72 } },
    ports: { next, refused: next },
  });
  const hours = (value: number, next: string): DraftDefinition['nodes'][string] => ({
    kind: 'wait.for',
    label: 'Wait',
    params: { for: { value, unit: 'hours' } },
    ports: { next },
  });
  return publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Three texts',
      trigger: { kind: 'manual', params: {}, next: 'first' },
      nodes: {
        first: text('First', 'hour'),
        hour: hours(1, 'second'),
        second: text('Second', 'hours'),
        hours: hours(6, 'third'),
        third: text('Third', 'END'),
      },
      goals: [],
      settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
    },
    templates: {
      text: { channel: 'sms', name: 'Text', text: '{{ firm.name }}: Hello. Reply STOP to end texts.' },
    },
  });
}

/** Segment after segment, as the shell asks for them at the clock's time; answers what the run stands at. */
function shellOf(automationId: string, run: Enrolled) {
  const activities = createAutomationActivities({ db: world.db, clock, ...sending });
  const who = { firmId: firm.firmId, automationId, enrolmentId: run.enrolmentId };
  let { state } = run;
  return async (): Promise<AdvanceOutput> => {
    const out = await activities.advance({
      who,
      firmId: firm.firmId,
      run: runIdOf(who),
      chain: 'chain',
      state,
      give: { nowMs: clock.at },
    });
    ({ state } = out);
    return out;
  };
}

test('a second message of a run that waited again in the lost time is held too; the one that was due later is not', async () => {
  const automationId = await publishTexts();
  const run = await enrolPerson(firm, automationId, (await reachable()).id);
  expect(await firm.run((ctx) => noteRestore(ctx, TIMES))).toMatchObject({ maybe: 1 });
  const go = shellOf(automationId, run);
  const before = await sentInAll();
  const letGo = async (): Promise<void> => {
    const held = (await firm.run(heldDeliveries)).filter((row) => row.personId === run.personId);
    expect(held).toHaveLength(1);
    for (const { id } of held) await firm.run((ctx) => decideHeld(ctx, id, 'send'));
  };

  // late by the lost time: the first text would have left an hour before the second, both within it
  clock.at = RESTORED_MS + HOUR_MS;
  expect(await go()).toMatchObject({ command: { why: 'later' }, state: { at: 'first~1' } });
  await letGo();
  clock.at += 10 * 60_000;
  expect(await go()).toMatchObject({ command: { why: 'time' }, state: { at: 'hour~1' } });
  expect(await sentInAll()).toBe(before + 1);

  clock.at += HOUR_MS;
  expect(await go()).toMatchObject({ command: { why: 'later' }, state: { at: 'second~1' } });
  expect(await tasksOf(run.personId)).toEqual([TEXT_TASK, TEXT_TASK]);
  expect(await sentInAll()).toBe(before + 1);
  await letGo();
  clock.at += 10 * 60_000;
  expect(await go()).toMatchObject({ command: { why: 'time' }, state: { at: 'hours~1' } });

  // the third was due two hours after the restore at the earliest
  clock.at = RESTORED_MS + 21 * HOUR_MS;
  expect(await go()).toMatchObject({ command: { do: 'end' } });
  expect(await tasksOf(run.personId)).toEqual([TEXT_TASK, TEXT_TASK]);
  expect(await sentInAll()).toBe(before + 3);
});

test('an event from before the restore starts runs whose messages of that time are held', async () => {
  const run = await enrolPerson(firm, await publishTexts());
  await firm.run(async (ctx) => {
    const started = [{ enrolmentId: run.enrolmentId, state: run.state }];
    await noteStartedLate(ctx, started, RESTORED_MS + 1);
    expect(await maybeSentAt(ctx, run.enrolmentId, 'first~1:1')).toBeUndefined();
    await noteStartedLate(ctx, started, RESTORED_MS - 2 * HOUR_MS);
    expect(await maybeSentAt(ctx, run.enrolmentId, 'first~1:1')).toBe(RESTORED_MS - 2 * HOUR_MS);
    expect(await maybeSentAt(ctx, run.enrolmentId, 'second~1:1')).toBe(RESTORED_MS - HOUR_MS);
    expect(await maybeSentAt(ctx, run.enrolmentId, 'third~1:1')).toBeUndefined();
  });
});

test('days and tasks of the lost time start nobody', async () => {
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
