import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RelayDb, type OutboxEvent } from '@rap/database/spine/relay-db';
import {
  consumerStates,
  deadLetters,
  replayConsumer,
  retryDeadLetter,
  retryLane,
  skipEvent,
  stuckLanes,
} from '@rap/database/spine/lane-care';
import { AutomationsConsumer } from '@rap/workers/relay/automations-consumer';
import { PoisonError, Relay, type Consumer } from '@rap/workers/relay/relay';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const AUTOMATIONS = 'automations';
const ALWAYS = '2000-01-01T00:00:00Z';
let world: TestWorld;
let firm: TestFirm;
let pool: pg.Pool;
beforeAll(async () => {
  world = await openWorld();
  pool = new pg.Pool({ connectionString: world.urls.relay, max: 6 });
});
afterAll(async () => {
  await pool.end();
  await world.close();
});
beforeEach(async () => {
  firm = await buildFirm(world, { settings: { fourEyes: false } });
});

const tag = (subjectId: string) =>
  firm.run(async (ctx) => ctx.emit({ subjectId, kind: 'tag.added', payload: { tagId: firm.bookId } }));
/** Due, or in a relay's hands: what has failed waits for less than a minute here. */
const MOVES = `(visible_at <= now() or visible_at > now() + interval '1 minute')`;
/** Runs a relay with this consumer until nothing is due any more. */
async function relayed(consumer: Pick<Consumer, 'handle'>): Promise<void> {
  const relay = new Relay(
    new RelayDb(pool),
    [
      {
        names: () => Promise.resolve([AUTOMATIONS]),
        handle: (name, event, at) => consumer.handle(name, event, at),
      },
    ],
    {
      leaseMs: 100_000,
      batch: 10,
      pollMs: 10,
      onError: () => undefined,
    },
  );
  relay.start();
  await expect
    .poll(
      async () =>
        (await pool.query(`select 1 from spine.lane where head_seq > done_seq and ${MOVES}`)).rowCount,
    )
    .toBe(0);
  await relay.stop();
}
const collecting = (into: OutboxEvent[], failsAt?: number): Pick<Consumer, 'handle'> => ({
  handle: async (_name, event) => {
    if (event.seq === failsAt) throw new TypeError(`Plantedname has no ${event.kind}`);
    into.push(event);
  },
});
const dueNow = () => pool.query(`update spine.lane set visible_at = now() where firm_id = $1`, [firm.firmId]);
const audits = (): Promise<{ action: string; detail: unknown }[]> =>
  firm.run((ctx) =>
    ctx.em.query(`select action, detail from audit.event where action like 'spine.%' order by id`),
  );

test('a lane is stuck from the fifth failure on, and says why in words that name nobody', async () => {
  const person = await buildPerson(firm);
  await tag(person.id);
  for (let attempt = 1; attempt <= 5; attempt++) {
    expect(await firm.run(stuckLanes)).toEqual([]);
    await dueNow();
    await relayed(collecting([], 2));
  }
  const lane = { consumer: AUTOMATIONS, subjectId: person.id, seq: 2, kind: 'tag.added', attempts: 5 };
  expect(await firm.run(stuckLanes)).toMatchObject([{ ...lane, lastError: 'TypeError', waitingEvents: 1 }]);
  expect(await firm.run(consumerStates)).toEqual([
    { name: AUTOMATIONS, paused: false, waitingSubjects: 1, waitingEvents: 1, stuck: 1, deadLetters: 0 },
  ]);
  // tried again at once, when what it needed is there
  expect(await firm.run((ctx) => retryLane(ctx, lane))).toBe(true);
  const got: OutboxEvent[] = [];
  await relayed(collecting(got));
  expect(got.map(({ seq }) => seq)).toEqual([2]);
  expect(await firm.run((ctx) => retryLane(ctx, lane))).toBe(false);
});

test('one event is skipped, the very one that was looked at, and what comes after it goes on', async () => {
  const person = await buildPerson(firm);
  await tag(person.id);
  await tag(person.id);
  await relayed(collecting([], 2));
  const event = { consumer: AUTOMATIONS, subjectId: person.id, why: 'done_by_hand' } as const;
  expect(await firm.run((ctx) => skipEvent(ctx, { ...event, seq: 1 }))).toBe(false);
  expect(await firm.run((ctx) => skipEvent(ctx, { ...event, seq: 3 }))).toBe(false);
  expect(await firm.run((ctx) => skipEvent(ctx, { ...event, seq: 2 }))).toBe(true);
  expect(await firm.run((ctx) => skipEvent(ctx, { ...event, seq: 2 }))).toBe(false);
  const got: OutboxEvent[] = [];
  await relayed(collecting(got));
  expect(got.map(({ seq }) => seq)).toEqual([3]);
  expect(await firm.run(deadLetters)).toEqual([]);
  expect(await audits()).toEqual([{ action: 'spine.event.skip', detail: { ...event, seq: 2 } }]);
});

