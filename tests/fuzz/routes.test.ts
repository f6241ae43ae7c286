import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Problem } from '@rap/contracts/problem';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { signIn, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';
import { KnownIds } from '../support/fuzz/known-ids.ts';
import {
  collectionOf,
  fuzzRoutes,
  requestOf,
  urlOf,
  type ApiDocument,
  type FuzzRequest,
  type FuzzRoute,
} from '../support/fuzz/requests.ts';

/** The sample of `npm test`; `npm run fuzz -- --minutes N` goes on with other seeds for that long. */
const SAMPLE = { seed: 20_260_105, runs: 5, limitMs: 100_000 };

let api: TestApi;
let firm: TestFirm;
let document: ApiDocument;
let cookie: string;
let signedInAnew = false;
let countRows: string;
const known = new KnownIds();
const answers = new Map<number, number>();

beforeAll(async () => {
  document = JSON.parse(await readFile(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'));
  api = await startApi();
  firm = await buildFirm(api.world);
  cookie = await signIn(api, firm, 'owner', [firm.bookId]);
  known.add('users', firm.ownerId);
  known.add('books', firm.bookId);
  countRows = await rowCounter();
});
afterAll(() => api?.close());

test(
  'no request is answered by an unexpected error, every refusal says what to mend, and leaves nothing behind',
  async () => {
    const minutes = inject('fuzzMinutes');
    const endsAt = Date.now() + (minutes ? minutes * 60_000 : SAMPLE.limitMs);
    let asked = await round(SAMPLE.seed, endsAt);
    for (let seed = Date.now(); minutes && Date.now() < endsAt; seed++) asked += await round(seed, endsAt);
    const good = [...answers].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
    // a fuzz that is only ever refused looks at nothing but the first check
    expect(good / asked).toBeGreaterThan(0.15);
    if (minutes) process.stdout.write(`${asked} requests, by status: ${JSON.stringify([...answers])}\n`);
  },
  inject('fuzzMinutes') * 60_000 + 120_000,
);

/** Every route, first as the document wants it and then bent. Faults of all routes are shown together, each at its smallest. */
async function round(seed: number, endsAt: number): Promise<number> {
  const faults: string[] = [];
  let asked = 0;
  for (const bend of [false, true]) {
    for (const route of fuzzRoutes(document)) {
      if (Date.now() >= endsAt) break;
      const checked = await fc.check(
        fc.asyncProperty(requestOf(route, document.components.schemas, bend), async (request) => {
          asked++;
          await ask(route, request);
        }),
        { seed, numRuns: SAMPLE.runs, interruptAfterTimeLimit: Math.max(1, endsAt - Date.now()) },
      );
      if (checked.failed && checked.counterexample) {
        const sent = JSON.stringify(checked.counterexample)?.slice(0, 400);
        faults.push(`${route.name} (seed ${seed}): ${String(checked.errorInstance)}\n  ${sent}`);
      }
    }
  }
  expect(faults.join('\n\n')).toBe('');
  return asked;
}

async function ask(route: FuzzRoute, request: FuzzRequest): Promise<void> {
  const before = await rows();
  signedInAnew = false;
  const answer = await send(route, request);
  answers.set(answer.statusCode, (answers.get(answer.statusCode) ?? 0) + 1);
  if (answer.statusCode < 300) {
    if (String(answer.headers['content-type']).includes('json')) known.learn(keptIn(route), answer.json());
    return;
  }
  expect(answer.headers['content-type'], answer.body.slice(0, 300)).toContain('application/problem+json');
  const problem = Problem.parse(answer.json());
  expect(problem.status).toBe(answer.statusCode);
  expect(
    answer.statusCode < 500 || problem.code === 'not_ready',
    `${answer.statusCode} ${problem.code}`,
  ).toBe(true);
  if (problem.code === 'invalid') {
    expect(problem.errors?.length).toBeGreaterThan(0);
    for (const { field, message, fix } of problem.errors ?? []) {
      expect(`${field}${message}${fix ?? ''}`.length).toBeGreaterThan(8);
      if (problem.status === 400) expect(fix, `${field}: ${message}`).toBeTruthy();
    }
  }
  // wrong passwords are counted, of course
  if (!signedInAnew && collectionOf(route.path) !== 'sessions') expect(await rows()).toEqual(before);
}

async function send(route: FuzzRoute, request: FuzzRequest, again = true): Promise<Response> {
  const { url, payload } = urlOf(route, request, known);
  const answer = await api.app.inject({
    method: route.method,
    url,
    headers: { cookie, ...(payload === undefined ? {} : { 'content-type': request.contentType }) },
    ...(payload === undefined ? {} : { payload }),
  });
  if (answer.statusCode !== 401 || !again || collectionOf(route.path) === 'sessions') return answer;
  // a request before this one has ended our session
  cookie = await signIn(api, firm, 'owner', [firm.bookId]);
  signedInAnew = true;
  return send(route, request, false);
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

/** How many rows each table of the firm has; a change without a new row still leaves one in the audit log. */
async function rows(): Promise<unknown> {
  return firm.run(async (ctx) => (await ctx.em.query(countRows))[0]);
}

async function rowCounter(): Promise<string> {
  const counts = (await tables()).map(({ name }) => `(select count(*) from ${name})`);
  return `select array[${counts.join(', ')}] as counts`;
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
    if (!personal) continue;
    const seen = await api.world.db.run(stranger, (ctx) => count(ctx, 'person_id is not null'));
    expect(seen, `${name}, another book`).toBe(0);
  }
  expect(filled).toBeGreaterThan(15);
});
