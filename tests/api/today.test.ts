import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIdOf } from '@rap/contracts/automation/run';
import { Today } from '@rap/contracts/today';
import { askForApproval } from '@rap/database/approval/approval';
import { effectKeyOf } from '@rap/database/outbound-message/outbound-message-commands';
import { unknownTaskKey } from '@rap/database/delivery/findings';
import { createTask } from '@rap/database/task/task-commands';
import { storeCommunication } from '@rap/database/communication/store-communication';
import {
  askAs,
  addUser,
  signInAs,
  startApi,
  type Ask,
  type TestApi,
  type TestUser,
} from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson, type Enrolled } from '../support/build/note-automation.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let stranger: Ask;
let assistant: TestUser;
let automationId: string;
let run: Enrolled;

beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  owner = await signInAs(api, firm, 'owner', [firm.bookId]);
  stranger = await signInAs(api, firm, 'advisor', []);
  assistant = await addUser(api, firm, 'assistant', [firm.bookId]);
  automationId = await buildNoteAutomation(firm);
  run = await enrolPerson(firm, automationId);
});
afterAll(() => api?.close());

async function today(ask: Ask): Promise<Today> {
  const { status, body } = await ask('GET', '/api/today');
  expect(status, JSON.stringify(body)).toBe(200);
  return Today.parse(body);
}

const comes = (body: string, more: { automatic?: boolean; agoMs?: number } = {}) =>
  firm.run(async (ctx) => {
    const { row } = await storeCommunication(ctx, {
      personId: run.personId,
      channel: 'sms',
      direction: 'in',
      address: '+12165550142',
      body,
      automatic: more.automatic ?? false,
      providerId: randomUUID(),
      occurredAtMs: ctx.now() - (more.agoMs ?? 0),
    });
    return row;
  });

test('the last message of a person is a reply until somebody is done with it, and again when that is taken back', async () => {
  await comes('Is Tuesday fine?', { agoMs: 60_000 });
  await comes('I am out of office', { automatic: true });
  await comes('Or Wednesday?', { agoMs: 30_000 });
  const [reply, ...more] = (await today(owner)).replies;
  expect(more).toEqual([]);
  expect(reply).toMatchObject({ personId: run.personId, channel: 'sms', words: 'Or Wednesday?' });
  expect((await today(stranger)).replies).toEqual([]);

  const path = `/api/communications/${reply?.id}/handled`;
  const done = await owner('POST', path, { handled: true, version: reply?.version });
  expect(done.status).toBe(200);
  expect((await today(owner)).replies).toEqual([]);
  expect((await owner('POST', path, { handled: true, version: reply?.version })).status).toBe(409);
  expect((await stranger('POST', path, { handled: false, version: done.body['version'] })).status).toBe(404);
  await owner('POST', path, { handled: false, version: done.body['version'] });
  expect((await today(owner)).replies).toHaveLength(1);
});

test('a call of ours after the message answers it', async () => {
  await comes('Please call me', { agoMs: 20_000 });
  expect((await today(owner)).replies).toHaveLength(1);
  await owner('POST', '/api/communications', {
    personId: run.personId,
    channel: 'phone',
    direction: 'out',
    address: '(216) 555-0142',
    body: 'Talked about Tuesday.',
  });
  expect((await today(owner)).replies).toEqual([]);
});

/** A message of ours that left, as its sender would have written it. */
const left = (effectKey: string, more: { automatic?: boolean; agoDays?: number } = {}) =>
  firm.run(async (ctx) => {
    const occurredAtMs = ctx.now() - (more.agoDays ?? 0) * 86_400_000;
    const { row } = await storeCommunication(ctx, {
      personId: run.personId,
      channel: 'sms',
      direction: 'out',
      address: '+12165550142',
      body: 'Yes, Tuesday is fine.',
      automatic: more.automatic ?? false,
      providerId: randomUUID(),
      occurredAtMs,
    });
    const at = new Date(occurredAtMs);
    await ctx.em.query(
      `insert into app.delivery (effect_key, person_id, communication_id, channel, purpose, address_sealed, address_hash, state, claim_seq, occurred_at, due_at, not_after, settled_at, actor, correlation_id)
       values ($1, $2, $3, 'sms', 'service', '', '', 'accepted', 0, $4, $4, $4, now(), 'system:test', 'test')`,
      [effectKey, run.personId, row.id, at],
    );
  });

test('a message that somebody wrote answers it; what an automation or a keyword sent does not', async () => {
  await comes('Is Tuesday still fine?');
  await left(`${runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId })}:reminder~1:1`);
  await left(effectKeyOf(randomUUID()), { automatic: true });
  expect((await today(owner)).replies).toHaveLength(1);
  await left(effectKeyOf(randomUUID()));
  expect((await today(owner)).replies).toEqual([]);
});

