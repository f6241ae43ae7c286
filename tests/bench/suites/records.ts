import { addressHash } from '@rap/database/consent/address';
import { openSession } from '@rap/database/identity/sessions';
import { freePorts } from '../../../scripts/lib/processes.mjs';
import { buildFirm, buildPeople, type BenchDb, type BenchFirm } from '../firm.ts';
import type { BenchServers } from '../servers.ts';
import { quantile, round } from '../statistics.ts';

export interface RecordsResult {
  readonly messages: number;
  /** over HTTP, one request at a time, answers of 50, ms */
  readonly requests: readonly {
    readonly what: string;
    readonly p50: number;
    readonly p95: number;
    readonly n: number;
  }[];
}

const PEOPLE = 2_000;
const CHUNK = 5_000;
const VOCABULARY = 20_000;
const WORDS = 28;
const WARM = 20;
const ASKED = 200;

/** Lists and searches of a firm with so many messages, written by SQL with their words really sealed. */
export async function measureRecords(
  servers: BenchServers,
  bench: BenchDb,
  options: { readonly messages: number; readonly log: (line: string) => void },
): Promise<RecordsResult> {
  const firm = await buildFirm(bench);
  const people = await buildPeople(firm, PEOPLE, 'records');
  const random = randomOf(20261125);
  await writeMessages(firm, people, options, random);
  const [port = 0] = await freePorts(1);
  await servers.start(
    'api',
    'apps/api/dist/main.js',
    {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
    `http://127.0.0.1:${port}/health/ready`,
  );
  const token = await firm.run((ctx) => openSession(ctx, firm.ownerId, 'bench'));
  const api = `http://127.0.0.1:${port}/api`;
  const ask = async (path: string): Promise<{ items: unknown[]; next?: string | null }> => {
    const answer = await fetch(`${api}${path}`, { headers: { cookie: `session=${token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { items: unknown[]; next?: string | null };
  };
  const somebody = (): string => people[Math.floor(random() * people.length)] ?? '';
  const word = (from: number, to: number): string => `word${Math.floor(from + random() * (to - from))}`;
  const questions: readonly [string, () => string][] = [
    ['messages of a person, newest first', () => `/communications?personId=${somebody()}&limit=50`],
    ['people by name, first page', () => '/people?limit=50'],
    ['search: a rare word', () => `/search/messages?q=${word(VOCABULARY / 2, VOCABULARY)}&limit=50`],
    ['search: a common word', () => `/search/messages?q=${word(0, 5)}&limit=50`],
    [
      'search: a common and a rare word',
      () => `/search/messages?q=${word(0, 5)}%20${word(1_000, 5_000)}&limit=50`,
    ],
  ];
  const requests: RecordsResult['requests'][number][] = [];
  for (const [what, path] of questions) {
    const times: number[] = [];
    for (let i = 0; i < WARM + ASKED; i++) {
      const startMs = performance.now();
      await ask(path());
      if (i >= WARM) times.push(performance.now() - startMs);
    }
    requests.push({ what, p50: quantile(times, 0.5), p95: quantile(times, 0.95), n: times.length });
    options.log(`${what}: p50 ${round(quantile(times, 0.5))} ms, p95 ${round(quantile(times, 0.95))} ms`);
  }
  return { messages: options.messages, requests };
}

async function writeMessages(
  firm: BenchFirm,
  people: readonly string[],
  { messages, log }: { messages: number; log: (line: string) => void },
  random: () => number,
): Promise<void> {
  const tokens = await firm.run(async (ctx) => {
    const made: string[] = [];
    for (let i = 0; i < VOCABULARY; i++)
      made.push((await ctx.sealer.tokens('message', `word${i}`))[0] ?? '0');
    return made;
  });
  const firstMs = Date.parse('2025-01-01T00:00:00Z');
  const stepMs = (Date.parse('2026-11-01T00:00:00Z') - firstMs) / messages;
  for (let done = 0; done < messages; done += CHUNK) {
    await firm.run(async (ctx) => {
      const ids: { id: string }[] = await ctx.em.query(`select uuidv7() as id from generate_series(1, $1)`, [
        Math.min(CHUNK, messages - done),
      ]);
      const hash = await addressHash(ctx, 'email', 'maria@example.com');
      const columns: [string[], string[], Buffer[], Buffer[], Buffer[], Date[], string[]] = [
        [],
        [],
        [],
        [],
        [],
        [],
        [],
      ];
      for (const [i, { id }] of ids.entries()) {
        // squared: some words are in most messages, most words in few
        const words = Array.from({ length: WORDS }, () => Math.floor(random() ** 3 * VOCABULARY));
        const place = (column: string) => ({ table: 'app.communication', column, rowId: id });
        columns[0].push(id);
        columns[1].push(people[Math.floor(random() * people.length)] ?? '');
        columns[2].push(await ctx.sealer.seal(place('address'), 'maria@example.com'));
        columns[3].push(await ctx.sealer.seal(place('subject'), 'About your question'));
        columns[4].push(await ctx.sealer.seal(place('body'), words.map((word) => `word${word}`).join(' ')));
        columns[5].push(new Date(firstMs + (done + i) * stepMs));
        columns[6].push(`{${words.map((word) => tokens[word]).join(',')}}`);
      }
      await ctx.em.query(
        `insert into app.communication (id, person_id, channel, direction, address_sealed, address_hash, subject_sealed, body_sealed, thread_id, occurred_at)
         select r.id, r.person, 'email', 'in', r.address, $6, r.subject, r.body, r.id, r.at
           from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $7::timestamptz[]) as r (id, person, address, subject, body, at)`,
        [columns[0], columns[1], columns[2], columns[3], columns[4], hash, columns[5]],
      );
      await ctx.em.query(
        `insert into app.message_search (message_id, person_id, sent_at, tokens)
         select r.id, r.person, r.at, r.tokens::bigint[]
           from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]) as r (id, person, at, tokens)`,
        [columns[0], columns[1], columns[5], columns[6]],
      );
    });
    if ((done / CHUNK) % 20 === 0) log(`${done} of ${messages} messages are written`);
  }
}

/** mulberry32: the same messages in every run */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
