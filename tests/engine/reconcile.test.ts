import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { reconcile } from '@rap/workers/relay/reconcile';
import { publishAutomation } from '../support/build/automation.ts';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

/** Waits a week for nothing, then leaves a note: whoever is lost in between would get none. */
const NOTE_AFTER_A_WEEK: DraftDefinition = {
  schema: 1,
  name: 'Note after a week',
  trigger: { kind: 'tag.added', params: {}, next: 'week' },
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

let engine: TestEngine;
let firm: TestFirm;
beforeAll(async () => {
  engine = await startEngine();
  firm = await buildFirm(engine.world, { settings: { fourEyes: false } });
}, 60_000);
afterAll(() => engine?.close());

test(
  'a run that Temporal lost goes on from where it stood, once; one that runs is left alone',
  { timeout: 60_000 },
  async () => {
    const tags: { id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`insert into app.tag (name) values ('Waiting') returning id`),
    );
    const tagId = tags[0]?.id ?? '';
    const definition = {
      ...NOTE_AFTER_A_WEEK,
      trigger: { ...NOTE_AFTER_A_WEEK.trigger, params: { tagIds: [tagId] } },
    };
    await publishAutomation(firm, { definition, templates: {} });
    const people = [await buildPerson(firm), await buildPerson(firm)];
    for (const person of people) {
      await firm.run(async (ctx) =>
        ctx.emit({ subjectId: person.id, kind: 'tag.added', payload: { tagId } }),
      );
    }
    await engine.relayed();
    const runs = () =>
      firm.run((ctx) =>
        ctx.em.getRepository(EnrolmentEntity).find({ where: { firmId: ctx.firmId }, order: { id: 'ASC' } }),
      );
    await expect
      .poll(async () => (await runs()).map((run) => `${run.at} ${run.seg}`), { timeout: 10_000 })
      .toEqual(['week~1 1', 'week~1 1']);
    const [lost, kept] = await runs();
    if (!lost || !kept) throw new Error('nobody was enrolled');
    const handle = (id: string) => engine.env.client.workflow.getHandle(`run:${firm.firmId}:${id}`);
    await handle(lost.id).terminate('the history is gone');

    expect(await reconcile(engine.world.db, engine.runs, [firm.firmId])).toEqual({ open: 2, restarted: 1 });
    expect(await reconcile(engine.world.db, engine.runs, [firm.firmId])).toEqual({ open: 2, restarted: 0 });
    expect(await handle(lost.id).result()).toBe('end');
    expect(await handle(kept.id).result()).toBe('end');
    const notes: { person_id: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select person_id from app.note order by person_id`),
    );
    expect(notes.map((note) => note.person_id)).toEqual(people.map((person) => person.id).sort());
  },
);
