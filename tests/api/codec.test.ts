import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLATFORM } from '@rap/database/identity/platform';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import { signIn, startApi, type TestApi } from '../support/build/api.ts';
import { buildOperator } from '../support/build/operator.ts';
import { buildFirm } from '../support/build/world.ts';

const UI = 'http://127.0.0.1:8233';
let api: TestApi;
let cookie: string;
let setCookie: string;
let sealed: { metadata: Record<string, string>; data: string };
beforeAll(async () => {
  api = await startApi({ TEMPORAL_UI_URL: `${UI}/namespaces` });
  ({ cookie, setCookie } = await buildOperator(api));
  const codec = new EncryptionCodec(await loadCodecKeys(api.world.keysFolder));
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload({ person: 'planted-id' })]);
  const base64 = (value: Uint8Array | null | undefined) => Buffer.from(value ?? []).toString('base64');
  sealed = {
    metadata: Object.fromEntries(
      Object.entries(payload?.metadata ?? {}).map(([name, value]) => [name, base64(value)]),
    ),
    data: base64(payload?.data),
  };
});
afterAll(() => api?.close());

const decode = (headers: Record<string, string>, payloads: object[] = [sealed]) =>
  api.app.inject({ method: 'POST', url: '/api/operator/codec/decode', headers, payload: { payloads } });
const audited = async (): Promise<{ actor: string; detail: unknown }[]> =>
  api.world.db.run(
    { firmId: PLATFORM, actor: 'system:test', books: '*', correlationId: 'test-codec' },
    (ctx) => ctx.em.query(`select actor, detail from audit.event where action = 'codec.decoded' order by id`),
  );

test('nobody decodes without a session, with a firm’s owner’s, or from another origin', async () => {
  expect((await decode({ origin: UI })).statusCode).toBe(401);
  const firm = await buildFirm(api.world);
  const owner = await signIn(api, firm, 'owner');
  expect((await decode({ origin: UI, cookie: owner })).statusCode).toBe(401);
  for (const origin of ['http://127.0.0.1:8234', 'https://127.0.0.1:8233', 'null']) {
    const refused = await decode({ origin, cookie });
    expect(refused.json(), origin).toMatchObject({ status: 403, code: 'foreign_origin' });
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect((await decode({ cookie })).statusCode).toBe(403);
  expect(await audited()).toEqual([]);
});

/** What a browser asks before it lets the page of the UI send its request. */
const preflight = (origin: string) =>
  api.app.inject({
    method: 'OPTIONS',
    url: '/api/operator/codec/decode?preserveStorageRefs=true',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-namespace',
    },
  });

test('a browser lets the UI ask with what it sends, and no other page', async () => {
  const asked = await preflight(UI);
  expect(asked.statusCode).toBe(204);
  expect(asked.headers).toMatchObject({
    // never `*`: a browser sends no cookie then
    'access-control-allow-origin': UI,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, x-namespace',
  });
  const foreign = await preflight('http://127.0.0.1:8234');
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  expect(foreign.headers['access-control-allow-credentials']).toBeUndefined();
});

test('the cookie goes with what the UI asks from another port of the same host, and no script reads it', () => {
  const [, ...attributes] = setCookie.split('; ');
  expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
});

test('an operator’s browser is let in by the UI, sees the payload, and it is on record', async () => {
  const answer = await decode({ origin: UI, cookie });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers['access-control-allow-origin']).toBe(UI);
  const [payload] = answer.json().payloads;
  expect(JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8'))).toEqual({ person: 'planted-id' });
  const rows = await audited();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ actor: expect.stringMatching(/^operator:/), detail: { payloads: 1 } });
});

test('a payload of another key is a coded error; too many requests are', async () => {
  const changed = {
    ...sealed,
    data: Buffer.from('not sealed by us at all, that is plain').toString('base64'),
  };
  expect((await decode({ origin: UI, cookie }, [changed])).json()).toMatchObject({ code: 'not_decoded' });
  const many = Array.from({ length: 1000 }, () => sealed);
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await decode({ origin: UI, cookie }, many)).statusCode);
  expect(statuses).toEqual([200, 200, 429, 429]);
});
