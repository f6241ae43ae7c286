import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firmWorld } from '@rap/activities/automation/world';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import {
  runIdOf,
  type AdvanceOutput,
  type PersonEvent,
  type RunInput,
  type RunState,
} from '@rap/contracts/automation/run';
import { noteRestore } from '@rap/database/recovery/restored-runs';
import { reconcile } from '@rap/workers/relay/reconcile';
import { buildNoteAutomation, enrolPerson, type Enrolled } from '../support/build/note-automation.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world, { settings: { fourEyes: false } });
});
afterAll(() => world.close());

/** One segment, as the workflow of this chain would ask for it. */
function segment(
  automationId: string,
  run: Pick<Enrolled, 'enrolmentId' | 'state'>,
  chain: string,
  nowMs = Date.now(),
): Promise<AdvanceOutput> {
  const who = { firmId: firm.firmId, automationId, enrolmentId: run.enrolmentId };
  return advance(new PostgresStore(world.db), firmWorld, {
    who,
    firmId: firm.firmId,
    run: runIdOf(who),
    chain,
    state: run.state,
    give: { nowMs },
  });
}

test('a run that Temporal lost is started again from where it stood; its old workflow is refused', async () => {
  const automationId = await buildNoteAutomation(firm);
  const [lost, kept] = [await enrolPerson(firm, automationId), await enrolPerson(firm, automationId)];
  const waiting = await segment(automationId, lost, 'lost-chain');
  await segment(automationId, kept, 'kept-chain');

  const started = new Map<string, RunInput>();
  const idOf = (run: Enrolled) => runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId });
  const temporal = {
    isOpen: (id: string) => Promise.resolve(id === idOf(kept) || started.has(id)),
    start: async (id: string, input: RunInput) => {
      started.set(id, input);
    },
    wake: () => Promise.reject(new Error('nobody is late')),
    signal: () => Promise.reject(new Error('everything was heard')),
    openIds: async function* () {
      yield idOf(kept);
    },
  };
  expect(await reconcile(world.db, temporal, [firm.firmId])).toEqual({
    open: 2,
    restarted: 1,
    woken: 0,
    retold: 0,
    comparing: 0,
  });
  expect(await reconcile(world.db, temporal, [firm.firmId])).toEqual({
    open: 2,
    restarted: 0,
    woken: 0,
    retold: 0,
    comparing: 0,
  });

  const input = started.get(idOf(lost));
  if (!input) throw new Error('it was not started');
  if (waiting.command.do !== 'wait') throw new Error('it does not wait');
  expect(input.parked).toEqual({ why: 'time', untilMs: waiting.command.untilMs });
  expect(input.state).toEqual(waiting.state);

  const woken = { enrolmentId: lost.enrolmentId, state: input.state };
  const afterWeek = (waiting.command.untilMs ?? 0) + 1;
  const done = await segment(automationId, woken, 'new-chain', afterWeek);
  expect(done.command).toEqual({ do: 'end', outcome: 'end' });
  await expect(segment(automationId, woken, 'lost-chain', afterWeek)).rejects.toMatchObject({
    type: 'stale_segment',
  });
  const notes: { id: string }[] = await firm.run((ctx) => ctx.em.query(`select id from app.note`));
  expect(notes).toHaveLength(1);
});

