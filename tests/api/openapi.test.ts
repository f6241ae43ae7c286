import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from '@rap/api/create-app';
import { automationFileSchema } from '@rap/domain/automation/definition/yaml';
import { startApi, type TestApi } from '../support/build/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

test('the committed document is that of the code: npm run openapi writes it anew', async () => {
  const committed = await readFile(new URL('../../contracts/openapi.json', import.meta.url), 'utf8');
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(openApi(api.app))));
});

test('the committed schema of automation files is that of the code, and it is served to editors', async () => {
  const committed: unknown = JSON.parse(
    await readFile(new URL('../../contracts/automation.schema.json', import.meta.url), 'utf8'),
  );
  expect(committed).toEqual(JSON.parse(JSON.stringify(automationFileSchema())));
  const served = await api.app.inject({ method: 'GET', url: '/automation.schema.json' });
  expect(served.headers['content-type']).toContain('application/schema+json');
  expect(served.json()).toEqual(committed);
});

test('every answer has a schema, and operations have names of their own', () => {
  const operations = Object.values(openApi(api.app).paths).flatMap((item) => Object.values(item));
  const names = operations.map((operation) => operation.operationId as string);
  expect(new Set(names).size).toBe(names.length);
  for (const operation of operations) {
    const good = Object.entries(operation.responses as Record<string, { content?: object }>).filter(
      ([status]) => status.startsWith('2'),
    );
    expect(good.length, operation.operationId).toBeGreaterThan(0);
    for (const [status, answer] of good)
      if (!['202', '204'].includes(status)) expect(answer.content, operation.operationId).toBeTruthy();
  }
});
