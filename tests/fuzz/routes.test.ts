import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Problem } from '@rap/contracts/problem';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { BEYOND_BOOKS } from '../support/beyond-books.ts';
import { startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';
import { Caller } from '../support/fuzz/caller.ts';
import { KnownIds } from '../support/fuzz/known-ids.ts';
import {
  fuzzRoutes,
  requestOf,
  urlOf,
  type ApiDocument,
  type FuzzRequest,
  type FuzzRoute,
} from '../support/fuzz/requests.ts';
import { RowCounts } from '../support/fuzz/row-counts.ts';
import { fuzzSeeds, HURRY_MS, shownSeed } from '../support/fuzz/seeds.ts';

/** Requests a route in each round: as the document wants them, and bent. */
const RUNS = { good: 2, bent: 3 };
/** What one route may take to find the smallest request that shows a fault. */
const SHRINK_MS = 10_000;
const UI = 'http://127.0.0.1:8233';

let api: TestApi;
let firm: TestFirm;
let document: ApiDocument;
let caller: Caller;
let rows: RowCounts;
const known = new KnownIds();
const answers = new Map<number, number>();

beforeAll(async () => {
  document = JSON.parse(await readFile(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'));
  api = await startApi({ TEMPORAL_UI_URL: `${UI}/namespaces` });
  firm = await buildFirm(api.world);
  caller = new Caller(api, firm);
  await caller.signIn('/api/people');
  await caller.signIn('/api/operator/');
  known.add('users', firm.ownerId);
  known.add('books', firm.bookId);
  rows = await RowCounts.open(api.world.urls);
});
afterAll(async () => {
  await rows?.close();
  await api?.close();
});

test(
  'no request is answered by an unexpected error, every refusal says what to mend, and leaves nothing behind',
  async () => {
    let asked = 0;
    for (const seed of fuzzSeeds()) asked += await round(seed);
    const good = [...answers].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
    // a fuzz that is only ever refused looks at nothing but the first check
    expect(good / asked).toBeGreaterThan(0.15);
    if (inject('fuzzMinutes'))
      process.stdout.write(`${asked} requests, by status: ${JSON.stringify([...answers])}\n`);
  },
  inject('fuzzMinutes') * 60_000 + 240_000,
);

/** Every route, first as the document wants it and then bent. Faults of all routes are shown together, each at its smallest. */
async function round(seed: number): Promise<number> {
  const faults: string[] = [];
  const visits: string[] = [];
  const hurryAt = Date.now() + HURRY_MS;
  for (const bend of [false, true]) {
    for (const route of fuzzRoutes(document)) {
      const asProperty = fc.asyncProperty(
        requestOf(route, document.components.schemas, bend),
        async (request) => {
          visits.push(route.name);
          await ask(route, request);
        },
      );
      // a machine that is busy asks each route less often, and leaves none out
      const numRuns = Date.now() > hurryAt ? 1 : RUNS[bend ? 'bent' : 'good'];
      const checked = await fc.check(asProperty, { seed, numRuns, interruptAfterTimeLimit: SHRINK_MS });
      if (checked.failed) {
        const sent = JSON.stringify(checked.counterexample)?.slice(0, 400);
        faults.push(`${route.name}: ${String(checked.errorInstance)}\n  ${sent}`);
      }
    }
  }
  expect(faults.join('\n\n'), shownSeed(seed)).toBe('');
  expect([...new Set(visits)].toSorted()).toEqual(documented().toSorted());
  return visits.length;
}

/** What the router answers under /api, but for the stream of live updates: an address that it alone knows fails the round. */
const documented = (): string[] =>
  api.routes
    .filter((route) => / \/api\//.test(route) && !route.startsWith('HEAD ') && !route.endsWith(' /api/live'))
    .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));

async function ask(route: FuzzRoute, request: FuzzRequest): Promise<void> {
  let before = await rows.before();
  let answer = await send(route, request);
  if (answer.statusCode === 401 && answer.json().code === 'not_signed_in') {
    // a request before this one has ended our session
    await caller.signIn(route.path);
    rows.forget();
    before = await rows.before();
    answer = await send(route, request);
  }
  answers.set(answer.statusCode, (answers.get(answer.statusCode) ?? 0) + 1);
  if (answer.statusCode < 300) {
    rows.forget();
    if (String(answer.headers['content-type']).includes('json')) known.learn(keptIn(route), answer.json());
    return;
  }
  checkRefusal(answer);
  expect(await rows.changedSince(before), `${answer.statusCode} has written`).toEqual([]);
}

/** A refusal is expected, in the form of RFC 9457, and names what to mend. */
function checkRefusal(answer: Response): void {
  expect(answer.headers['content-type'], answer.body.slice(0, 300)).toContain('application/problem+json');
  const problem = Problem.parse(answer.json());
  expect(problem.status).toBe(answer.statusCode);
  expect(
    answer.statusCode < 500 || problem.code === 'not_ready',
    `${answer.statusCode} ${problem.code}`,
  ).toBe(true);
  if (problem.code !== 'invalid') return;
  expect(problem.errors?.length).toBeGreaterThan(0);
  for (const { field, message, fix } of problem.errors ?? []) {
    expect(`${field}${message}${fix ?? ''}`.length).toBeGreaterThan(8);
    if (problem.status === 400) expect(fix, `${field}: ${message}`).toBeTruthy();
  }
}

async function send(route: FuzzRoute, request: FuzzRequest): Promise<Response> {
  const { url, payload } = urlOf(route, request, known);
  return api.app.inject({
    method: route.method,
    url,
    headers: {
      cookie: caller.cookie,
      ...(route.path.startsWith('/api/operator/codec/') ? { origin: UI } : {}),
      ...(payload === undefined ? {} : { 'content-type': request.contentType }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
}

type Response = Awaited<ReturnType<TestApi['app']['inject']>>;

/** Where the record that a route answers is kept: what is made under a person is a record of its own. */
function keptIn({ path }: FuzzRoute): string {
  const [, , first = '', , under] = path.split('/');
  return under && under in document.paths
    ? under
    : ['holds', 'messages', 'permissions'].includes(under ?? '')
      ? (under ?? first)
      : first;
}

/** Every table of a firm that the application may read, and whether its rows belong to people. */
function tables(): Promise<{ name: string; personal: boolean }[]> {
  return firm.run((ctx) =>
    ctx.em.query(
      `select n.nspname || '.' || quote_ident(c.relname) as name,
              exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id' and not p.attisdropped) as personal
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id' and not a.attisdropped
        where c.relkind = 'r' and n.nspname in ('app', 'spine', 'audit') and has_table_privilege(c.oid, 'select')`,
    ),
  );
}

test('what the requests have made is seen by no other firm and from no other book, table by table', async () => {
  const other = await buildFirm(api.world);
  const stranger: Who = { ...firm.who, books: [] };
  let filled = 0;
  for (const { name, personal } of await tables()) {
    const count = async (ctx: FirmContext, where: string): Promise<number> => {
      const rows: { n: string }[] = await ctx.em.query(`select count(*) as n from ${name} where ${where}`);
      return Number(rows[0]?.n);
    };
    if ((await firm.run((ctx) => count(ctx, 'true'))) === 0) continue;
    filled++;
    expect(await other.run((ctx) => count(ctx, 'firm_id <> app.firm()')), `${name}, another firm`).toBe(0);
    if (!personal || BEYOND_BOOKS.includes(name)) continue;
    const seen = await api.world.db.run(stranger, (ctx) => count(ctx, 'person_id is not null'));
    expect(seen, `${name}, another book`).toBe(0);
  }
  expect(filled).toBeGreaterThan(15);
});
