import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { webhookConsumer } from '@rap/contracts/webhook-consumer';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import type { EventKind } from '@rap/contracts/automation/events';
import { replayConsumer } from '@rap/database/spine/lane-care';
import { RelayDb } from '@rap/database/spine/relay-db';
import {
  addEndpoint,
  deleteEndpoint,
  disableEndpoint,
  enableEndpoint,
  rotateSecret,
} from '@rap/database/webhook/webhook-endpoint-commands';
import { attemptsOf } from '@rap/database/webhook/webhook-attempts';
import { WebhookEndpointEntity } from '@rap/database/webhook/webhook-endpoint.entity';
import { findRecord } from '@rap/database/records/write-record';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { Relay } from '@rap/workers/relay/relay';
import { WebhooksConsumer } from '@rap/workers/relay/webhooks-consumer';
import { buildPerson } from '../support/build/person.ts';
import { startReceiver, status, verified, type Receiver } from '../support/build/receiver.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
let world: TestWorld;
let firm: TestFirm;
let relayPool: pg.Pool;
let relay: Relay;
let receiver: Receiver;

beforeAll(async () => {
  world = await openWorld({ clock });
  relayPool = new pg.Pool({ connectionString: world.urls.relay, max: 6 });
});
afterAll(async () => {
  await relayPool.end();
  await world.close();
});
beforeEach(async () => {
  clock.aheadMs = 0;
  firm = await buildFirm(world);
  receiver = await startReceiver();
  const relayDb = new RelayDb(relayPool);
  const caller = new EndpointCaller(
    world.db,
    createWebhookSender({ allowPrivate: true, timeoutMs: 300 }),
    clock,
  );
  relay = new Relay(relayDb, [new WebhooksConsumer(relayDb, world.db, caller)], {
    leaseMs: 10_000,
    batch: 10,
    pollMs: 20,
    onError: () => undefined,
  });
  relay.start();
});
afterEach(async () => {
  await relay.stop();
  await receiver.close();
});

const endpoint = (eventKinds: EventKind[] = ['tag.added'], url = receiver.url) =>
  firm.run((ctx) => addEndpoint(ctx, { url, description: 'Archive', eventKinds }));
const tagged = (personId: string, kind: 'tag.added' | 'tag.removed' = 'tag.added') =>
  firm.run(async (ctx) => ctx.emit({ subjectId: personId, kind, payload: { tagId: firm.bookId } }));
const log = (endpointId: string) =>
  firm.run((ctx) => attemptsOf(ctx, endpointId, { limit: 50, before: undefined }));
const row = async (id: string): Promise<WebhookEndpointEntity> => {
  const found = await firm.run((ctx) => findRecord(ctx, WebhookEndpointEntity, id));
  if (!found) throw new Error('the endpoint is gone');
  return found;
};
/** Lets every waiting lane come at once: the schedule's hours are not slept through. */
const dueNow = () =>
  relayPool.query(`update spine.lane set visible_at = now() where firm_id = $1`, [firm.firmId]);
const got = (count: number) => expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(count);

test('an endpoint is told of the events it asked for, signed, in order, with ids only', async () => {
  const person = await buildPerson(firm, { lastName: 'Plantedname' });
  const { row: made, secret } = await endpoint();
  await tagged(person.id);
  await tagged(person.id, 'tag.removed');
  await tagged(person.id);
  await got(2);
  for (const message of receiver.received) expect(verified(secret, message)).toBeTruthy();
  expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, receiver.received[0]!)).toThrow();
  expect(receiver.received.map(({ body }) => [body.type, body.data['seq']])).toEqual([
    ['tag.added', 2],
    ['tag.added', 4],
  ]);
  expect(receiver.received[0]?.body.data).toEqual({
    firmId: firm.firmId,
    personId: person.id,
    seq: 2,
    origin: 'live',
    details: { tagId: firm.bookId },
  });
  expect(receiver.received.map(({ text }) => text).join()).not.toContain('Planted');
  await expect.poll(() => log(made.id)).toMatchObject([{ status: 200, errorCode: null }, { status: 200 }]);
});