test('a run that Temporal knows as of an earlier time is woken when it is late or has ended, and told what it did not hear', async () => {
  const automationId = await buildNoteAutomation(firm);
  const [late, ended] = [await enrolPerson(firm, automationId), await enrolPerson(firm, automationId)];
  const idOf = (run: Enrolled) => runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId });
  await segment(automationId, late, 'late-chain');
  const waiting = await segment(automationId, ended, 'ended-chain');
  const afterWeek = Date.now() + 8 * 86_400_000;
  await segment(automationId, { ...ended, state: waiting.state }, 'ended-chain', afterWeek);
  await firm.run((ctx) =>
    ctx.em.query(`update app.enrolment set wake_at = wake_at - interval '8 days' where id = $1`, [
      late.enrolmentId,
    ]),
  );

  await firm.run(async (ctx) => {
    await ctx.em.query(`update app.enrolment set listens = '{tag.added}' where id = $1`, [late.enrolmentId]);
    const tag = { kind: 'tag.added', payload: { tagId: firm.bookId } } as const;
    const longAgo = Date.now() - 86_400_000;
    ctx.emit({ ...tag, subjectId: late.personId, occurredAtMs: longAgo });
    ctx.emit({ ...tag, subjectId: ended.personId, occurredAtMs: longAgo });
    ctx.emit({ ...tag, subjectId: late.personId });
  });

  const [woken, told]: [string[], string[]] = [[], []];
  const temporal = {
    isOpen: () => Promise.resolve(true),
    start: () => Promise.reject(new Error('all are open')),
    wake: (id: string) => Promise.resolve(woken.push(id) > 0),
    signal: (id: string, event: PersonEvent) => {
      told.push(`${id} ${event.kind}`);
      return Promise.resolve('delivered' as const);
    },
    openIds: async function* () {
      yield* [idOf(late), idOf(ended)];
    },
  };
  const found = await reconcile(world.db, temporal, [firm.firmId]);
  expect(woken).toEqual([idOf(late), idOf(ended)]);
  // what was said just now may still be on its way
  expect(told).toEqual([`${idOf(late)} tag.added`]);
  expect(found).toMatchObject({ restarted: 0, woken: 2, retold: 1 });
});

test('after a restore each run has one look at its row: what was further starts again from it, what is unknown ends', async () => {
  const automationId = await buildNoteAutomation(firm);
  const [ahead, level] = [await enrolPerson(firm, automationId), await enrolPerson(firm, automationId)];
  const idOf = (run: Pick<Enrolled, 'enrolmentId'>) =>
    runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId });
  const atBackup = await segment(automationId, ahead, 'ahead');
  const levelAt = await segment(automationId, level, 'level');
  const inTemporal = [
    {
      enrolmentId: ahead.enrolmentId,
      state: { ...atBackup.state, seg: atBackup.state.seg + 1 },
      chain: 'ahead',
    },
    { enrolmentId: level.enrolmentId, state: levelAt.state, chain: 'level' },
    { enrolmentId: randomUUID(), state: ahead.state, chain: 'unknown' },
  ];
  const looks = (run: (typeof inTemporal)[number]): Promise<unknown> =>
    segment(automationId, run, run.chain).then(
      () => 'goes on',
      (error: { type?: string }) => error.type,
    );
  expect(await Promise.all(inTemporal.map(looks))).toEqual(['db_behind', 'goes on', 'no_enrolment']);
  const [atLevel] = await firm.run((ctx) =>
    ctx.em.query<{ state: RunState }[]>(`select state from app.enrolment where id = $1`, [level.enrolmentId]),
  );
  inTemporal[1] = { ...inTemporal[1]!, state: atLevel!.state };

  const [backupAtMs, restoredAtMs] = [Date.now() - 1_000, Date.now()];
  await world.asOwner(
    `insert into app.recovery (backup_at, restored_at) values (now() - interval '1 second', now())`,
  );
  await firm.run((ctx) => noteRestore(ctx, { backupAtMs, restoredAtMs }));
  const open = new Map(inTemporal.map((run) => [idOf(run), run]));
  const started: RunInput[] = [];
  const temporal = {
    isOpen: (id: string) => Promise.resolve(open.has(id)),
    start: (_id: string, input: RunInput) => Promise.resolve(void started.push(input)),
    // as the shell does: it ends when the segment says that the run is not its own
    wake: async (id: string) => {
      const run = open.get(id);
      if (run && (await looks(run)) === 'stale_segment') open.delete(id);
      return true;
    },
    signal: () => Promise.resolve('delivered' as const),
    openIds: async function* () {
      yield* open.keys();
    },
  };
  expect(await reconcile(world.db, temporal, [firm.firmId])).toMatchObject({ comparing: 2 });
  expect([...open.keys()]).toEqual([idOf(level)]);

  expect(await reconcile(world.db, temporal, [firm.firmId])).toMatchObject({ comparing: 0 });
  const again = started.find(({ who }) => who.enrolmentId === ahead.enrolmentId);
  expect(again?.state).toEqual(atBackup.state);
  expect(started.filter(({ who }) => who.enrolmentId === level.enrolmentId)).toEqual([]);
});
