import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@rap/contracts/actor';
import { createApp, serveDocs } from '@rap/api/create-app';
import type { Settings } from '@rap/api/settings';
import { Directory } from '@rap/database/identity/directory';
import { insertRecord } from '@rap/database/records/write-record';
import { createLeadForm } from '@rap/database/lead-form/lead-form-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { openWorld, type TestFirm, type TestWorld } from './world.ts';

export const PUBLIC_URL = 'http://127.0.0.1:4400';
export const TWILIO_TOKEN = 'a-token-for-tests-0123456789abcdef';

export interface TestApi {
  readonly world: TestWorld;
  readonly app: NestFastifyApplication;
  /** what the router answers, as `GET /path/:parameter` */
  readonly routes: readonly string[];
  readonly directory: Directory;
  close(): Promise<void>;
}

/** The API on a database of its own (or on that of a world which somebody else closes), asked without a network. */
export async function startApi(settings: Partial<Settings> = {}, given?: TestWorld): Promise<TestApi> {
  const world = given ?? (await openWorld());
  const app = await createApp({
    PORT: 0,
    PUBLIC_URL,
    DATABASE_URL: world.urls.app,
    KEYS_DIR: world.keysFolder,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
    WEBHOOKS_MAY_CALL_PRIVATE: false,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const routes: string[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      routes.push(...[method].flat().map((one) => `${one} ${url}`));
    });
  serveDocs(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    world,
    app,
    routes,
    directory: app.get(Directory),
    async close() {
      await app.close();
      if (!given) await world.close();
    },
  };
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A signed-in user who asks. */
export type Ask = (
  method: Method,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

export interface TestUser {
  readonly email: string;
  readonly password: string;
  readonly userId: string;
  /** of the account behind the user */
  readonly identityId: string;
}

/** Adds a user of a role to a firm; `books` names the books that they work for. */
export async function addUser(
  api: TestApi,
  firm: TestFirm,
  role: Role,
  books: readonly string[] = [],
): Promise<TestUser> {
  const email = `${role}-${randomBytes(6).toString('hex')}@harbor.example`;
  const password = randomBytes(12).toString('hex');
  const identityId = await api.directory.addIdentity(email, password);
  const userId = await firm.run(async (ctx) => {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into app.user (identity_id, display_name, email, role, time_zone) values ($1, $2, $3, $4, 'America/New_York') returning id`,
      [identityId, `The ${role}`, email, role],
    );
    const id = rows[0]?.id ?? '';
    for (const book of books) {
      await ctx.em.query(`insert into app.book_member (book_id, user_id) values ($1, $2)`, [book, id]);
    }
    await api.directory.put(ctx, 'login', email, id);
    return id;
  });
  return { email, password, userId, identityId };
}

/** Signs somebody in; answers the cookie. */
export async function cookieOf(
  api: TestApi,
  { email, password }: Pick<TestUser, 'email' | 'password'>,
  code?: string,
): Promise<string> {
  const signedIn = await api.app.inject({
    method: 'POST',
    url: '/api/sessions',
    payload: { email, password, ...(code ? { code } : {}) },
  });
  return String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
}

/** Asks with these headers each time. */
export const asker =
  (api: TestApi, own: Readonly<Record<string, string>>): Ask =>
  async (method, path, body, headers = {}) => {
    const answer = await api.app.inject({
      method,
      url: path,
      headers: { ...headers, ...own },
      ...(body ? { payload: body } : {}),
    });
    const json = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, body: json ? answer.json() : { text: answer.body } };
  };

/** Signs somebody in, as somebody who asks; with a code where a second factor is on. */
export const askAs = async (
  api: TestApi,
  user: Pick<TestUser, 'email' | 'password'>,
  code?: string,
): Promise<Ask> => asker(api, { cookie: await cookieOf(api, user, code) });

/** A program with a key. */
export const askWithKey = (api: TestApi, token: string): Ask =>
  asker(api, { authorization: `Bearer ${token}` });

/** Adds a user of a role to a firm and signs them in; `books` names the books that they work for. Answers the cookie. */
export const signIn = async (
  api: TestApi,
  firm: TestFirm,
  role: Role,
  books: readonly string[] = [],
): Promise<string> => cookieOf(api, await addUser(api, firm, role, books));

/** The same, as somebody who asks. */
export const signInAs = async (
  api: TestApi,
  firm: TestFirm,
  role: Role,
  books: readonly string[] = [],
): Promise<Ask> => askAs(api, await addUser(api, firm, role, books));

/** A public form of the firm; answers its id. */
export async function buildForm(api: TestApi, firm: TestFirm): Promise<string> {
  return firm.run(async (ctx) => {
    const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
    const form = await createLeadForm(ctx, {
      title: 'Talk to us',
      sourceId: source.id,
      bookId: firm.bookId,
      ownerId: firm.ownerId,
      consentVersion: 3,
      consentEmail: 'You may email me.',
      consentSms: 'You may text me.',
      consentSmsMarketing: 'You may text me offers.',
      allowedOrigins: ['https://www.harbor.example'],
    });
    await api.directory.put(ctx, 'form', form.id, form.id);
    return form.id;
  });
}
