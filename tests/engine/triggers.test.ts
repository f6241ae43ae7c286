import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DefinitionSettings, DraftDefinition } from '@rap/contracts/automation/definition';
import type { Json } from '@rap/contracts/automation/plan';
import { TriggerKind } from '@rap/contracts/automation/trigger-params';
import { refillMilestones, tellMilestones } from '@rap/database/care/milestones';
import { tellOverdueTasks } from '@rap/database/care/overdue-tasks';
import { storeCommunication } from '@rap/database/communication/store-communication';
import { requestDocument, settleDocumentRequest } from '@rap/database/document-request/document-request';
import { askToEnrol } from '@rap/database/enrolment/enrol-by-hand';
import { holdPerson } from '@rap/database/hold/hold';
import { takeMail } from '@rap/database/inbound/take-mail';
import { takeText } from '@rap/database/inbound/take-text';
import { takeSubmission } from '@rap/database/lead-form/take-submission';
import { createLeadForm } from '@rap/database/lead-form/lead-form-commands';
import { createLead, moveStage } from '@rap/database/lead/lead-commands';
import { LeadSourceEntity, type LeadEntity } from '@rap/database/lead/lead.entity';
import { bookMeeting, endMeeting, moveMeeting } from '@rap/database/meeting/meeting-commands';
import { changePerson } from '@rap/database/person/person-commands';
import { PersonEntity } from '@rap/database/person/person.entity';
import { newId } from '@rap/database/records/new-id';
import { findRecord, insertRecord } from '@rap/database/records/write-record';
import { addTag } from '@rap/database/tag/tag-commands';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { completeTask } from '@rap/database/task/complete-task';
import { createTask } from '@rap/database/task/task-commands';
import type { FirmContext } from '@rap/database/tenancy/context';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { openRelayedWorld, type RelayedWorld } from '../support/build/relayed-world.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

const START = Date.parse('2027-02-20T15:00:00Z');
const DAY = 86_400_000;
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

const RULES: DefinitionSettings = {
  reentry: 'eachOccurrence',
  failureStop: { pct: 50, min: 10 },
  maxSteps: 50,
};

const begunBy = (
  kind: TriggerKind,
  params: Record<string, Json> = {},
  settings: Partial<DefinitionSettings> = {},
): Promise<string> => {
  const definition: DraftDefinition = {
    schema: 1,
    name: `Begun by ${kind}`,
    trigger: { kind, params, next: 'note' },
    nodes: {
      note: { kind: 'note', label: 'Note', params: { text: 'Was here.' }, ports: { next: 'END' } },
    },
    goals: [],
    settings: { ...RULES, ...settings },
  };
  return publishAutomation(firm, { definition, templates: {} });
};