test('what a run asks is decided once, by whom it asked or an owner', async () => {
  const asked = await firm.run((ctx) =>
    askForApproval(ctx, {
      enrolmentId: run.enrolmentId,
      personId: run.personId,
      effectKey: `${run.enrolmentId}:ask:1`,
      question: 'Send the offer?',
      assigneeId: assistant.userId,
    }),
  );
  const advisor = await signInAs(api, firm, 'advisor', [firm.bookId]);
  expect((await today(advisor)).questions).toEqual([]);
  const path = `/api/approvals/${asked.id}/decision`;
  expect((await advisor('POST', path, { decision: 'approved', version: 1 })).status).toBe(403);
  expect((await stranger('POST', path, { decision: 'approved', version: 1 })).status).toBe(404);
  const ask = await askAs(api, assistant);
  expect((await today(ask)).questions).toMatchObject([
    { question: 'Send the offer?', automationName: 'Note after a week' },
  ]);
  expect((await ask('POST', path, { decision: 'approved', version: 1 })).status).toBe(200);
  expect((await owner('POST', path, { decision: 'rejected', version: 2 })).status).toBe(409);
  expect((await today(ask)).questions).toEqual([]);
});

test('what automations did is told until it is read, to those who may see the person', async () => {
  // one message of its run, and one of an imported past, which counts for the day it left
  await left(`${runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId })}:past~1:1`, { agoDays: 30 });
  const before = await today(owner);
  expect(before.automations).toEqual([
    { id: automationId, name: 'Note after a week', entered: 1, sent: 1, ended: 0 },
  ]);
  expect((await today(stranger)).automations).toEqual([]);
  expect((await owner('POST', '/api/today/seen', { until: before.asOf })).status).toBe(200);
  expect((await today(owner)).automations).toEqual([]);
  await owner('POST', '/api/today/seen', { until: '2001-01-01T00:00:00Z' });
  expect((await today(owner)).since).toBe(before.asOf);
});

test('a version that a colleague handed in is shown to who may approve it, never to its author', async () => {
  const author = await signInAs(api, firm, 'advisor', [firm.bookId]);
  const { body: made } = await author('POST', `/api/automations/${automationId}/duplicate`, {});
  const id = String(made['id']);
  const { body: versions } = await author('GET', `/api/automations/${id}/versions`);
  const [draft] = versions['items'] as { version: number }[];
  const handedIn = await author('POST', `/api/automations/${id}/submit`, {
    version: draft?.version,
    note: 'Please',
  });
  expect(handedIn.status, JSON.stringify(handedIn.body)).toBe(200);
  expect((await today(author)).versions).toEqual([]);
  const [shown] = (await today(owner)).versions;
  expect(shown).toMatchObject({ automationId: id, number: 1, note: 'Please' });
  await owner('POST', `/api/automations/${id}/approve`, { version: shown?.version });
  expect((await today(owner)).versions).toEqual([]);
});

async function unknownMessage(): Promise<{ deliveryId: string; orderId: string; taskKey: string }> {
  const made = await owner('POST', `/api/people/${run.personId}/messages`, {
    purpose: 'service',
    words: { channel: 'email', subject: 'Your review', html: '<p>Shall we meet?</p>' },
  });
  const orderId = String(made.body['id']);
  return firm.run(async (ctx) => {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into app.delivery (effect_key, person_id, channel, purpose, address_sealed, address_hash, state, claim_seq,
                                 occurred_at, due_at, not_after, handed_at, settled_at, actor, correlation_id)
       values ($1, $2, 'email', 'service', '\\x00', '\\x00', 'unknown', 0, now(), now(), now(), now(), now(), $3, 'test') returning id`,
      [effectKeyOf(orderId), run.personId, ctx.actor],
    );
    const deliveryId = rows[0]?.id ?? '';
    const taskKey = unknownTaskKey(deliveryId);
    await createTask(
      ctx,
      { title: 'Find out whether an email arrived', personId: run.personId },
      { madeBy: ctx.actor, effectKey: taskKey },
    );
    return { deliveryId, orderId, taskKey };
  });
}

const statusOfTask = async (taskKey: string): Promise<string> =>
  firm.run(async (ctx) => {
    const rows: { status: string }[] = await ctx.em.query(
      `select status from app.task where firm_id = $1 and effect_key = $2`,
      [ctx.firmId, taskKey],
    );
    return rows[0]?.status ?? '';
  });

test('a message that may not have arrived waits until somebody has found out; its task ends with that', async () => {
  const { deliveryId, taskKey } = await unknownMessage();
  expect((await today(owner)).unknowns.map(({ id }) => id)).toEqual([deliveryId]);
  expect((await today(stranger)).unknowns).toEqual([]);
  const path = `/api/deliveries/${deliveryId}/finding`;
  expect((await stranger('POST', path, { finding: 'arrived' })).status).toBe(404);
  expect((await owner('POST', path, { finding: 'perhaps' })).status).toBe(400);
  expect(await owner('POST', path, { finding: 'arrived' })).toMatchObject({
    status: 200,
    body: { orderId: null },
  });
  expect(await statusOfTask(taskKey)).toBe('done');
  expect((await today(owner)).unknowns).toEqual([]);
  expect((await owner('POST', path, { finding: 'sent_again' })).body['code']).toBe('over');
});

test('what did not arrive is sent again in the same words, once, whoever asks for it at the same moment', async () => {
  const { deliveryId } = await unknownMessage();
  const both = await Promise.all(
    [1, 2].map(() => owner('POST', `/api/deliveries/${deliveryId}/finding`, { finding: 'sent_again' })),
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const orderId = String(both.find(({ status }) => status === 200)?.body['orderId']);
  const { body } = await owner('GET', `/api/messages/${orderId}`);
  expect(body).toMatchObject({
    personId: run.personId,
    purpose: 'service',
    words: { subject: 'Your review', html: '<p>Shall we meet?</p>' },
  });
});
