import { afterAll, beforeAll, expect, test } from 'vitest';
import { ImportDb, ImportedLife, SetClock } from '@rap/activities/importing/imported-life';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { loadPlan } from '@rap/database/enrolment/load-plan';
import { loadSimulationContext } from '@rap/database/simulation/load-simulation-context';
import { simulate } from '@rap/domain/automation/engine/simulate';
import { SimulatedPerson } from '@rap/domain/automation/engine/simulated-person';
import { startAdopted } from '@rap/workers/relay/start-adopted';
import { publishAutomation } from '../support/build/automation.ts';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildSending, NOBODY } from '../support/build/sending.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const WEEK: DraftDefinition = {
  schema: 1,
  name: 'A week, then a note',
  trigger: { kind: 'lead.created', params: {}, next: 'who' },
  nodes: {
    who: {
      kind: 'if',
      label: 'A client?',
      params: { cond: { op: 'eq', fact: 'client.isClient', value: true } },
      ports: { yes: 'END', otherwise: 'call' },
    },
    call: {
      kind: 'task',
      label: 'Call them',
      params: { title: 'Call', assignee: 'owner', dueIn: { value: 2, unit: 'days' } },
      ports: { next: 'week' },
    },
    week: {
      kind: 'wait.for',
      label: 'A week',
      params: { for: { value: 1, unit: 'weeks' } },
      ports: { next: 'note' },
    },
    note: {
      kind: 'note',
      label: 'Write it down',
      params: { text: 'A week has gone.' },
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

test('a run of the past is brought to today with the receipts of a simulation, and goes on exactly once', async () => {
  await publishAutomation(firm, { definition: WEEK, templates: {} });
  const person = await buildPerson(firm, { ownerId: firm.ownerId, state: 'OH' });
  await engine.tick();
  const nowMs = await engine.env.currentTimeMs();
  const clock = new SetClock();
  const db = new ImportDb(engine.world.dataSource, engine.world.keys, { clock });
  const { sender, webhooks, smtp } = await buildSending(engine.world, NOBODY, clock);
  const cameMs = nowMs - 3 * DAY_MS;
  const payload = { leadId: firm.bookId, sourceId: firm.bookId, ownerId: null, formId: null };
  const life = new ImportedLife({ db, sender, webhooks, clock }, firm.who, person.id);
  await life.live(
    [
      {
        atMs: cameMs,
        write: async (ctx, personId) => {
          ctx.emit({ subjectId: personId, kind: 'lead.created', payload });
        },
      },
    ],
    nowMs,
  );
  smtp.close();

  const read = () =>
    firm.run((ctx) => ctx.em.getRepository(EnrolmentEntity).findOneByOrFail({ personId: person.id }));
  const adopted = await read();
  expect(adopted).toMatchObject({ status: 'active', at: 'week~1', why: 'time', chain: null });
  expect(adopted.occurredAt.getTime()).toBe(cameMs);
  const wakeMs = adopted.wakeAt?.getTime() ?? 0;
  expect(Math.abs(wakeMs - cameMs - 7 * DAY_MS)).toBeLessThan(2 * HOUR_MS); // the clocks may have changed

  const receipts = async (): Promise<string[]> => {
    const rows: { step: { n: number; node: string; port: string; atMs: number } }[] = await firm.run((ctx) =>
      ctx.em.query(`select step from app.step_event where enrolment_id = $1 order by n`, [adopted.id]),
    );
    return rows.map(({ step }) => `${step.n} ${step.node} ${step.port} ${step.atMs}`);
  };
  const plan = await firm.run((ctx) => loadPlan(ctx, adopted.planHash));
  const context = await firm.run((ctx) => loadSimulationContext(ctx, person.id));
  const simulated = simulate(plan, {
    run: 'run',
    person: person.id,
    startMs: cameMs,
    horizonMs: nowMs,
    world: new SimulatedPerson({ ...context, asOfMs: cameMs }),
    script: [],
  });
  const story = simulated.steps.map(({ n, node, port, atMs }) => `${n} ${node} ${port} ${atMs}`);
  expect(await receipts()).toEqual(story);
  expect(simulated.state.wait?.untilMs).toBe(wakeMs);

  // nothing of it was live: the relay hands nothing over, and starts the run because it was adopted
  await engine.relayed();
  expect(await startAdopted(engine.world.db, engine.runs, [firm.firmId])).toBe(1);
  expect(await startAdopted(engine.world.db, engine.runs, [firm.firmId])).toBe(0);
  await engine.env.client.workflow.getHandle(`run:${firm.firmId}:${adopted.id}`).result();
  expect(await read()).toMatchObject({ status: 'ended' });
  const [done] = (await receipts()).filter((line) => line.includes('note~1'));
  expect(Number(done?.split(' ').at(-1))).toBeGreaterThanOrEqual(wakeMs);
  const made: { notes: string; tasks: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select (select count(*) from app.note where person_id = $1) as notes, (select count(*) from app.task where person_id = $1) as tasks`,
      [person.id],
    ),
  );
  expect(made).toEqual([{ notes: '1', tasks: '1' }]);
}, 60_000);
