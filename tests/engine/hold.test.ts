import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import { firmWorld } from '@rap/activities/automation/world';
import { runIdOf, type AdvanceOutput, type RunState } from '@rap/contracts/automation/run';
import { heldRuns, holdPerson, releaseHold } from '@rap/database/hold/hold';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world, { settings: { fourEyes: false } });
});
afterAll(() => world.close());

test('a hold stops a run at its next segment, and its release lets it go on; nothing is done in between', async () => {
  const automationId = await buildNoteAutomation(firm);
  const { enrolmentId, state, personId } = await enrolPerson(firm, automationId);
  const who = { firmId: firm.firmId, automationId, enrolmentId };
  const segment = (from: RunState, nowMs: number): Promise<AdvanceOutput> =>
    advance(new PostgresStore(world.db), firmWorld, {
      who,
      firmId: firm.firmId,
      run: runIdOf(who),
      chain: 'chain',
      state: from,
      give: { nowMs },
    });
  const notes = (): Promise<unknown[]> => firm.run((ctx) => ctx.em.query(`select id from app.note`));

  const waiting = await segment(state, Date.now());
  if (waiting.command.do !== 'wait') throw new Error('it does not wait');
  const afterWeek = (waiting.command.untilMs ?? 0) + 1;
  const hold = await firm.run((ctx) => holdPerson(ctx, personId, 'death'));
  expect(await firm.run((ctx) => holdPerson(ctx, personId, 'death'))).toMatchObject({ id: hold.id });

  const held = await segment(waiting.state, afterWeek);
  expect(held.command).toEqual({ do: 'wait', why: 'held', untilMs: null });
  expect(await notes()).toEqual([]);
  expect(await firm.run((ctx) => heldRuns(ctx, personId))).toEqual([enrolmentId]);

  await firm.run((ctx) => releaseHold(ctx, hold.id, hold.version));
  const done = await segment(held.state, afterWeek + 1);
  expect(done.command.do).toBe('end');
  expect(await notes()).toHaveLength(1);
});
