import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import { firmWorld } from '@rap/activities/automation/world';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { eventData } from '@rap/contracts/automation/events';
import type { Json } from '@rap/contracts/automation/plan';
import { runIdOf, type AdvanceOutput, type PersonEvent, type RunState } from '@rap/contracts/automation/run';
import { StepKind } from '@rap/contracts/automation/step-params';
import { ApprovalEntity, decideApproval } from '@rap/database/approval/approval';
import {
  DocumentRequestEntity,
  settleDocumentRequest,
} from '@rap/database/document-request/document-request';
import { askToEnrol } from '@rap/database/enrolment/enrol-by-hand';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { createLead } from '@rap/database/lead/lead-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { openRelayedWorld, type RelayedWorld } from '../support/build/relayed-world.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

/** Noon on a Monday in New York. */
const START = Date.parse('2027-02-22T17:00:00Z');
let relayed: RelayedWorld;
let firm: TestFirm;
beforeAll(async () => {
  relayed = await openRelayedWorld(START);
});
afterAll(() => relayed?.close());
beforeEach(async () => {
  relayed.clock.at = START;
  firm = await buildFirm(relayed.world, { settings: { fourEyes: false } });
});

const settings: DraftDefinition['settings'] = {
  reentry: 'eachOccurrence',
  failureStop: { pct: 100, min: 100 },
  maxSteps: 200,
};

const enrolments = (automationId: string, personId: string): Promise<EnrolmentEntity[]> =>
  firm.run((ctx) =>
    ctx.em
      .getRepository(EnrolmentEntity)
      .find({ where: { firmId: ctx.firmId, automationId, personId }, order: { id: 'ASC' } }),
  );

/** What has happened for the person since the state last heard of it, as the relay would tell the run. */
async function news({ person, topSeq }: RunState): Promise<PersonEvent[]> {
  const rows: { seq: string; kind: string; payload: Record<string, Json>; at: Date }[] = await firm.run(
    (ctx) =>
      ctx.em.query(
        `select seq, kind, payload, occurred_at as at from spine.event where firm_id = $1 and subject_id = $2 and seq > $3 order by seq`,
        [ctx.firmId, person, topSeq],
      ),
  );
  return rows.map(({ seq, kind, payload, at }) => ({
    seq: Number(seq),
    kind,
    atMs: at.getTime(),
    data: eventData(kind, payload),
  }));
}

interface Life {
  readonly outcome: string;
  readonly steps: string[];
}

/**
 * One run through the real segment on the real database, with time and events as the workflow would hand them in. Messages
 * are taken by a sender that keeps their kinds; `happens` is asked whenever the run waits for an event.
 */
async function live(
  row: EnrolmentEntity,
  happens: (at: string) => Promise<unknown>,
  sent: string[] = [],
): Promise<Life> {
  const who = { firmId: firm.firmId, automationId: row.automationId, enrolmentId: row.id };
  let { state } = row;
  let out: AdvanceOutput | undefined;
  for (let count = 0; count < 60; count++) {
    const events = await news(state);
    out = await advance(
      new PostgresStore(relayed.world.db),
      firmWorld,
      {
        who,
        firmId: firm.firmId,
        run: runIdOf(who),
        chain: 'chain',
        state,
        give: { nowMs: relayed.clock.at, events },
      },
      async (_input, _state, command) => {
        sent.push(command.effect.kind);
        return { of: 'act', done: randomUUID(), seq: _state.topSeq };
      },
    );
    ({ state } = out);
    const { command } = out;
    if (command.do === 'end') break;
    if (command.do === 'act') throw new Error(`nobody did ${command.effect.kind}`);
    if (command.why === 'attention') throw new Error(JSON.stringify(state.attention));
    if (command.why === 'event') await happens(drawnStep(state.at));
    else relayed.clock.at = command.untilMs ?? relayed.clock.at;
  }
  if (out?.command.do !== 'end') throw new Error('it does not come to its end');
  const steps: { step: { node: string; port: string } }[] = await firm.run((ctx) =>
    ctx.em.query(`select step from app.step_event where enrolment_id = $1 order by n`, [row.id]),
  );
  return {
    outcome: out.command.outcome,
    steps: steps.map(({ step }) => `${drawnStep(step.node)} ${step.port}`),
  };
}

