import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '@rap/contracts/actor';
import { GRANTED } from '@rap/domain/policy/abilities';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';
import { KnownIds } from '../support/fuzz/known-ids.ts';
import { fuzzRoutes, requestOf, urlOf, type ApiDocument, type FuzzRoute } from '../support/fuzz/requests.ts';

const ROLES = Role.options;
let api: TestApi;
let document: ApiDocument;
let asks: Record<Role, Ask>;
/** what a request of each route is answered, by role: nothing it names exists, so nothing is done to anything */
const answers = new Map<string, Record<Role, { status: number; detail: unknown }>>();

beforeAll(async () => {
  document = JSON.parse(await readFile(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'));
  api = await startApi();
  const firm = await buildFirm(api.world);
  const signedIn = ROLES.map(async (role) => [role, await signInAs(api, firm, role, [firm.bookId])] as const);
  asks = Object.fromEntries(await Promise.all(signedIn)) as Record<Role, Ask>; // one of each role
  for (const route of walked()) answers.set(route.name, await askAll(route));
}, 120_000);
afterAll(() => api?.close());

/** Ways in, which know no roles; what belongs to operators; and the sign-out, after which there is nobody to ask. */
const WITHOUT_ROLES = [
  /^POST \/api\/sessions(\/firm|\/second-factor(\/finish)?|\/sign-out-everywhere)?$/,
  /^DELETE \/api\/sessions\/current$/,
  /^POST \/api\/(invitations\/accept|password-resets(\/finish)?)$/,
  /^\w+ \/api\/operator\//,
];

const walked = (): FuzzRoute[] =>
  fuzzRoutes(document).filter(({ name }) => !WITHOUT_ROLES.some((pattern) => pattern.test(name)));

async function askAll(route: FuzzRoute): Promise<Record<Role, { status: number; detail: unknown }>> {
  const entries = ROLES.map(async (role) => [role, await askWell(route, asks[role])] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<Role, { status: number; detail: unknown }>; // as above
}

/** With a body made from the schema; rules that no schema says may refuse the first ones. */
async function askWell(route: FuzzRoute, ask: Ask): Promise<{ status: number; detail: unknown }> {
  const tries = fc.sample(requestOf(route, document.components.schemas, false), { numRuns: 40, seed: 7 });
  let last = { status: 0, detail: undefined as unknown };
  for (const request of tries) {
    const { url, json } = urlOf(route, request, new KnownIds());
    const { status, body } = await ask(route.method, url, json);
    last = { status, detail: body['detail'] };
    if (status !== 400) return last;
  }
  return last;
}

test('every route is asked for by every role with a request that it can read', () => {
  expect(answers.size).toBeGreaterThan(100);
  const unread = [...answers].filter(([, byRole]) => ROLES.some((role) => byRole[role].status === 400));
  expect(unread.map(([name]) => name)).toEqual([]);
});

test('each route is closed to exactly the roles that lack one ability, and says whom to ask', () => {
  const sets = new Set(Object.values(GRANTED).map((roles) => key(roles)));
  for (const [name, byRole] of answers) {
    const allowed = ROLES.filter((role) => byRole[role].status !== 403);
    expect(
      sets.has(key(allowed)),
      `${name} is open to ${key(allowed)}, which is no ability of domain/policy`,
    ).toBe(true);
    for (const role of ROLES) {
      if (byRole[role].status === 403) expect(byRole[role].detail, name).toMatch(/^Ask somebody who is/);
    }
  }
});

/** Reading what everybody of a firm may read. A route that is open to all and not named here has forgotten to ask. */
const FOR_ALL = [
  /^GET \/api\/(tasks|task-templates|templates|automations|enrolments|needs-attention|today)(\/|$)/,
  /^POST \/api\/(templates\/preview|automations\/check)$/,
  /^GET \/api\/(users|books|firm|sending-rules|channels)(\/\{id\})?$/,
  // one's own account
  /^(GET|PATCH) \/api\/profile$/,
  /^POST \/api\/(today\/seen|browser-faults|firm-set-up(\/look)?)$/,
  /^GET \/api\/(sessions(\/current|\/ways|\/choice)?|second-factor|passkeys)$/,
  /^POST \/api\/(sessions\/passkey|passkeys)(\/options)?$/,
  /^DELETE \/api\/passkeys\/\{id\}$/,
  /^DELETE \/api\/sessions\/\{id\}$/,
  /^POST \/api\/(password|second-factor(\/confirm|\/remove)?)$/,
];

test('no route is open to every role unless it is named as one', () => {
  const open = [...answers].filter(([, byRole]) => ROLES.every((role) => byRole[role].status !== 403));
  const names = open.map(([name]) => name).filter((name) => !FOR_ALL.some((pattern) => pattern.test(name)));
  expect(names).toEqual([]);
});

test('what the router answers under /api stands in the document, so every walk sees it', () => {
  const documented = new Set(
    fuzzRoutes(document).map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  // live updates are a stream without an end, and have tests of their own
  const own = api.routes.filter(
    (route) => / \/api\/(?!live$)/.test(route) && !/^(HEAD|OPTIONS) /.test(route),
  );
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((route) => !documented.has(route))).toEqual([]);
});

const key = (roles: readonly Role[]): string => ROLES.filter((role) => roles.includes(role)).join(', ');
