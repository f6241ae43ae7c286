import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from '@rap/api/create-app';
import { writeUnsubscribeToken } from '@rap/database/consent/unsubscribe-token';
import { Tickets } from '@rap/database/identity/tickets';
import { newId } from '@rap/database/records/new-id';
import { installKey } from '@rap/database/sealing/install-key';
import {
  addUser,
  buildForm,
  PUBLIC_URL,
  signInAs,
  startApi,
  TWILIO_TOKEN,
  type Ask,
  type TestApi,
} from '../support/build/api.ts';
import { tokenFor } from '../support/build/letters.ts';
import { CLIENT, startOidcProvider, type TestProvider } from '../support/build/oidc-provider.ts';
import { addOperator, OPERATOR_PASSWORD } from '../support/build/operator.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';
import { bends, bentRequest, isForged, type Bend, type RawRoute } from '../support/fuzz/raw-requests.ts';
import { RowCounts } from '../support/fuzz/row-counts.ts';
import { fuzzSeeds, HURRY_MS, shownSeed } from '../support/fuzz/seeds.ts';

/** Requests a route that takes a body, and of one that only shows something. */
const RUNS = { POST: 25, GET: 6 };
const NUMBER = '+12165550177';
const FORM = 'application/x-www-form-urlencoded';
const PASSWORD = 'four other plain words';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let provider: TestProvider;
let rows: RowCounts;

beforeAll(async () => {
  provider = await startOidcProvider(`${PUBLIC_URL}/oidc/callback`);
  api = await startApi({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  });
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
  await firm.run((ctx) => api.directory.put(ctx, 'phone', NUMBER, ctx.firmId));
  rows = await RowCounts.open(api.world.urls);
});
afterAll(async () => {
  await rows?.close();
  await api?.close();
  await provider?.close();
});

/** Every route, with what makes a request to it good; anew for each round, because some of it can be used once. */
async function outsideRoutes(): Promise<RawRoute[]> {
  const deliveryId = await delivery();
  return [
    ...(await forms()),
    ...twilioRoutes(deliveryId),
    await inbound(),
    ...(await links(deliveryId)),
    ...PAGES,
  ];
}

/** What takes nothing from who asks but an address and headers. */
const PAGES: readonly RawRoute[] = [
  '/docs',
  '/docs/',
  '/docs/index.html',
  '/docs/LICENSE',
  '/docs/swagger-ui-init.js',
  '/docs/docs/swagger-ui-init.js',
  '/addresses',
  '/health/live',
  '/health/ready',
  '/f/embed.js',
  '/f/height.js',
  '/automation.schema.json',
  '/openapi.json',
  '/docs-yaml',
  '/oidc/start',
  '/oidc/callback',
  '/api/live',
]
  .map((url) => ({ name: `GET ${url}`, url }))
  .concat({ name: 'GET /docs/*', url: '/docs/swagger-ui.css' });

async function forms(): Promise<RawRoute[]> {
  const id = await buildForm(api, firm);
  await firm.run((ctx) => ctx.em.query(`update app.lead_form set daily_limit = 100000 where id = $1`, [id]));
  const fields = () => ({
    firstName: 'Maria',
    lastName: 'Alvarez',
    email: `maria-${randomUUID()}@example.com`,
    phone: '',
    question: 'About my 401(k)',
    agreeEmail: 'yes',
    submissionKey: randomUUID(),
    touch: '{"first":{"source":"google","gclid":"abc"},"last":{"source":"bing"}}',
  });
  return [
    { name: 'GET /f/:id', url: `/f/${id}` },
    { name: 'GET /f/:id/embed', url: `/f/${id}/embed` },
    { name: 'POST /f/:id', url: `/f/${id}`, fields, contentType: FORM },
    { name: 'POST /f/:id/embed', url: `/f/${id}/embed`, fields, contentType: FORM },
  ];
}