test('another firm neither sees nor moves our lanes', async () => {
  const person = await buildPerson(firm);
  await relayed(collecting([], 1));
  const other = await buildFirm(world);
  const event = { consumer: AUTOMATIONS, subjectId: person.id, seq: 1 };
  const asked = await other.run(async (ctx) => [
    await retryLane(ctx, event),
    await skipEvent(ctx, { ...event, why: 'not_wanted' }),
    await retryDeadLetter(ctx, event),
    await replayConsumer(ctx, { consumer: AUTOMATIONS, from: ALWAYS, subjectId: person.id }),
    (await consumerStates(ctx))[0]?.waitingEvents,
  ]);
  expect(asked).toEqual([false, false, false, 0, 0]);
  const { rows } = await pool.query(`select done_seq, attempts from spine.lane where subject_id = $1`, [
    person.id,
  ]);
  expect(rows).toEqual([{ done_seq: '0', attempts: 1 }]);
});

test('a dead letter is shown until somebody has it handed over again, marked as a replay', async () => {
  const person = await buildPerson(firm);
  await tag(person.id);
  const got: OutboxEvent[] = [];
  await relayed({
    handle: async (_name, event) => {
      if (event.seq === 2) throw new PoisonError('there is no such tag');
    },
  });
  const letter = { consumer: AUTOMATIONS, subjectId: person.id, seq: 2 };
  expect(await firm.run(deadLetters)).toMatchObject([{ ...letter, error: 'there is no such tag' }]);
  expect(await firm.run((ctx) => retryDeadLetter(ctx, letter))).toBe(true);
  expect(await firm.run((ctx) => retryDeadLetter(ctx, letter))).toBe(false);
  await relayed(collecting(got));
  expect(got.map(({ seq, replay }) => [seq, replay])).toEqual([[2, true]]);
  expect(await firm.run(deadLetters)).toEqual([]);
});

test('a stopped consumer catches up in order; a replay repeats from its point and then goes on as ever', async () => {
  const [person, other] = [await buildPerson(firm), await buildPerson(firm)];
  for (let i = 0; i < 3; i++) await tag(person.id);
  await tag(other.id);
  const got: OutboxEvent[] = [];
  await relayed(collecting(got));
  const seqs = (id: string) =>
    got
      .splice(0)
      .flatMap(({ subjectId, seq, replay }) => (subjectId === id ? [`${seq}${replay ? 'r' : ''}`] : []));
  expect(seqs(person.id)).toEqual(['1', '2', '3', '4']);
  // to the microsecond: the event before may be of the same millisecond
  const since: { at: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
         from spine.event where subject_id = $1 and seq = 3`,
      [person.id],
    ),
  );
  const from = since[0]?.at ?? '';
  const input = { consumer: AUTOMATIONS, from, subjectId: person.id };
  expect(await firm.run((ctx) => replayConsumer(ctx, input))).toBe(1);
  await tag(person.id);
  await relayed(collecting(got));
  expect(seqs(person.id)).toEqual(['3r', '4r', '5']);
  expect(await firm.run((ctx) => replayConsumer(ctx, { consumer: 'nobody', from }))).toBeUndefined();
});

test('automations: a replay starts what was lost, nothing twice, and nothing that was refused or is younger', async () => {
  const started: string[] = [];
  const runs = {
    start: async (id: string) => void (started.includes(id) || started.push(id)),
    signal: async () => 'delivered' as const,
  };
  const consumer = new AutomationsConsumer(new RelayDb(pool), world.db, runs, {
    start: async () => undefined,
  });
  const automation = (reentry: 'eachOccurrence' | 'afterEnd') =>
    publishAutomation(firm, {
      definition: {
        schema: 1,
        name: reentry,
        trigger: { kind: 'task.completed', params: {}, next: 'end' },
        nodes: { end: { kind: 'exit', label: 'End', params: { outcome: 'done' }, ports: {} } },
        goals: [],
        settings: { reentry, failureStop: { pct: 100, min: 1000 }, maxSteps: 50 },
      },
      templates: {},
    });
  await automation('eachOccurrence');
  const refusing = await automation('afterEnd');
  const person = await buildPerson(firm);
  const complete = () =>
    firm.run(async (ctx) =>
      ctx.emit({ subjectId: person.id, kind: 'task.completed', payload: { taskId: firm.bookId } }),
    );
  await complete();
  await complete();
  await relayed(consumer);
  const enrolments = (): Promise<{ automation_id: string }[]> =>
    firm.run((ctx) => ctx.em.query(`select automation_id from app.enrolment order by id`));
  const before = await enrolments();
  expect(before).toHaveLength(3);
  // the second event was refused, because they were inside; now they are not any more
  await firm.run((ctx) =>
    ctx.em.query(`update app.enrolment set status = 'ended', ended_at = now() where automation_id = $1`, [
      refusing,
    ]),
  );
  await automation('eachOccurrence');
  const runsBefore = [...started];
  expect(await firm.run((ctx) => replayConsumer(ctx, { consumer: AUTOMATIONS, from: ALWAYS }))).toBe(1);
  await relayed(consumer);
  expect(await enrolments()).toEqual(before);
  expect(started).toEqual(runsBefore);
});