/** Everybody who entered this automation, as person ids in the order of their entering. */
async function entered(automationId: string): Promise<string[]> {
  await relayed.relayed();
  const rows: { id: string; person_id: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select id, person_id from app.enrolment where automation_id = $1 order by id`, [
      automationId,
    ]),
  );
  for (const { id } of rows)
    expect(relayed.started.has(`run:${firm.firmId}:${id}`), 'its workflow was started').toBe(true);
  return rows.map((row) => row.person_id);
}

async function lead(ctx: FirmContext, personId: string): Promise<LeadEntity> {
  const source = await insertRecord(ctx, LeadSourceEntity, { name: randomUUID(), kind: 'form' });
  return createLead(ctx, {
    personId,
    sourceId: source.id,
    ownerId: null,
    formId: null,
    referredById: null,
    firstTouch: {},
    lastTouch: {},
  });
}

const hour = (day: number) => ({
  startsAt: new Date(START + day * DAY).toISOString(),
  endsAt: new Date(START + day * DAY + 3_600_000).toISOString(),
  timeZone: 'America/New_York',
});
const meeting = (ctx: FirmContext, personId: string) =>
  bookMeeting(ctx, { personId, ...hour(3), title: 'Review' });

async function person(id: string, ctx: FirmContext): Promise<PersonEntity> {
  const row = await findRecord(ctx, PersonEntity, id);
  if (!row) throw new Error('there is no such person');
  return row;
}

/** What a firm, its clients and the hourly round do; each raises its event by its own command. */
const HAPPENINGS: Partial<
  Record<TriggerKind, { params?: Record<string, Json>; happens: (personId: string) => Promise<unknown> }>
> = {
  'lead.created': { happens: (id) => firm.run((ctx) => lead(ctx, id)) },
  'form.submitted': {
    happens: (id) =>
      firm.run(async (ctx) => {
        const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
        const form = await createLeadForm(ctx, {
          title: 'Talk to us',
          sourceId: source.id,
          bookId: firm.bookId,
          ownerId: firm.ownerId,
          consentVersion: 1,
          consentEmail: 'You may email me.',
          consentSms: 'You may text me.',
          allowedOrigins: [],
        });
        await takeSubmission(ctx, {
          form,
          answers: {
            firstName: 'Maria',
            lastName: 'Alvarez',
            email: `new-${id}@example.com`,
            phone: '',
            state: '',
            question: '',
            website: '',
            submissionKey: randomUUID(),
          },
          touch: { first: {}, last: {} },
          network: '192.0.2.1',
          userAgent: 'test',
          count: () => Promise.resolve(undefined),
        });
      }),
  },
  'stage.changed': {
    params: { to: ['contacted'] },
    happens: (id) =>
      firm.run(async (ctx) => {
        const row = await lead(ctx, id);
        await moveStage(ctx, row, 'contacted', row.version);
      }),
  },
  'field.changed': {
    params: { record: 'person', fields: ['city'] },
    happens: (id) =>
      firm.run(async (ctx) =>
        changePerson(ctx, id, { version: (await person(id, ctx)).version, city: 'Akron' }),
      ),
  },
  'email.received': {
    happens: (id) =>
      firm.run(async (ctx) => {
        const threadId = newId();
        await storeCommunication(ctx, {
          id: threadId,
          personId: id,
          channel: 'email',
          direction: 'out',
          address: `${id}@example.com`,
          body: 'Hello',
          threadId,
          automatic: true,
          occurredAtMs: ctx.now(),
        });
        await takeMail(ctx, {
          threadId,
          messageId: `<${randomUUID()}@example.com>`,
          inReplyTo: null,
          from: `${id}@example.com`,
          subject: 'Re: Hello',
          text: 'Yes please',
          automatic: false,
          authenticated: true,
        });
      }),
  },
  'sms.received': {
    happens: () =>
      firm.run((ctx) =>
        takeText(ctx, {
          providerId: `SM${randomUUID()}`,
          from: '+12165550142',
          body: 'Yes please',
          refusedMediaCount: 0,
        }),
      ),
  },
  'meeting.booked': { happens: (id) => firm.run((ctx) => meeting(ctx, id)) },
  'meeting.moved': {
    happens: (id) =>
      firm.run(async (ctx) => {
        const row = await meeting(ctx, id);
        await moveMeeting(ctx, row, { version: row.version, ...hour(4) });
      }),
  },
  'meeting.cancelled': { happens: (id) => end(id, 'cancelled') },
  'meeting.noShow': { happens: (id) => end(id, 'no_show') },
  'meeting.ended': { happens: (id) => end(id, 'ended') },
  'document.received': {
    happens: (id) =>
      firm.run(async (ctx) => {
        const row = await requestDocument(ctx, { personId: id, title: 'Tax return', dueOn: null });
        await settleDocumentRequest(ctx, row, 'received', row.version);
      }),
  },
  'task.completed': {
    happens: (id) =>
      firm.run(async (ctx) => {
        const task = await createTask(ctx, { title: 'Call', personId: id });
        await completeTask(ctx, task.id, task.version);
      }),
  },
  'task.overdue': {
    happens: async (id) => {
      const dueAt = new Date(START + DAY).toISOString();
      await firm.run((ctx) => createTask(ctx, { title: 'Call', personId: id, dueAt }));
      relayed.clock.at = START + 2 * DAY;
      await firm.run(tellOverdueTasks);
    },
  },
  'date.due': {
    params: { milestone: 'birthday' },
    happens: async () => {
      await firm.run((ctx) => refillMilestones(ctx));
      await firm.run(tellMilestones);
    },
  },
};

const end = (id: string, how: 'cancelled' | 'no_show' | 'ended') =>
  firm.run(async (ctx) => {
    const row = await meeting(ctx, id);
    await endMeeting(ctx, row, how, row.version);
  });

/** Somebody whose birthday it is, with an address and a number of their own. */
const somebody = async (): Promise<string> => {
  const id = randomUUID();
  const row = await buildPerson(firm, {
    birthDate: '1960-02-20',
    emails: [{ address: `${id}@example.com` }],
    phones: [{ number: '+12165550142' }],
  });
  return row.id;
};

/** Proved by tests of their own: what needs an id of the firm, what is asked for by hand or by another automation. */
const APART: readonly TriggerKind[] = ['tag.added', 'manual', 'automation', 'webhook'];

test('every trigger is walked', () => {
  expect([...Object.keys(HAPPENINGS), ...APART].sort()).toEqual([...TriggerKind.options].sort());
});

test.each(Object.entries(HAPPENINGS))(
  '%s: the command raises it, the relay hands it over, the person enters once',
  async (name, { params = {}, happens }) => {
    const kind = TriggerKind.parse(name);
    const [automationId, personId] = [await begunBy(kind, params), await somebody()];
    await happens(personId);
    const inside = await entered(automationId);
    expect(inside).toHaveLength(1);
    // a form that is sent in by an address nobody has makes its person
    if (kind !== 'form.submitted') expect(inside).toEqual([personId]);
  },
);

test('a tag that is added starts the automation of that tag and no other', async () => {
  const [wanted, other] = await firm.run(async (ctx) => [
    await insertRecord(ctx, TagEntity, { name: 'Retiring soon' }),
    await insertRecord(ctx, TagEntity, { name: 'Golf' }),
  ]);
  if (!wanted || !other) throw new Error('the tags were not made');
  const automationId = await begunBy('tag.added', { tagIds: [wanted.id] });
  const [first, second] = [await somebody(), await buildPerson(firm)];
  await firm.run(async (ctx) => {
    await addTag(ctx, first, wanted.id);
    await addTag(ctx, second.id, other.id);
  });
  expect(await entered(automationId)).toEqual([first]);
});

test('by hand: each is asked for by itself, and who could not enter is answered so at once', async () => {
  const automationId = await begunBy('manual', {}, { reentry: 'never' });
  const [good, held, stranger] = [await somebody(), await buildPerson(firm), randomUUID()];
  await firm.run((ctx) => holdPerson(ctx, held.id, 'complaint'));
  const ask = () => firm.run((ctx) => askToEnrol(ctx, automationId, [good, held.id, stranger]));
  expect(await ask()).toEqual({
    outcome: 'asked',
    people: [
      { personId: good },
      { personId: held.id, refused: 'held' },
      { personId: stranger, refused: 'not_found' },
    ],
  });
  expect(await entered(automationId)).toEqual([good]);
  expect(await ask()).toMatchObject({ people: [{ refused: 'already_inside' }, {}, {}] });
  const other = await begunBy('lead.created');
  expect(await firm.run((ctx) => askToEnrol(ctx, other, [good]))).toEqual({ outcome: 'not_by_hand' });
});

test('what an import brings starts nothing and tells nobody', async () => {
  const automationId = await begunBy('lead.created');
  const personId = await somebody();
  await relayed.world.db.run({ ...firm.who, origin: 'import' }, (ctx) => lead(ctx, personId));
  expect(await entered(automationId)).toEqual([]);
});

/** The reasons on record, oldest first. */
const refusals = (automationId: string): Promise<string[]> =>
  firm.run(async (ctx) => {
    const rows: { reason: string }[] = await ctx.em.query(
      `select reason from app.enrolment_refusal where automation_id = $1 order by at, event_seq`,
      [automationId],
    );
    return rows.map(({ reason }) => reason);
  });
const completed = (personId: string) =>
  firm.run(async (ctx) => {
    const task = await createTask(ctx, { title: 'Call', personId });
    await completeTask(ctx, task.id, task.version);
  });
const leave = (automationId: string) =>
  firm.run((ctx) =>
    ctx.em.query(`update app.enrolment set status = 'ended' where automation_id = $1`, [automationId]),
  );

test.each<[string, DefinitionSettings['reentry'], number, string[]]>([
  ['once and never again', 'never', 1, ['already_inside', 'entered_before', 'entered_before']],
  ['again after coming to the end', 'afterEnd', 3, ['already_inside']],
  ['again after ten days', { afterDays: 10 }, 2, ['already_inside', 'too_soon']],
  ['each time', 'eachOccurrence', 4, []],
])('%s', async (_name, reentry, times, reasons) => {
  const automationId = await begunBy('task.completed', {}, { reentry });
  const personId = await somebody();
  await completed(personId);
  await entered(automationId);
  await completed(personId); // while inside
  await entered(automationId);
  await leave(automationId);
  relayed.clock.at += DAY;
  await completed(personId); // a day after
  await entered(automationId);
  await leave(automationId);
  relayed.clock.at += 10 * DAY;
  await completed(personId); // more than ten days after
  expect(await entered(automationId)).toHaveLength(times);
  expect(await refusals(automationId)).toEqual(reasons);
});

test('a filter keeps out whom it is not true for, and whom it is not known for', async () => {
  const filter = { op: 'eq', fact: 'person.state', value: 'OH' } as const;
  const automationId = await begunBy('task.completed', {}, { filter });
  const [inOhio, elsewhere, nowhere] = [
    await buildPerson(firm, { state: 'OH' }),
    await buildPerson(firm, { state: 'NY' }),
    await buildPerson(firm),
  ];
  for (const { id } of [inOhio, elsewhere, nowhere]) await completed(id);
  expect(await entered(automationId)).toEqual([inOhio.id]);
  expect(await refusals(automationId)).toEqual(['filter', 'filter']);
});

test('no more than so many enter on one day of the firm', async () => {
  const automationId = await begunBy('task.completed', {}, { maxPerDay: 2 });
  const people = [await buildPerson(firm), await buildPerson(firm), await buildPerson(firm)];
  for (const { id } of people) {
    await completed(id);
    await relayed.relayed();
  }
  expect(await entered(automationId)).toHaveLength(2);
  expect(await refusals(automationId)).toEqual(['daily_limit']);
  relayed.clock.at += DAY;
  await completed(people[2]?.id ?? '');
  expect(await entered(automationId)).toHaveLength(3);
});

test('somebody on hold enters nothing', async () => {
  const automationId = await begunBy('task.completed');
  const personId = await somebody();
  await firm.run((ctx) => holdPerson(ctx, personId, 'death'));
  await completed(personId);
  expect(await entered(automationId)).toEqual([]);
  expect(await refusals(automationId)).toEqual(['held']);
});
