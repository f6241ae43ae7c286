import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { forgetOnceKeys } from '@rap/database/idempotency/idempotency';
import { rotateKeys } from '@rap/database/sealing/rotate-keys';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { signInAs, startApi, type Answer, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
});
afterAll(() => api?.close());

const withKey = (key: string) => ({ 'idempotency-key': key });
const maria = (lastName: string) => ({
  firstName: 'Maria',
  lastName,
  emails: [{ address: 'maria@example.com' }],
});
const named = async (lastName: string): Promise<unknown[]> =>
  (await ask('GET', `/api/people?name=${lastName.toLowerCase()}`)).body['items'] as unknown[];

test('twenty at once with one key make one person, and all are answered the same', async () => {
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ask('POST', '/api/people', maria('Parallel'), withKey(key))),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect(await named('Parallel')).toHaveLength(1);
});

test('the first answer is given again, also after the person has changed', async () => {
  const key = randomUUID();
  const first = await ask('POST', '/api/people', maria('Repeated'), withKey(key));
  await ask('PATCH', `/api/people/${String(first.body['id'])}`, { version: 1, city: 'Akron' });
  expect(await ask('POST', '/api/people', maria('Repeated'), withKey(key))).toEqual(first);
});

test('the first answer is given again after the keys of the firm were rotated', async () => {
  const key = randomUUID();
  const first = await ask('POST', '/api/people', maria('Rotated'), withKey(key));
  const source = await new DataSource(dataSourceOptions(api.world.urls.owner, 2)).initialize();
  try {
    const db = new TenantDb(source, api.world.keys);
    const report = await rotateKeys(db, api.world.keys, firm.firmId, { settleMs: 0 });
    expect(report.unreadable).toEqual([]);
    expect(report.columns.map(({ column }) => column)).toContain('app.idempotency.answer_sealed');
  } finally {
    await source.destroy();
  }
  expect(await ask('POST', '/api/people', maria('Rotated'), withKey(key))).toEqual(first);
});

test('a key is for one request: another body or another address with it is refused', async () => {
  const key = randomUUID();
  await ask('POST', '/api/people', maria('Once'), withKey(key));
  for (const answer of [
    await ask('POST', '/api/people', maria('Other'), withKey(key)),
    await ask('POST', '/api/tasks', maria('Once'), withKey(key)),
  ]) {
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'key_reused', errors: [{ field: 'Idempotency-Key' }] },
    });
  }
  expect(await named('Other')).toEqual([]);
});

test('a refused request leaves its key free: mended, it may come with the same one', async () => {
  const key = randomUUID();
  const wrong = { ...maria('Mended'), phones: [{ number: '12345' }] };
  expect((await ask('POST', '/api/people', wrong, withKey(key))).status).toBe(422);
  expect((await ask('POST', '/api/people', maria('Mended'), withKey(key))).status).toBe(201);
});

test('a key that is none is refused at its header', async () => {
  expect(await ask('POST', '/api/people', maria('Nokey'), withKey('short'))).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'Idempotency-Key', code: 'invalid_key' }] },
  });
  expect(await named('Nokey')).toEqual([]);
});

test('the key of one user is nothing to another', async () => {
  const key = randomUUID();
  const colleague = await signInAs(api, firm, 'advisor', [firm.bookId]);
  const [mine, theirs] = await Promise.all([
    ask('POST', '/api/people', maria('Shared'), withKey(key)),
    colleague('POST', '/api/people', maria('Shared'), withKey(key)),
  ]);
  expect(mine.body['id']).not.toBe(theirs.body['id']);
});

test('a handler with transactions of its own does its work once too', async () => {
  const person = await buildPerson(firm);
  const held = await ask('POST', `/api/people/${person.id}/holds`, { reason: 'by_hand' });
  const path = `/api/holds/${String(held.body['id'])}/release`;
  const release = (version: number, key: string): Promise<Answer> =>
    ask('POST', path, { version }, withKey(key));
  const key = randomUUID();
  expect((await release(7, key)).status).toBe(409);
  expect((await release(1, key)).status).toBe(200);
  const other = randomUUID();
  await ask('POST', `/api/people/${person.id}/holds`, { reason: 'by_hand' });
  const answers = await Promise.all(Array.from({ length: 5 }, () => release(1, key)));
  expect(answers.map(({ status, body }) => [status, body['version']])).toEqual(Array(5).fill([200, 2]));
  // without the key the same request is late
  expect((await release(1, other)).status).toBe(409);
});

test('keys are forgotten after a day, and the answers that are kept are sealed', async () => {
  const key = randomUUID();
  const first = await ask('POST', '/api/people', maria('Plantedname'), withKey(key));
  const kept = await firm.run((ctx) => ctx.em.query(`select * from app.idempotency where key = $1`, [key]));
  expect(
    JSON.stringify(kept.map((row: { answer_sealed: Buffer }) => row.answer_sealed.toString('latin1'))),
  ).not.toMatch(/Planted/);
  await firm.run((ctx) =>
    ctx.em.query(`update app.idempotency set created_at = created_at - interval '25 hours' where key = $1`, [
      key,
    ]),
  );
  const again = await ask('POST', '/api/people', maria('Plantedname'), withKey(key));
  expect(again.body['id']).not.toBe(first.body['id']);
  await firm.run((ctx) =>
    ctx.em.query(`update app.idempotency set created_at = created_at - interval '25 hours' where key = $1`, [
      key,
    ]),
  );
  expect(await firm.run(forgetOnceKeys)).toBe(1);
});