/** A marketing email that has left; answers its id. */
async function delivery(): Promise<string> {
  const person = await buildPerson(firm, { emails: [{ address: 'leaver@example.com' }] });
  return firm.run(async (ctx) => {
    const id = newId();
    const sealed = await ctx.sealer.seal(
      { table: 'app.delivery', column: 'address', rowId: id },
      'leaver@example.com',
    );
    await ctx.em.query(
      `insert into app.delivery (id, effect_key, person_id, channel, purpose, address_sealed, address_hash, claim_seq,
          occurred_at, due_at, not_after, actor, correlation_id)
       values ($1, $5, $2, 'email', 'marketing', $3, $4, 0, now(), now(), now() + interval '1 day', 'system:test', 'test')`,
      [id, person.id, sealed, await ctx.sealer.hash('address', 'leaver@example.com'), randomUUID()],
    );
    return id;
  });
}

function twilioRoutes(deliveryId: string): RawRoute[] {
  const sign: RawRoute['sign'] = ({ url, body }) => ({
    'x-twilio-signature': twilio.getExpectedTwilioSignature(
      TWILIO_TOKEN,
      `${PUBLIC_URL}${url}`,
      Object.fromEntries(new URLSearchParams(body.toString())),
    ),
  });
  const sid = (): string => `SM${randomUUID().replaceAll('-', '')}`;
  const text = () => ({
    MessageSid: sid(),
    From: '+12165551200',
    To: NUMBER,
    Body: 'Tuesday works',
    NumMedia: '0',
  });
  const status = () => ({ MessageSid: sid(), MessageStatus: 'undelivered', ErrorCode: '30003' });
  const [inboundUrl, statusUrl] = ['/webhooks/twilio/inbound', '/webhooks/twilio/status'];
  const about = `?firm=${firm.firmId}&delivery=${deliveryId}`;
  return [
    { name: `POST ${inboundUrl}`, url: inboundUrl, fields: text, contentType: FORM, sign },
    { name: `POST ${statusUrl}`, url: `${statusUrl}${about}`, fields: status, contentType: FORM, sign },
  ];
}

