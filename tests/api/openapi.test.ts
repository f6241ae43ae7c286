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

test('no whole number that is asked for is larger than the column that keeps it', () => {
  const { paths, components } = JSON.parse(JSON.stringify(openApi(api.app))) as {
    paths: Record<string, Record<string, Asked>>;
    components: { schemas: Record<string, Schema> };
  };
  const tooLarge: string[] = [];
  const look = (schema: Schema | undefined, at: string, within: readonly string[]): void => {
    if (!schema) return;
    const named = schema.$ref?.split('/').at(-1);
    if (named !== undefined) {
      if (!within.includes(named)) look(components.schemas[named], at, [...within, named]);
      return;
    }
    if ([schema.type].flat().includes('integer') && !((schema.maximum ?? Infinity) <= MOST))
      tooLarge.push(at);
    for (const [name, field] of Object.entries(schema.properties ?? {})) look(field, `${at} ${name}`, within);
    for (const one of [schema.anyOf, schema.oneOf, schema.allOf, schema.items].flat()) look(one, at, within);
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { requestBody, parameters = [] }] of Object.entries(methods)) {
      for (const { schema } of Object.values(requestBody?.content ?? {}))
        look(schema, `${method} ${path}`, []);
      for (const { name, schema } of parameters) look(schema, `${method} ${path} ${name}`, []);
    }
  }
  // numbers of events are larger ones
  expect(tooLarge.filter((at) => !at.endsWith(' seq'))).toEqual([]);
  expect(tooLarge).toHaveLength(2);
});

const MOST = 2_147_483_647;
interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly maximum?: number;
  readonly properties?: Record<string, Schema>;
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
  readonly allOf?: Schema[];
  readonly items?: Schema;
}
interface Asked {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[];
}