test('a failure waits by the schedule, keeps the order, and comes again under the same id', async () => {
  const person = await buildPerson(firm);
  const { row: made } = await endpoint();
  receiver.answers.push(status(500), (response) => response.destroy());
  await tagged(person.id);
  await got(1);
  await expect
    .poll(async () => (await relayPool.query(LANE, [firm.firmId])).rows)
    .toMatchObject([{ attempts: 1, wait: 5 }]);
  await tagged(person.id);
  await dueNow();
  await got(2);
  await expect
    .poll(async () => (await relayPool.query(LANE, [firm.firmId])).rows)
    .toMatchObject([{ attempts: 2, wait: 30 }]);
  await dueNow();
  await got(4);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids.slice(0, 3)).size).toBe(1);
  expect(ids[3]).not.toBe(ids[0]);
  await expect
    .poll(async () => (await log(made.id)).map(({ errorCode }) => errorCode))
    .toEqual([null, null, 'connection', 'provider_down']);
});
const LANE = `select attempts, round(extract(epoch from visible_at - clock_timestamp()))::int as wait
  from spine.lane where firm_id = $1 and consumer like 'webhooks:%' and last_error is not null`;

test('while the secret changes both sign; afterwards the new one alone', async () => {
  const person = await buildPerson(firm);
  const { row: made, secret: old } = await endpoint();
  const { secret } = await firm.run((ctx) => rotateSecret(ctx, made, { version: 1, overlapHours: 1 }));
  await tagged(person.id);
  await got(1);
  const first = receiver.received[0]!;
  expect(verified(old, first)).toEqual(verified(secret, first));
  clock.aheadMs = 2 * HOUR_MS;
  await tagged(person.id);
  await got(2);
  expect(String(receiver.received[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
});

test('three days of failures disable it and tell the owner; what it missed is kept until it is enabled', async () => {
  const person = await buildPerson(firm);
  const { row: made } = await endpoint();
  receiver.answers.push(status(500), status(500));
  await tagged(person.id);
  await got(1);
  await expect.poll(async () => (await row(made.id)).failingSince).toBeInstanceOf(Date);
  clock.aheadMs = 73 * HOUR_MS;
  await dueNow();
  await got(2);
  await expect.poll(async () => (await row(made.id)).disabledWhy).toBe('failing');
  const notices: { user_id: string; person_id: string | null }[] = await firm.run((ctx) =>
    ctx.em.query(`select user_id, person_id from app.notice`),
  );
  expect(notices).toEqual([{ user_id: firm.ownerId, person_id: null }]);

  await tagged(person.id);
  await dueNow();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(receiver.received).toHaveLength(2);
  const { version } = await row(made.id);
  await firm.run((ctx) => enableEndpoint(ctx, made.id, { version, from: 'where_it_stopped' }));
  await dueNow();
  await got(4);
});

test('410 disables at once; enabled "from now" it is not told what it missed', async () => {
  const person = await buildPerson(firm);
  const { row: made } = await endpoint();
  receiver.answers.push(status(410));
  await tagged(person.id);
  await expect.poll(async () => (await row(made.id)).disabledWhy).toBe('gone');
  const { version } = await row(made.id);
  await firm.run((ctx) => enableEndpoint(ctx, made.id, { version, from: 'now' }));
  await tagged(person.id);
  await got(2);
  expect(receiver.received[1]?.body.data['seq']).toBe(3);
});

test('an event that a working receiver refuses for three days becomes a dead letter, and the rest goes on', async () => {
  const person = await buildPerson(firm);
  await endpoint();
  await tagged(person.id);
  await got(1);
  receiver.answers.push(status(400));
  await relay.stop();
  await tagged(person.id);
  await tagged(person.id);
  // as it stands after ten tries
  await relayPool.query(
    `update spine.lane set attempts = 10 where firm_id = $1 and consumer like 'webhooks:%'`,
    [firm.firmId],
  );
  const relayDb = new RelayDb(relayPool);
  const caller = new EndpointCaller(world.db, createWebhookSender({ allowPrivate: true }), clock);
  relay = new Relay(relayDb, [new WebhooksConsumer(relayDb, world.db, caller)], {
    leaseMs: 10_000,
    batch: 10,
    pollMs: 20,
    onError: () => undefined,
  });
  relay.start();
  await got(3);
  const { rows } = await relayPool.query(`select seq, error from spine.dead_letter where firm_id = $1`, [
    firm.firmId,
  ]);
  expect(rows).toEqual([{ seq: '3', error: 'rejected: The receiver refuses the message.' }]);
});

test('private addresses and redirects are not followed', async () => {
  const person = await buildPerson(firm);
  const strict = new EndpointCaller(world.db, createWebhookSender({ allowPrivate: false }), clock);
  const { row: made } = await endpoint([], 'https://127.0.0.1:1/hook');
  const call = {
    endpointId: made.id,
    messageId: firm.bookId,
    type: 'tag.added',
    occurredAtMs: 0,
    data: {},
    personId: person.id,
    seq: null,
    replay: false,
  };
  expect(await strict.call(firm.who, call)).toMatchObject({ of: 'failed', code: 'not_allowed' });
  const { row: redirecting } = await endpoint();
  receiver.answers.push(status(302, { location: 'http://169.254.169.254/latest/meta-data' }));
  await tagged(person.id);
  await expect.poll(() => log(redirecting.id)).toMatchObject([{ status: 302, errorCode: 'not_allowed' }]);
});

test('a disabled or deleted endpoint is told nothing', async () => {
  const person = await buildPerson(firm);
  const [{ row: off }, { row: gone }] = [await endpoint(), await endpoint()];
  await firm.run((ctx) => disableEndpoint(ctx, off.id, 1, 'by_hand'));
  await firm.run((ctx) => deleteEndpoint(ctx, gone.id, 1));
  const { row: on } = await endpoint();
  await tagged(person.id);
  await expect.poll(() => log(on.id)).toHaveLength(1);
  expect(receiver.received).toHaveLength(1);
});

test('a test, one message once more, and a replay: by hand one attempt each, and always the id it had', async () => {
  const person = await buildPerson(firm);
  const { row: made } = await endpoint();
  const order = (messageId: string, attemptId: string | null) =>
    firm.run(async (ctx) =>
      ctx.emit({
        subjectId: made.id,
        kind: 'webhook.ordered',
        payload: { endpointId: made.id, messageId, attemptId },
      }),
    );
  await tagged(person.id);
  await expect.poll(() => log(made.id)).toHaveLength(1);
  const [first] = await log(made.id);
  if (!first) throw new Error('there is no attempt');
  await order(first.messageId, first.id);
  await got(2);
  receiver.answers.push(status(500));
  await order(firm.bookId, null);
  await expect.poll(() => log(made.id)).toHaveLength(3);
  await dueNow();
  await firm.run((ctx) =>
    replayConsumer(ctx, { consumer: webhookConsumer(made.id), from: '2000-01-01T00:00:00Z' }),
  );
  await expect.poll(() => log(made.id)).toHaveLength(4);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(
    receiver.received.map(({ headers, body }) => [headers['webhook-id'], body.type, body.replay ?? false]),
  ).toEqual([
    [first.messageId, 'tag.added', false],
    [first.messageId, 'tag.added', true],
    [firm.bookId, 'ping', false],
    [first.messageId, 'tag.added', true],
  ]);
  expect(receiver.received[3]?.body.data).toEqual(receiver.received[0]?.body.data);
});
