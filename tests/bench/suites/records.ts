import { openSession } from '@rap/database/identity/sessions';
import { freePorts } from '../../../scripts/lib/processes.mjs';
import { buildFirm, buildPeople, type BenchDb } from '../firm.ts';
import { VOCABULARY, writeMessages } from '../messages.ts';
import { randomOf } from '../random.ts';
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
  await writeMessages(firm, () => people[Math.floor(random() * people.length)] ?? '', options, random);
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
