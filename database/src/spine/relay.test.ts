import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PoisonError, Relay } from '@rap/workers/relay/relay';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { CREATE_LOG, loggingConsumer } from '../../../tests/support/build/relay-log.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { RelayDb, type OutboxEvent } from './relay-db.ts';

let world: TestWorld;
let firm: TestFirm;
let relayPool: pg.Pool;
let logPool: pg.Pool;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world);
  relayPool = new pg.Pool({ connectionString: world.urls.relay, max: 12 });
  logPool = new pg.Pool({ connectionString: world.urls.owner, max: 12 });
  await logPool.query(CREATE_LOG);
});
afterAll(async () => {
  await relayPool.end();
  await logPool.end();
  await world.close();
});

const fast = { leaseMs: 1_500, batch: 10, pollMs: 20, onError: () => undefined };
const pending = async (): Promise<number> =>
  (await new RelayDb(relayPool).lag()).reduce((sum, lane) => sum + lane.events, 0);

test('events of a transaction that rolled back do not exist, and numbers have no gap', async () => {
  const person = await buildPerson(firm);
  const tag = (kind: 'tag.added' | 'tag.removed') => ({
    subjectId: person.id,
    kind,
    payload: { tagId: firm.bookId },
  });
  await firm.run(async (ctx) => ctx.emit(tag('tag.added')));
  await expect(
    firm.run(async (ctx) => {
      ctx.emit(tag('tag.removed'));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await firm.run(async (ctx) => ctx.emit(tag('tag.removed')));
  const rows: { seq: string; kind: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select seq, kind from spine.event where subject_id = $1 order by seq`, [person.id]),
  );
  expect(rows.map((row) => `${row.seq} ${row.kind}`)).toEqual([
    '1 person.created',
    '2 tag.added',
    '3 tag.removed',
  ]);
});

test('four relays, one killed with SIGKILL in the middle: every event handed over, in order within its person', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, () => buildPerson(firm)));
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      fileURLToPath(new URL('../../../tests/support/children/relay-child.ts', import.meta.url)),
      world.urls.relay,
      world.urls.owner,
      'killed',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  const relays = ['a', 'b', 'c'].map(
    (name) => new Relay(new RelayDb(relayPool), [loggingConsumer(logPool, name)], fast),
  );
  for (const relay of relays) relay.start();

  const emitted = Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 60; i++) {
        const two = [people[(writer * 7 + i) % 40], people[(writer * 3 + i * 5) % 40]];
        await firm.run(async (ctx) => {
          for (const person of two) {
            if (person)
              ctx.emit({ subjectId: person.id, kind: 'tag.added', payload: { tagId: firm.bookId } });
          }
        });
        if (writer === 0 && i === 30) child.kill('SIGKILL');
      }
    }),
  );
  await emitted;
  await expect.poll(pending, { timeout: 20_000, interval: 50 }).toBe(0);
  await Promise.all(relays.map((relay) => relay.stop()));

  const { rows: handed } = await logPool.query<{ subject_id: string; seq: string; relay: string }>(
    `select subject_id, seq, relay from public.handed order by no`,
  );
  const { rows: heads } = await relayPool.query<{ subject_id: string; head_seq: string }>(
    `select subject_id, head_seq from spine.subject where firm_id = $1`,
    [firm.firmId],
  );
  const highest = new Map<string, number>();
  for (const { subject_id: subject, seq } of handed) {
    const before = highest.get(subject) ?? 0;
    expect(Number(seq), `${subject} jumped from ${before}`).toBeLessThanOrEqual(before + 1);
    highest.set(subject, Math.max(before, Number(seq)));
  }
  for (const head of heads) expect(highest.get(head.subject_id)).toBe(Number(head.head_seq));
  expect(handed.some((row) => row.relay === 'killed')).toBe(true);
  const twice = handed.length - new Set(handed.map((row) => `${row.subject_id} ${row.seq}`)).size;
  expect(twice).toBeLessThanOrEqual(10 * 50);
});

test('a failing subject waits alone; a poisoned event is set aside and the rest goes on', async () => {
  const [sick, well] = [await buildPerson(firm), await buildPerson(firm)];
  const got: OutboxEvent[] = [];
  const relay = new Relay(
    new RelayDb(relayPool),
    [
      {
        names: () => Promise.resolve(['automations']),
        handle: async (_consumer, event) => {
          if (event.subjectId === sick.id && event.kind === 'tag.added') throw new PoisonError('no such tag');
          got.push(event);
        },
      },
    ],
    fast,
  );
  relay.start();
  for (const person of [sick, well]) {
    await firm.run(async (ctx) => {
      ctx.emit({ subjectId: person.id, kind: 'tag.added', payload: { tagId: firm.bookId } });
      ctx.emit({ subjectId: person.id, kind: 'tag.removed', payload: { tagId: firm.bookId } });
    });
  }
  await expect.poll(pending, { timeout: 10_000 }).toBe(0);
  await relay.stop();
  const kinds = (id: string) => got.filter((event) => event.subjectId === id).map((event) => event.kind);
  expect(kinds(well.id)).toEqual(['person.created', 'tag.added', 'tag.removed']);
  expect(kinds(sick.id)).toEqual(['person.created', 'tag.removed']);
  const { rows } = await relayPool.query(`select seq, error from spine.dead_letter where subject_id = $1`, [
    sick.id,
  ]);
  expect(rows).toEqual([{ seq: '2', error: 'no such tag' }]);
});

test('a name whose receiver hangs delays no other name of its consumer', async () => {
  const [person, later] = [await buildPerson(firm), await buildPerson(firm)];
  for (const name of ['slow', 'quick']) {
    await firm.run((ctx) =>
      ctx.em.query(`insert into spine.consumer (firm_id, name) values ($1, $2)`, [firm.firmId, name]),
    );
  }
  const quick: OutboxEvent[] = [];
  const hung = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const relay = new Relay(
    new RelayDb(relayPool),
    [
      {
        names: () => Promise.resolve(['slow', 'quick']),
        handle: async (name, event) => {
          if (name === 'quick') quick.push(event);
          else hung.resolve();
          if (name === 'slow') await release.promise;
        },
      },
    ],
    fast,
  );
  relay.start();
  const tell = (subjectId: string) =>
    firm.run(async (ctx) => ctx.emit({ subjectId, kind: 'tag.added', payload: { tagId: firm.bookId } }));
  await tell(person.id);
  await hung.promise;
  await tell(later.id);
  await expect.poll(() => quick.map(({ subjectId }) => subjectId)).toContain(later.id);
  release.resolve();
  await relay.stop();
});
