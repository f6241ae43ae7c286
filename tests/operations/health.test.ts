import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createApp } from '@rap/api/create-app';
import { measureHttp } from '@rap/api/http/http-metrics';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createMetrics, type Metrics } from '@rap/providers/operations/metrics';
import { openWorld, type TestWorld } from '../support/build/world.ts';

let world: TestWorld;
let app: NestFastifyApplication;
let metrics: Metrics;

async function startApp(temporalAddress: string): Promise<NestFastifyApplication> {
  const started = await createApp({
    PORT: 0,
    PUBLIC_URL: 'http://127.0.0.1:4400',
    DATABASE_URL: world.urls.app,
    KEYS_DIR: world.keysFolder,
    TEMPORAL_ADDRESS: temporalAddress,
    WEBHOOKS_MAY_CALL_PRIVATE: false,
    TWILIO_AUTH_TOKEN: 'a-token-for-tests-0123456789abcdef',
    LOG_LEVEL: 'silent',
  });
  measureHttp(started.getHttpAdapter().getInstance(), metrics);
  await started.init();
  await started.getHttpAdapter().getInstance().ready();
  return started;
}
const ask = async (of: NestFastifyApplication, url: string) => {
  const answer = await of.inject({ method: 'GET', url });
  return { status: answer.statusCode, body: answer.json<object>() };
};

beforeAll(async () => {
  world = await openWorld();
  metrics = createMetrics();
  app = await startApp(inject('temporalAddress'));
});
afterAll(async () => {
  await app.close();
  await world.close();
});

test('ready asks Postgres, the schema and Temporal', async () => {
  const parts = { postgres: 'ok', schema: 'ok', temporal: 'ok' };
  expect(await ask(app, '/health/ready')).toEqual({ status: 200, body: { ready: true, parts } });
});

test('without Temporal it lives, and is not ready', async () => {
  const alone = await startApp('127.0.0.1:1');
  expect(await ask(alone, '/health/live')).toEqual({ status: 200, body: { live: true } });
  const parts = { postgres: 'ok', schema: 'ok', temporal: 'failed' };
  expect(await ask(alone, '/health/ready')).toEqual({ status: 503, body: { ready: false, parts } });
  await alone.close();
});

test('with a migration missing it is not ready', async () => {
  const owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
  await owner.query(`begin`);
  const { rows } = await owner.query<{ name: string; timestamp: string }>(
    `delete from schema_migration where name like 'Tenancy%' returning name, timestamp`,
  );
  await owner.query(`commit`);
  const { status, body } = await ask(app, '/health/ready');
  await owner.query(`insert into schema_migration (name, timestamp) values ($1, $2)`, [
    rows[0]?.name,
    rows[0]?.timestamp,
  ]);
  await owner.end();
  expect({ status, body }).toMatchObject({ status: 503, body: { parts: { schema: 'failed' } } });
  expect((await ask(app, '/health/ready')).status).toBe(200);
});

test('durations are told by route: no id, address or token is in a label', async () => {
  await app.inject({ method: 'GET', url: '/api/people/0b9f6c1e-7a52-4a3d-9b51-2c8a2c4d7e11?token=secret' });
  await app.inject({ method: 'GET', url: '/no/such/maria@example.com' });
  const text = await metrics.text();
  expect(text).toContain('route="/api/people/:id",status="401"');
  expect(text).toMatch(
    /rap_http_request_duration_seconds_count\{method="GET",route="[^"]*",status="404"\} 1/,
  );
  for (const planted of ['0b9f6c1e', 'secret', 'maria']) expect(text).not.toContain(planted);
});

test('the internal address: live, ready with its parts, metrics; a part that hangs does not hang the answer', async () => {
  const server = serveInternal({
    host: '127.0.0.1',
    port: 0,
    metrics,
    checks: { fine: () => Promise.resolve(), hangs: () => new Promise(() => undefined) },
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const at = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  expect((await fetch(`${at}/live`)).status).toBe(200);
  const ready = await fetch(`${at}/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, parts: { fine: 'ok', hangs: 'failed' } });
  expect(await (await fetch(`${at}/metrics`)).text()).toContain('rap_http_request_duration_seconds_bucket');
  expect((await fetch(`${at}/`)).status).toBe(404);
  server.close();
});
