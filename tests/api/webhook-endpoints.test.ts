import { randomUUID } from 'node:crypto';
import { noteAttempt } from '@rap/database/webhook/webhook-attempts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
});
afterAll(() => api?.close());

const NEW = { url: 'https://hooks.example.com/in', description: 'Archive', eventKinds: ['lead.created'] };

test('the secret is answered when it is made, and by nothing afterwards', async () => {
  const { status, body } = await owner('POST', '/api/webhook-endpoints', NEW);
  expect(status).toBe(201);
  const secret = String(body['secret']);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const url = `/api/webhook-endpoints/${String(body['id'])}`;
  const rotated = await owner('POST', `${url}/rotate-secret`, { version: 1 });
  expect(rotated.status).toBe(200);
  expect(rotated.body['secret']).not.toBe(secret);
  expect(rotated.body['oldSecretUntil']).not.toBeNull();
  const others = await Promise.all([
    owner('GET', url),
    owner('GET', '/api/webhook-endpoints'),
    owner('PATCH', url, { version: 2, description: 'Archive 2' }),
    owner('POST', `${url}/disable`, { version: 3 }),
  ]);
  expect(JSON.stringify(others)).not.toMatch(/whsec_|secretSealed/);
  const dumped: { all: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select string_agg(e::text, '') as all from app.webhook_endpoint e`),
  );
  expect(dumped[0]?.all).not.toContain(secret.slice(6, 20));
});

test.each([
  [{ ...NEW, url: 'http://hooks.example.com' }, 422, 'url', 'not_allowed'],
  [{ ...NEW, url: 'https://me:pass@hooks.example.com' }, 422, 'url', 'not_allowed'],
  [{ ...NEW, url: 'ftp://hooks.example.com' }, 400, 'url', 'invalid_url'],
  [{ ...NEW, eventKinds: ['lead.vanished'] }, 400, 'eventKinds.0', 'invalid_value'],
  [{ ...NEW, secret: 'mine' }, 400, 'secret', 'unknown_field'],
])('%j is refused at its field', async (body, status, field, code) => {
  const answer = await owner('POST', '/api/webhook-endpoints', body);
  expect(answer.status).toBe(status);
  expect(answer.body['errors']).toMatchObject([{ field, code }]);
});

test('a test message is ordered once, and not of a disabled endpoint', async () => {
  const { body } = await owner('POST', '/api/webhook-endpoints', NEW);
  const url = `/api/webhook-endpoints/${String(body['id'])}`;
  const ordered = await owner('POST', `${url}/ping`);
  expect(ordered.status).toBe(200);
  const events: { payload: unknown }[] = await firm.run((ctx) =>
    ctx.em.query(`select payload from spine.event where subject_id = $1`, [body['id']]),
  );
  expect(events).toEqual([
    { payload: { endpointId: body['id'], messageId: ordered.body['messageId'], attemptId: null } },
  ]);
  expect((await owner('POST', `${url}/disable`, { version: 1 })).status).toBe(200);
  expect(await owner('POST', `${url}/ping`)).toMatchObject({
    status: 409,
    body: { code: 'endpoint_disabled' },
  });
  expect((await owner('POST', `${url}/enable`, { version: 1, from: 'now' })).status).toBe(409);
});

test('the log is narrowed by how it went and what it told, and shows what was sent, without what stands in records', async () => {
  const { body } = await owner('POST', '/api/webhook-endpoints', NEW);
  const id = String(body['id']);
  const person = await buildPerson(firm, { firstName: 'Ada' });
  const [event]: { id: string; seq: string; kind: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select id, seq, kind from spine.event where subject_id = $1 order by seq limit 1`, [
      person.id,
    ]),
  );
  if (!event) throw new Error('nobody heard of the person');
  const attempt = { durationMs: 5, replay: false, atMs: Date.parse('2026-03-01T15:00:00Z') };
  const ofPerson = {
    ...attempt,
    messageId: event.id,
    type: event.kind,
    personId: person.id,
    seq: Number(event.seq),
  };
  await firm.run(async (ctx) => {
    await noteAttempt(ctx, id, { ...ofPerson, status: 500, errorCode: 'rejected' });
    await noteAttempt(ctx, id, { ...ofPerson, status: 200, errorCode: null, replay: true });
    await noteAttempt(ctx, id, {
      ...attempt,
      messageId: randomUUID(),
      type: 'ping',
      personId: null,
      seq: null,
      status: 200,
      errorCode: null,
    });
  });
  const log = async (query = '') =>
    (await owner('GET', `/api/webhook-endpoints/${id}/attempts${query}`)).body['items'] as {
      id: string;
      type: string;
      status: number;
    }[];
  expect((await log()).map(({ status }) => status)).toEqual([200, 200, 500]);
  expect((await log('?outcome=failed')).map(({ status }) => status)).toEqual([500]);
  expect((await log('?outcome=taken&type=ping')).map(({ type }) => type)).toEqual(['ping']);
  expect((await owner('GET', `/api/webhook-endpoints/${id}/attempts?outcome=well`)).status).toBe(400);
  const [ping, again] = await log();
  const message = async (attemptId: string | undefined, of = id) =>
    owner('GET', `/api/webhook-endpoints/${of}/attempts/${attemptId}/message`);
  expect((await message(again?.id)).body).toMatchObject({
    type: event.kind,
    data: { firmId: firm.firmId, personId: person.id, seq: Number(event.seq) },
    replay: true,
  });
  expect(JSON.stringify((await message(again?.id)).body)).not.toContain('Ada');
  expect((await message(ping?.id)).body).toMatchObject({
    type: 'ping',
    timestamp: '2026-03-01T15:00:00.000Z',
  });
  expect((await message(ping?.id, randomUUID())).status).toBe(404);
  const advisor = await signInAs(api, firm, 'advisor', [firm.bookId]);
  expect((await advisor('GET', `/api/webhook-endpoints/${id}/attempts/${ping?.id}/message`)).status).toBe(
    403,
  );
});
