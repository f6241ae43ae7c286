import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi } from '@rap/api/create-app';
import { Problem } from '@rap/contracts/problem';
import { signIn, startApi, type TestApi } from '../support/build/api.ts';
import { buildOperator } from '../support/build/operator.ts';
import { buildFirm } from '../support/build/world.ts';
import { fuzzRoutes, type ApiDocument, type FuzzRoute } from '../support/fuzz/requests.ts';

const UI = 'http://127.0.0.1:8233';
let api: TestApi;
let cookie: string;
let routes: FuzzRoute[];
beforeAll(async () => {
  api = await startApi({ TEMPORAL_UI_URL: `${UI}/namespaces` });
  const firm = await buildFirm(api.world);
  const operator = await buildOperator(api);
  cookie = `${await signIn(api, firm, 'owner')}; ${operator.cookie}`;
  const document = JSON.parse(JSON.stringify(openApi(api.app))) as ApiDocument; // as it is served
  routes = fuzzRoutes(document);
});
afterAll(() => api?.close());

interface Sent {
  readonly payload?: string;
  readonly type?: string;
  readonly id?: string;
  readonly query?: string;
}

async function refusal(
  route: FuzzRoute,
  { payload, type, id = randomUUID(), query = '' }: Sent,
): Promise<Problem> {
  const url = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => (name === 'number' ? '1' : id));
  const answer = await api.app.inject({
    method: route.method,
    url: `${url}${query}`,
    headers: {
      cookie,
      ...(route.path.startsWith('/api/operator/codec/') ? { origin: UI } : {}),
      ...(payload === undefined ? {} : { 'content-type': type ?? 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.headers['content-type'], `${route.name}: ${answer.body}`).toContain('problem+json');
  const problem = Problem.parse(answer.json());
  expect(problem, route.name).toMatchObject({
    type: `urn:rap:problem:${problem.code}`,
    status: answer.statusCode,
    correlationId: answer.headers['x-correlation-id'],
  });
  return problem;
}

/** Asks each of them, and shows at once all that answer otherwise. */
async function each(
  asked: readonly FuzzRoute[],
  sent: Sent,
  wanted: (problem: Problem, route: FuzzRoute) => boolean,
): Promise<void> {
  expect(asked.length).toBeGreaterThan(0);
  const wrong: string[] = [];
  for (const route of asked) {
    const problem = await refusal(route, sent);
    if (!wanted(problem, route)) wrong.push(`${route.name}: ${JSON.stringify(problem)}`);
  }
  expect(wrong.join('\n')).toBe('');
}

const withBody = (): FuzzRoute[] => routes.filter(({ operation }) => operation.requestBody);
const withId = (): FuzzRoute[] =>
  routes.filter(({ path, operation }) =>
    operation.parameters?.some(({ name, schema }) => path.includes(`{${name}}`) && schema?.format === 'uuid'),
  );

describe('every route refuses in the same words', () => {
  test('a body that is no JSON', () =>
    each(
      withBody(),
      { payload: '{"a":' },
      ({ status, code, detail }) => status === 400 && code === 'bad_request' && Boolean(detail),
    ));

  test('a body in another format', () =>
    each(
      withBody(),
      { payload: '<a/>', type: 'application/xml' },
      ({ status, code, title }) =>
        status === 415 && code === 'unsupported_media_type' && title.includes('application/json'),
    ));

  test('a body that is too large, with the most that it takes', () =>
    each(
      withBody(),
      { payload: JSON.stringify({ a: 'x'.repeat(1_100_000) }) },
      ({ status, code, detail }) => status === 413 && code === 'too_large' && (detail ?? '').includes('1 MB'),
    ));

  test('a field that it does not know, by its name and with the fix; where `do` says which fields there are, it is asked for first', () =>
    each(
      // the codec's protocol is Temporal's, and may grow
      withBody().filter(({ path }) => !path.startsWith('/api/operator/codec/')),
      { payload: '{"colour":"red"}' },
      ({ status, code, errors = [] }) =>
        status === 400 &&
        code === 'invalid' &&
        errors.some(({ field, fix }) =>
          field === 'do' ? fix?.includes('"do"') : field === 'colour' && fix?.startsWith('remove it'),
        ) &&
        errors.every(({ message, fix }) => message.length > 5 && fix),
    ));

  test('a parameter of the query that it does not know', () =>
    each(
      routes.filter(({ operation }) => operation.parameters?.some((parameter) => parameter.in === 'query')),
      { query: '?colour=red' },
      ({ status, errors = [] }) => status === 400 && errors.some(({ field }) => field.endsWith('colour')),
    ));

  test('an id that is none, with an example of one', () =>
    each(
      withId().filter(
        ({ operation }) =>
          !operation.requestBody &&
          !operation.parameters?.some((parameter) => parameter.in === 'query' && parameter.required),
      ),
      { id: 'not-an-id' },
      ({ status, code, errors = [] }) =>
        status === 400 && code === 'invalid' && (errors[0]?.fix ?? '').includes('for example'),
    ));

  test('a version that was left out', () =>
    each(
      withId().filter(({ operation }) =>
        operation.parameters?.some((parameter) => parameter.in === 'query' && parameter.name === 'version'),
      ),
      {},
      ({ status, errors = [] }) => status === 400 && (errors[0]?.message ?? '').includes('missing'),
    ));

  test.each(['GET', 'DELETE'] as const)('an id of nothing that it may see: %s', (method) =>
    each(
      withId().filter(
        (route) =>
          route.method === method &&
          !route.path.includes('/versions') &&
          route.operation.parameters?.every(
            ({ name, required, ...parameter }) => parameter.in === 'path' || !required || name === 'version',
          ) &&
          (method === 'GET' || route.operation.parameters.some(({ name }) => name === 'version')),
      ),
      method === 'GET' ? {} : { query: '?version=1' },
      ({ status, code, title }) =>
        status === 404 && code === 'not_found' && title.startsWith('There is no such '),
    ),
  );
});