test('every kind of step, through the segment that serves the product', async () => {
  const tag = await firm.run((ctx) => insertRecord(ctx, TagEntity, { name: 'Retiring soon' }));
  const helper = await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'A helper',
      trigger: { kind: 'automation', params: {}, next: 'note' },
      nodes: {
        note: { kind: 'note', label: 'Note', params: { text: 'Called.' }, ports: { next: 'done' } },
        done: { kind: 'exit', label: 'Done', params: { outcome: 'helped' }, ports: {} },
      },
      goals: [],
      settings,
    },
    templates: {},
  });
  const definition: DraftDefinition = {
    schema: 1,
    name: 'Everything',
    trigger: { kind: 'manual', params: {}, next: 'tag' },
    nodes: {
      tag: { kind: 'tag', label: 'Tag', params: { action: 'add', tagId: tag.id }, ports: { next: 'stage' } },
      stage: { kind: 'stage', label: 'Stage', params: { to: 'contacted' }, ports: { next: 'owner' } },
      owner: { kind: 'owner', label: 'Owner', params: { userId: firm.ownerId }, ports: { next: 'field' } },
      field: {
        kind: 'field',
        label: 'Review',
        params: { field: 'reviewDueOn', in: { value: 2, unit: 'months' } },
        ports: { next: 'notify' },
      },
      notify: {
        kind: 'notify',
        label: 'Tell',
        params: { who: 'owner', text: 'Look here.' },
        ports: { next: 'note' },
      },
      note: { kind: 'note', label: 'Note', params: { text: 'Begun.' }, ports: { next: 'task' } },
      task: {
        kind: 'task',
        label: 'Task',
        params: { title: 'Call', assignee: 'owner', dueIn: { value: 2, unit: 'businessDays' } },
        ports: { next: 'document' },
      },
      document: {
        kind: 'document.request',
        label: 'Document',
        params: { title: 'Tax return', dueIn: { value: 1, unit: 'weeks' }, saveAs: 'wanted' },
        ports: { next: 'received' },
      },
      received: {
        kind: 'wait.event',
        label: 'Wait for it',
        params: {
          events: [
            {
              id: 'came',
              label: 'it comes in',
              match: { kind: 'document.received', key: { var: 'wanted' } },
            },
          ],
          within: { value: 14, unit: 'days' },
        },
        ports: { 'event:came': 'complete', timeout: 'END' },
      },
      complete: {
        kind: 'if',
        label: 'All there',
        params: { cond: { op: 'eq', fact: 'documents.outstanding', value: 0 } },
        ports: { yes: 'split', otherwise: 'END' },
      },
      split: {
        kind: 'split',
        label: 'Split',
        params: {
          variants: [
            { id: 'a', label: 'A', weight: 100 },
            { id: 'b', label: 'B', weight: 0 },
          ],
        },
        ports: { 'variant:a': 'rounds', 'variant:b': 'rounds' },
      },
      rounds: {
        kind: 'repeat',
        label: 'Twice',
        params: { max: 2 },
        ports: { body: 'hours2', done: 'hours' },
      },
      hours2: {
        kind: 'wait.for',
        label: 'Two hours',
        params: { for: { value: 2, unit: 'hours' } },
        ports: { next: 'rounds' },
      },
      hours: {
        kind: 'wait.hours',
        label: 'In the morning',
        params: { days: [1, 2, 3, 4, 5], from: '09:00', to: '11:00' },
        ports: { next: 'day' },
      },
      day: {
        kind: 'wait.date',
        label: 'A week before the review',
        params: { fact: 'person.reviewDueOn', days: -7, at: '10:00' },
        ports: { next: 'mail', missing: 'END', past: 'END' },
      },
      mail: {
        kind: 'email',
        label: 'Mail',
        params: { template: 'hello', purpose: 'service', from: 'firm', notAfter: { hours: 24 } },
        ports: { next: 'text', refused: 'END' },
      },
      text: {
        kind: 'sms',
        label: 'Text',
        params: { template: 'hello-text', purpose: 'service', notAfter: { hours: 24 } },
        ports: { next: 'ask', refused: 'END' },
      },
      ask: {
        kind: 'approval',
        label: 'Ask',
        params: { question: 'Go on?', assignee: 'owner', within: { value: 3, unit: 'days' } },
        ports: { approved: 'start', rejected: 'END', timeout: 'END' },
      },
      start: {
        kind: 'automation.start',
        label: 'Start the helper',
        params: { automationId: helper },
        ports: { next: 'call' },
      },
      call: {
        kind: 'automation.call',
        label: 'Call the helper',
        params: { automationId: helper, within: { value: 3, unit: 'days' } },
        ports: { 'event:ended': 'way', timeout: 'END' },
      },
      way: {
        kind: 'branch',
        label: 'Which stage',
        params: {
          cases: [
            { id: 'c', label: 'Contacted', cond: { op: 'eq', fact: 'lead.stage', value: 'contacted' } },
          ],
        },
        ports: { 'case:c': 'over', otherwise: 'END' },
      },
      over: { kind: 'exit', label: 'Over', params: { outcome: 'all_done' }, ports: {} },
    },
    goals: [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'END' }],
    settings,
  };
  const apart = ['webhook.out']; // leaves the house by its own sender, which has tests of its own
  const drawn = Object.values(definition.nodes).map(({ kind }) => kind);
  expect([...new Set([...drawn, ...apart])].sort()).toEqual([...StepKind.options].sort());
  const automationId = await publishAutomation(firm, {
    definition,
    templates: {
      hello: { channel: 'email', name: 'Hello', subject: 'Hello', html: '<p>Hello</p>' },
      'hello-text': { channel: 'sms', name: 'Hello', text: 'Hello' },
    },
  });
  const { id: personId } = await buildPerson(firm);
  await firm.run(async (ctx) => {
    const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
    const more = { ownerId: null, formId: null, referredById: null, firstTouch: {}, lastTouch: {} };
    await createLead(ctx, { personId, sourceId: source.id, ...more });
    await askToEnrol(ctx, automationId, [personId]);
  });
  await relayed.relayed();
  const [row] = await enrolments(automationId, personId);
  if (!row) throw new Error('nobody entered');
  const sent: string[] = [];
  const happens = async (at: string): Promise<void> => {
    if (at === 'received') await receive(personId);
    if (at === 'ask') await approve(personId);
    if (at === 'call') {
      await relayed.relayed();
      const helpers = await enrolments(helper, personId);
      expect(helpers).toHaveLength(2); // started, and called
      for (const each of helpers) expect((await live(each, async () => undefined)).outcome).toBe('helped');
    }
  };
  const { outcome, steps } = await live(row, happens, sent);
  expect(outcome).toBe('all_done');
  expect(sent).toEqual(['email', 'sms']);
  expect(steps).toEqual([
    'tag next',
    'stage next',
    'owner next',
    'field next',
    'notify next',
    'note next',
    'task next',
    'document next',
    'received case:came',
    'complete yes',
    'split variant:a',
    'rounds body',
    'hours2 next',
    'rounds body',
    'hours2 next',
    'rounds done',
    'hours next',
    'day next',
    'mail next',
    'text next',
    'ask next',
    'ask case:approved',
    'start next',
    'call next',
    'call case:ended',
    'way case:c',
    'over exit',
  ]);
  const made: Record<string, string>[] = await firm.run((ctx) =>
    ctx.em.query(
      `select (select count(*) from app.person_tag where person_id = $1) as tags,
              (select stage from app.lead where person_id = $1) as stage,
              (select owner_id from app.person where id = $1) as owner,
              (select count(*) from app.notice where person_id = $1) as notices,
              (select count(*) from app.note where person_id = $1) as notes,
              (select count(*) from app.task where person_id = $1) as tasks,
              (select count(*) from app.document_request where person_id = $1) as documents,
              (select count(*) from app.approval where person_id = $1) as approvals`,
      [personId],
    ),
  );
  expect(made).toEqual([
    {
      tags: '1',
      stage: 'contacted',
      owner: firm.ownerId,
      notices: '1',
      notes: '3',
      tasks: '1',
      documents: '1',
      approvals: '1',
    },
  ]);
});

