import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import { firmWorld } from '@rap/activities/automation/world';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { Cond } from '@rap/contracts/automation/plan';
import { runIdOf } from '@rap/contracts/automation/run';
import { loadPlan } from '@rap/database/enrolment/load-plan';
import { createLead } from '@rap/database/lead/lead-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { loadSimulationContext } from '@rap/database/simulation/load-simulation-context';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { simulate } from '@rap/domain/automation/engine/simulate';
import { SimulatedPerson } from '@rap/domain/automation/engine/simulated-person';
import { publishAutomation } from '../support/build/automation.ts';
import { enrolPerson } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

/** Noon on a Monday in New York. */
const START = Date.parse('2027-02-22T17:00:00Z');
const DAY_MS = 86_400_000;
const clock = { at: START, now: () => clock.at };

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, { settings: { fourEyes: false } });
});
afterAll(() => world.close());

type Node = DraftDefinition['nodes'][string];
type Act = Pick<Node, 'kind' | 'params'>;

/** Each write, with a condition after it that only what was written makes true. */
function definitionOf(
  name: string,
  steps: readonly (Act | { when: Cond } | { wait: number })[],
): DraftDefinition {
  const nodes: DraftDefinition['nodes'] = {
    'not-read': { kind: 'exit', label: 'Not read', params: { outcome: 'not_read' }, ports: {} },
  };
  steps.forEach((step, no) => {
    const next = no + 1 < steps.length ? `step-${no + 1}` : 'END';
    const label = `Step ${no}`;
    nodes[`step-${no}`] =
      'when' in step
        ? { kind: 'if', label, params: { cond: step.when }, ports: { yes: next, otherwise: 'not-read' } }
        : 'wait' in step
          ? { kind: 'wait.for', label, params: { for: { value: step.wait, unit: 'days' } }, ports: { next } }
          : ({ ...step, label, ports: { next } } as Node); // kind and parameters belong together
  });
  return {
    schema: 1,
    name,
    trigger: { kind: 'manual', params: {}, next: 'step-0' },
    nodes,
    goals: [],
    settings: { reentry: 'never', failureStop: { pct: 100, min: 100 }, maxSteps: 100 },
  };
}

/** Where the real run went, on the real database, and where the simulation went that began with the same facts. */
async function bothWays(
  definition: DraftDefinition,
  personId: string,
): Promise<{ real: string[]; simulated: string[] }> {
  clock.at = START;
  const automationId = await publishAutomation(firm, { definition, templates: {} });
  const context = await firm.run((ctx) => loadSimulationContext(ctx, personId));
  const { enrolmentId, state: from } = await enrolPerson(firm, automationId, personId);
  const plan = await firm.run((ctx) => loadPlan(ctx, from.hash));
  const { steps } = simulate(plan, {
    run: 'simulated',
    person: personId,
    startMs: START,
    horizonMs: START + 400 * DAY_MS,
    world: new SimulatedPerson(context),
    script: [],
  });
  const who = { firmId: firm.firmId, automationId, enrolmentId };
  for (let state = from, count = 0; count < 20; count++) {
    const give = { nowMs: clock.at };
    const input = { who, firmId: firm.firmId, run: runIdOf(who), chain: 'chain', state, give };
    const out = await advance(new PostgresStore(world.db), firmWorld, input);
    ({ state } = out);
    if (out.command.do !== 'wait' || out.command.untilMs === null) break;
    clock.at = out.command.untilMs;
  }
  const rows: { step: { node: string; port: string; atMs: number } }[] = await firm.run((ctx) =>
    ctx.em.query(`select step from app.step_event where enrolment_id = $1 order by n`, [enrolmentId]),
  );
  const say = ({ node, port, atMs }: { node: string; port: string; atMs: number }): string =>
    `${node} ${port} ${new Date(atMs).toISOString()}`;
  return { real: rows.map(({ step }) => say(step)), simulated: steps.map(say) };
}

test('what simulated steps write is read by the steps that follow, as in the real run', async () => {
  const { id: personId } = await buildPerson(firm, { state: 'OH' });
  const [tag, other] = await firm.run(async (ctx) => {
    const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
    await createLead(ctx, {
      personId,
      sourceId: source.id,
      ownerId: null,
      referredById: null,
      formId: null,
      firstTouch: {},
      lastTouch: {},
    });
    return [
      (await insertRecord(ctx, TagEntity, { name: 'Retiring' })).id,
      (await insertRecord(ctx, TagEntity, { name: 'Seminar' })).id,
    ];
  });
  const contains = (tagId: string): Cond => ({ op: 'contains', fact: 'person.tags', value: tagId });
  const is = (fact: string, value: string | number): Cond => ({ op: 'eq', fact, value });
  const task = { title: 'Call', assignee: 'owner', priority: 'normal' };
  const { real, simulated } = await bothWays(
    definitionOf('Writes', [
      { kind: 'tag', params: { action: 'add', tagId: tag } },
      { when: { op: 'all', of: [contains(tag), { op: 'not', of: contains(other) }] } },
      { kind: 'tag', params: { action: 'remove', tagId: tag } },
      { when: { op: 'not', of: contains(tag) } },
      { kind: 'stage', params: { to: 'contacted' } },
      { when: is('lead.stage', 'contacted') },
      { kind: 'owner', params: { userId: firm.ownerId } },
      { when: is('person.ownerId', firm.ownerId) },
      { kind: 'field', params: { field: 'language', value: 'es' } },
      { when: is('person.language', 'es') },
      { kind: 'field', params: { field: 'preferredChannel', value: 'phone' } },
      { when: is('person.preferredChannel', 'phone') },
      { kind: 'field', params: { field: 'preferredChannel', value: null } },
      { when: { op: 'not', of: { op: 'known', fact: 'person.preferredChannel' } } },
      { kind: 'field', params: { field: 'reviewDueOn', in: { value: 6, unit: 'months' } } },
      { when: is('person.reviewDueOn', '2027-08-22') },
      { kind: 'task', params: { ...task, dueIn: { value: 2, unit: 'businessDays' } } },
      { kind: 'task', params: task },
      { when: { op: 'all', of: [is('tasks.open', 2), is('tasks.overdue', 0)] } },
      { kind: 'document.request', params: { title: 'Statement' } },
      { when: is('documents.outstanding', 1) },
      { wait: 10 },
      { when: { op: 'all', of: [is('tasks.open', 2), is('tasks.overdue', 1)] } },
    ]),
    personId,
  );
  expect(simulated).toEqual(real);
  expect(real.at(-1)).toContain('END end');
});

test('a step that cannot be done stands in both', async () => {
  const { id: personId } = await buildPerson(firm, { state: 'OH' });
  const { real, simulated } = await bothWays(
    definitionOf('No lead', [
      { when: { op: 'not', of: { op: 'eq', fact: 'person.language', value: 'es' } } },
      { kind: 'stage', params: { to: 'contacted' } },
    ]),
    personId,
  );
  expect(simulated).toEqual(real);
  expect(real.at(-1)).toContain('no_lead');
});
