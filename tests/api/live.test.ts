import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Role } from '@rap/contracts/actor';
import { openSession } from '@rap/database/identity/sessions';
import { startApi, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let origin: string;
const streams: Stream[] = [];
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as AddressInfo; // it listens on a port
  origin = `http://127.0.0.1:${port}`;
});
afterEach(() => {
  vi.useRealTimers();
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  await api?.close();
});

interface SignedIn {
  readonly userId: string;
  readonly cookie: string;
}
async function signIn(role: Role, books: readonly string[] = [], of = firm): Promise<SignedIn> {
  return of.run(async (ctx) => {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into app.user (identity_id, display_name, email, role, time_zone)
       values ($1, 'Somebody', 'x@harbor.example', $2, 'America/New_York') returning id`,
      [randomUUID(), role],
    );
    const userId = rows[0]?.id ?? '';
    for (const book of books)
      await ctx.em.query(`insert into app.book_member (book_id, user_id) values ($1, $2)`, [book, userId]);
    return { userId, cookie: `session=${await openSession(ctx, userId, 'test')}` };
  });
}

const addBook = (): Promise<string> =>
  firm.run(async (ctx) => {
    const rows: { id: string }[] = await ctx.em.query(
      `insert into app.book (name) values ($1) returning id`,
      [`Book ${randomUUID()}`],
    );
    return rows[0]?.id ?? '';
  });

interface Stream {
  readonly status: number;
  readonly heard: { event: string; data: unknown }[];
  readonly ended: Promise<void>;
  close(): void;
}
async function open(cookie: string | undefined, headers: Record<string, string> = {}): Promise<Stream> {
  // a connection of its own, that ends with it
  const request = get(`${origin}/api/live`, {
    agent: false,
    headers: { ...(cookie ? { cookie } : {}), ...headers },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  request.on('error', () => undefined);
  const heard: Stream['heard'] = [];
  const listen = async (): Promise<void> => {
    let text = '';
    for await (const chunk of answer) {
      text += String(chunk);
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const event = /^event: (.*)$/m.exec(part)?.[1];
        if (event) heard.push({ event, data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? 'null') });
      }
    }
  };
  const stream = {
    status: answer.statusCode ?? 0,
    heard,
    ended: listen().catch(() => undefined),
    close: () => request.destroy(),
  };
  streams.push(stream);
  return stream;
}
const note = async (who: SignedIn, personId: string): Promise<void> => {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/api/notes',
    headers: { cookie: who.cookie },
    payload: { personId, body: 'Plantedword' },
  });
  expect(answer.statusCode).toBe(201);
};

test('a change reaches those who may see the person, as ids and kinds; a colleague and another firm hear nothing', async () => {
  const person = await buildPerson(firm);
  const [owner, advisor] = [await signIn('owner'), await signIn('advisor', [firm.bookId])];
  // each of those who hear nothing of it has a person of their own, and hears of them later: nothing came before that
  const elsewhere = await buildFirm(api.world);
  const otherBook = await addBook();
  const blind = [
    { who: await signIn('advisor', [otherBook]), own: await buildPerson(firm, { bookId: otherBook }) },
    { who: await signIn('owner', [], elsewhere), own: await buildPerson(elsewhere) },
  ];
  const seen = await Promise.all([open(owner.cookie), open(advisor.cookie)]);
  const deaf = await Promise.all(
    blind.map(async ({ who, own }) => ({ who, own, stream: await open(who.cookie) })),
  );
  await note(owner, person.id);
  for (const stream of seen) {
    await expect
      .poll(() => stream.heard)
      .toEqual([
        { event: 'ready', data: {} },
        { event: 'change', data: { personId: person.id, kinds: ['note.added'] } },
      ]);
  }
  for (const { who, own, stream } of deaf) {
    await note(who, own.id);
    await expect
      .poll(() => stream.heard)
      .toEqual([
        { event: 'ready', data: {} },
        { event: 'change', data: { personId: own.id, kinds: ['note.added'] } },
      ]);
  }
});

test('nobody without a session, and no role that may not read people, gets a stream', async () => {
  expect((await open(undefined)).status).toBe(401);
  expect((await open((await signIn('operations')).cookie)).status).toBe(403);
});

test('a stream ends with its session, and loses a book with its holder', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const person = await buildPerson(firm);
  const otherBook = await addBook();
  const kept = await buildPerson(firm, { bookId: otherBook });
  const [owner, advisor, leaving] = [
    await signIn('owner'),
    await signIn('advisor', [firm.bookId, otherBook]),
    await signIn('assistant', [firm.bookId]),
  ];
  const [losing, ending] = [await open(advisor.cookie), await open(leaving.cookie)];
  await firm.run(async (ctx) => {
    await ctx.em.query(`update app.session set revoked_at = now() where user_id = $1`, [leaving.userId]);
    await ctx.em.query(`update app.book_member set removed_at = now() where user_id = $1 and book_id = $2`, [
      advisor.userId,
      firm.bookId,
    ]);
  });
  await vi.advanceTimersByTimeAsync(15_000);
  await ending.ended;
  expect(ending.heard.at(-1)).toEqual({ event: 'ended', data: {} });
  const hearing = await open(owner.cookie);
  await vi.advanceTimersByTimeAsync(15_000);
  await note(owner, person.id);
  await expect.poll(() => hearing.heard.length).toBe(2);
  await note(owner, kept.id);
  await expect
    .poll(() => losing.heard)
    .toMatchObject([{ event: 'ready' }, { event: 'change', data: { personId: kept.id } }]);
});

test('when the process stopped listening for a while, and when a browser comes back, everything is fetched again', async () => {
  const owner = await signIn('owner');
  const stream = await open(owner.cookie);
  const admin = new pg.Client({ connectionString: inject('postgres').adminUrl });
  await admin.connect();
  const database = new URL(api.world.urls.app).pathname.slice(1);
  const { rows } = await admin.query(
    `select pg_terminate_backend(pid) as done from pg_stat_activity where datname = $1 and query = 'listen spine_live'`,
    [database],
  );
  await admin.end();
  expect(rows).toEqual([{ done: true }]);
  await expect.poll(() => stream.heard.at(-1)?.event, { timeout: 5_000 }).toBe('refetch');
  const person = await buildPerson(firm);
  await note(owner, person.id);
  await expect
    .poll(() => stream.heard.at(-1))
    .toMatchObject({ event: 'change', data: { personId: person.id } });
  const back = await open(owner.cookie, { 'last-event-id': '7' });
  await expect.poll(() => back.heard).toEqual([{ event: 'refetch', data: {} }]);
});