const receive = (personId: string) =>
  firm.run(async (ctx) => {
    const request = await ctx.em
      .getRepository(DocumentRequestEntity)
      .findOneByOrFail({ firmId: ctx.firmId, personId });
    await settleDocumentRequest(ctx, request, 'received', request.version);
  });

const approve = (personId: string) =>
  firm.run(async (ctx) => {
    const asked = await ctx.em
      .getRepository(ApprovalEntity)
      .findOneByOrFail({ firmId: ctx.firmId, personId });
    await decideApproval(ctx, asked.id, asked.version, 'approved');
  });

test('a goal takes the person from wherever they stand', async () => {
  const automationId = await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Until they are won',
      trigger: { kind: 'manual', params: {}, next: 'wait' },
      nodes: {
        wait: {
          kind: 'wait.for',
          label: 'A month',
          params: { for: { value: 1, unit: 'months' } },
          ports: { next: 'END' },
        },
        won: { kind: 'exit', label: 'Won', params: { outcome: 'won' }, ports: {} },
      },
      goals: [{ id: 'won', label: 'Won', match: { kind: 'tag.added' }, to: 'won' }],
      settings,
    },
    templates: {},
  });
  const { id: personId } = await buildPerson(firm);
  await firm.run((ctx) => askToEnrol(ctx, automationId, [personId]));
  await relayed.relayed();
  const [row] = await enrolments(automationId, personId);
  if (!row) throw new Error('nobody entered');
  await firm.run(async (ctx) => {
    ctx.emit({ subjectId: personId, kind: 'tag.added', payload: { tagId: randomUUID() } });
  });
  expect(await live(row, async () => undefined)).toEqual({ outcome: 'won', steps: ['wait won', 'won exit'] });
});
