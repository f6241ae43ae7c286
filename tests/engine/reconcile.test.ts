import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firmWorld } from '@rap/activities/automation/world';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { runIdOf, type AdvanceOutput, type RunInput, type RunState } from '@rap/contracts/automation/run';
import { enrol } from '@rap/database/enrolment/enrol';
import { reconcile } from '@rap/workers/relay/reconcile';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const NOTE_AFTER_A_WEEK: DraftDefinition = {
  schema: 1,
  name: 'Note after a week',
  trigger: { kind: 'manual', params: {}, next: 'week' },
  nodes: {
    week: {
      kind: 'wait.for',
      label: 'Wait a week',
      params: { for: { value: 7, unit: 'days' } },
      ports: { next: 'note' },
    },
    note: {
      kind: 'note',
      label: 'Leave a note',
      params: { text: 'A week has passed.' },
      ports: { next: 'END' },
    },
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
};

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world, { settings: { fourEyes: false } });
});
afterAll(() => world.close());

interface Enrolled {
  readonly enrolmentId: string;
  readonly state: RunState;
}

async function enrolled(automationId: string): Promise<Enrolled> {
  const person = await buildPerson(firm);
  return firm.run(async (ctx) => {
    const rows: { live_hash: string }[] = await ctx.em.query(
      `select live_hash from app.automation where id = $1`,
      [automationId],
    );
    const planHash = rows[0]?.live_hash ?? '';
    const automation = { automationId, planHash, rules: { reentry: 'never' as const }, stopped: false };
    const request = { automation, personId: person.id, eventId: randomUUID(), eventSeq: 1, nowMs: ctx.now() };
    const outcome = await enrol(ctx, request, () => Promise.resolve(true));
    if (outcome.outcome !== 'enrolled') throw new Error(outcome.reason);
    return outcome;
  });
}

/** One segment, as the workflow of this chain would ask for it. */
function segment(
  automationId: string,
  run: Enrolled,
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
  const automationId = await publishAutomation(firm, { definition: NOTE_AFTER_A_WEEK, templates: {} });
  const [lost, kept] = [await enrolled(automationId), await enrolled(automationId)];
  const waiting = await segment(automationId, lost, 'lost-chain');
  await segment(automationId, kept, 'kept-chain');

  const started = new Map<string, RunInput>();
  const idOf = (run: Enrolled) => runIdOf({ firmId: firm.firmId, enrolmentId: run.enrolmentId });
  const temporal = {
    isOpen: (id: string) => Promise.resolve(id === idOf(kept) || started.has(id)),
    start: async (id: string, input: RunInput) => {
      started.set(id, input);
    },
  };
  expect(await reconcile(world.db, temporal, [firm.firmId])).toEqual({ open: 2, restarted: 1 });
  expect(await reconcile(world.db, temporal, [firm.firmId])).toEqual({ open: 2, restarted: 0 });

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