async function inbound(): Promise<RawRoute> {
  const lead = await owner('POST', '/api/lead-sources', { name: `Site ${randomUUID()}`, kind: 'other' });
  const { body } = await owner('POST', '/api/webhook-sources', {
    name: 'Booking site',
    bookId: firm.bookId,
    leadSourceId: lead.body['id'],
  });
  const key = Buffer.from(String(body['secret']).replace('whsec_', ''), 'base64');
  return {
    name: 'POST /webhooks/in/:token',
    url: String(body['url']).replace(PUBLIC_URL, ''),
    contentType: 'application/json',
    fields: () => ({
      person: { email: `nova-${randomUUID()}@example.com`, firstName: 'Nova', lastName: 'Nova', state: 'OH' },
    }),
    sign: (request) => {
      const [id, at] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
      const proof = createHmac('sha256', key).update(`${id}.${at}.`).update(request.body).digest('base64');
      return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${proof}` };
    },
  };
}

/** Links in mail: to unsubscribe, to choose a new password, to accept an invitation. */
async function links(deliveryId: string): Promise<RawRoute[]> {
  const linkKey = await installKey(api.world.keysFolder, 'links');
  const unsubscribe = `/u/${writeUnsubscribeToken(linkKey, { firmId: firm.firmId, deliveryId })}`;
  const user = await addUser(api, firm, 'advisor');
  const identityId = await api.directory.identityOf(user.email);
  const reset = await api.app.get(Tickets).issue(identityId ?? '', 'reset', 30);
  const email = `kim-${randomUUID()}@lakeside.example`;
  await owner('POST', '/api/invitations', { email, displayName: 'Kim', role: 'advisor' });
  const invitation = await tokenFor(firm, email);
  const page = (path: string, token: string): RawRoute[] => [
    { name: `GET ${path}`, url: `${path}?token=${token}` },
    { name: `POST ${path}`, url: path, fields: () => ({ token, password: PASSWORD }), contentType: FORM },
  ];
  return [
    { name: 'GET /u/:token', url: unsubscribe },
    {
      name: 'POST /u/:token',
      url: unsubscribe,
      fields: () => ({ 'List-Unsubscribe': 'One-Click' }),
      contentType: FORM,
    },
    ...page('/account/reset', reset),
    ...page('/account/invitation', invitation),
    ...(await operatorPages()),
  ];
}

async function operatorPages(): Promise<RawRoute[]> {
  const { email, app } = await addOperator(api);
  // good once, as a code is
  const typed = { email, password: OPERATOR_PASSWORD, code: app.next() };
  const url = '/account/operator';
  return [
    { name: `GET ${url}`, url },
    { name: `POST ${url}`, url, fields: () => typed, contentType: FORM },
    { name: `POST ${url}/sign-out`, url: `${url}/sign-out`, contentType: FORM },
  ];
}

test('what is asked without a session is never an unexpected error, and a refusal leaves nothing behind', async () => {
  for (const seed of fuzzSeeds()) await round(seed);
}, 240_000);

async function round(seed: number): Promise<void> {
  const faults: string[] = [];
  const routes = await outsideRoutes();
  const hurryAt = Date.now() + HURRY_MS;
  for (const route of routes) {
    rows.forget();
    // nonsense that is only ever refused at the door shows nothing of what lies behind it
    const good = await ask(route, { what: 'nothing', text: '', pick: 0, forged: false });
    expect(good, route.name).toSatisfy((status) => status < 400 || status === REFUSED[route.name]);
    const runs = RUNS[route.name.startsWith('POST') ? 'POST' : 'GET'];
    const checked = await fc.check(
      fc.asyncProperty(bends, async (bend) => void (await ask(route, bend))),
      { seed, numRuns: Date.now() > hurryAt ? 5 : runs },
    );
    if (!checked.failed) continue;
    const bend = JSON.stringify(checked.counterexample).slice(0, 400);
    faults.push(`${route.name}: ${String(checked.errorInstance)}\n  ${bend}`);
  }
  expect(faults.join('\n\n'), shownSeed(seed)).toBe('');
  expect(routes.map(({ name }) => name).toSorted()).toEqual(outsideDocument());
}

/** Where a good request is refused: by a server that is not there, without the provider's answer, without a session. */
const REFUSED: Readonly<Record<string, number>> = {
  'GET /health/ready': 503,
  'GET /oidc/callback': 400,
  'GET /api/live': 401,
  'GET /docs/LICENSE': 404, // the router of the docs' files names it, their package does not have it
};

/** Every route of the router that the document does not name: a new one fails here until it is asked. */
function outsideDocument(): string[] {
  const { paths } = openApi(api.app);
  const named = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  return api.routes.filter((route) => !named.includes(route) && !route.startsWith('HEAD ')).toSorted();
}

async function ask(route: RawRoute, bend: Bend): Promise<number> {
  const { method, url, headers, body } = bentRequest(route, bend);
  const before = await rows.before();
  const answer = await api.app.inject({
    method,
    url,
    headers,
    // networks are counted
    remoteAddress: `10.${bend.pick % 200}.${Math.trunc(Math.random() * 250)}.1`,
    ...(method === 'POST' ? { payload: body } : {}),
  });
  const { statusCode } = answer;
  const said = `${statusCode} ${answer.body.slice(0, 300)}`;
  expect(statusCode < 500 || route.name === 'GET /health/ready', said).toBe(true);
  if (isForged(route, bend)) expect(statusCode, said).toBeGreaterThanOrEqual(400);
  if (method === 'POST' && statusCode < 400) rows.forget();
  else expect(await rows.changedSince(before), `${said} has written`).toEqual([]);
  if (statusCode >= 400 && statusCode !== 503)
    expect(String(answer.headers['content-type']), said).toMatch(/problem\+json|text\/html/);
  return statusCode;
}
