import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { expect, test } from 'vitest';
import { NEW_LEAD_NURTURE } from '../library/new-lead-nurture.ts';
import { diffDefinitions } from './diff.ts';
import { IDS, build, buildContext, email, exit, step, task, waitFor } from './testing/build.ts';

const { names } = buildContext();
const base = build({ wait: waitFor('hello'), hello: email('done'), done: exit() });
const withStep = (id: string, change: Partial<DraftDefinition['nodes'][string]>): DraftDefinition => {
  const before = base.nodes[id];
  if (before === undefined) throw new Error(id);
  return { ...base, nodes: { ...base.nodes, [id]: { ...before, ...change } } };
};

test('nothing differs from itself', () => {
  expect(
    diffDefinitions(NEW_LEAD_NURTURE.definition, structuredClone(NEW_LEAD_NURTURE.definition), names),
  ).toEqual([]);
});

test('a longer wait is told with both lengths', () => {
  const after = withStep('wait', { params: { for: { value: 2, unit: 'weeks' }, at: '09:00' } });
  expect(diffDefinitions(base, after, names)).toEqual([
    {
      what: 'changed',
      about: 'step',
      id: 'wait',
      label: 'Give them time',
      details: [
        { field: 'How long', before: '1 day', after: '2 weeks' },
        { field: 'Time of day', after: '09:00' },
      ],
    },
  ]);
});

test('steps that come and go, and ways that lead elsewhere', () => {
  const after = { ...withStep('hello', { ports: { next: 'call', refused: 'END' } }) };
  const { done: _gone, ...rest } = after.nodes;
  const call = task('END');
  expect(diffDefinitions(base, { ...after, nodes: { ...rest, call } }, names)).toEqual([
    {
      what: 'changed',
      about: 'step',
      id: 'hello',
      label: 'Say hello',
      details: [{ field: 'When it is sent', before: '*Finish*', after: '*Call them*' }],
    },
    { what: 'removed', about: 'step', id: 'done', label: 'Finish', details: [] },
    { what: 'added', about: 'step', id: 'call', label: 'Call them', details: [] },
  ]);
});

test('the beginning, the name and the rules', () => {
  const after: DraftDefinition = {
    ...base,
    name: 'Another',
    trigger: { kind: 'tag.added', params: { tagIds: [IDS.tag] }, next: 'hello' },
    settings: {
      ...base.settings,
      reentry: { afterDays: 30 },
      filter: {
        op: 'all',
        of: [
          { op: 'gt', fact: 'person.age', value: 60 },
          { op: 'eq', fact: 'client.isClient', value: false },
        ],
      },
      maxPerDay: 50,
    },
  };
  expect(diffDefinitions(base, after, names).map(({ label, details }) => [label, details])).toEqual([
    ['Name', [{ field: 'Name', before: 'A test', after: 'Another' }]],
    [
      'The beginning',
      [
        { field: 'Starts', before: 'when a lead comes in', after: 'when a tag is added' },
        { field: 'Tags', after: 'Prospect' },
        { field: 'First step', before: '*Give them time*', after: '*Say hello*' },
      ],
    ],
    [
      'Who enters, and when it stops',
      [
        { field: 'The same person', before: 'enters once', after: 'enters again after 30 days' },
        {
          field: 'Who may enter',
          before: 'everybody',
          after: 'age is more than 60 and it is not so that they are a client',
        },
        { field: 'People a day', before: 'any number', after: 'at most 50' },
      ],
    ],
  ]);
});

test('the day that starts it', () => {
  const on = (milestone: string): DraftDefinition => ({
    ...base,
    trigger: { kind: 'date.due', params: { milestone }, next: 'wait' },
  });
  expect(diffDefinitions(on('birthday'), on('age_59_half'), names)[0]?.details).toEqual([
    { field: 'Date', before: 'birthday', after: 'turning 59 1/2' },
  ]);
});

test('goals', () => {
  const goal = { id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'END' };
  const before = { ...base, goals: [goal] };
  const where = { op: 'eq' as const, fact: 'event.to', value: 'won' };
  const after = { ...base, goals: [{ ...goal, match: { kind: 'stage.changed', where }, to: 'done' }] };
  expect(diffDefinitions(before, after, names)).toEqual([
    {
      what: 'changed',
      about: 'goal',
      id: 'won',
      label: 'Won',
      details: [
        {
          field: 'Reached',
          before: 'when a person becomes a client',
          after: 'when a lead moves to another stage and "to" is won',
        },
        { field: 'Leads to', before: 'the end', after: '*Finish*' },
      ],
    },
  ]);
  expect(diffDefinitions(base, before, names)).toMatchObject([
    { what: 'added', about: 'goal', label: 'Won' },
  ]);
  expect(diffDefinitions(before, base, names)).toMatchObject([
    { what: 'removed', about: 'goal', label: 'Won' },
  ]);
});

const wordsOf = (
  kind: DraftDefinition['nodes'][string]['kind'],
  field: string,
  before: never,
  after: never,
) => {
  const one = (value: never) => build({ it: step(kind, 'It', { [field]: value }, {}) });
  return diffDefinitions(one(before), one(after), names)[0]?.details[0];
};

test.each([
  ['task', 'assignee', 'owner', { userId: IDS.user }, "the person's advisor", 'Dana Harbor'],
  ['tag', 'tagId', IDS.tag, IDS.other, 'Prospect', 'something that is gone'],
  [
    'email',
    'notAfter',
    { hours: 24 },
    { beforeDate: 'meeting.nextStartsAt' },
    '24 hours after it is due',
    'the start of the next meeting',
  ],
  [
    'wait.event',
    'within',
    'forever',
    { fact: 'person.reviewDueOn', days: -2, at: '09:00' },
    'for ever',
    'until 2 days before the day of the next review at 09:00',
  ],
  [
    'split',
    'variants',
    [
      { id: 'a', label: 'A', weight: 50 },
      { id: 'b', label: 'B', weight: 50 },
    ],
    [
      { id: 'a', label: 'A', weight: 20 },
      { id: 'b', label: 'B', weight: 80 },
    ],
    '"A" 50% and "B" 50%',
    '"A" 20% and "B" 80%',
  ],
  ['wait.hours', 'days', [1], [1, 2, 7], 'Monday', 'Monday, Tuesday and Sunday'],
  [
    'if',
    'cond',
    { op: 'not', of: { op: 'known', fact: 'person.age' } },
    {
      op: 'any',
      of: [
        { op: 'contains', fact: 'person.tags', value: IDS.tag },
        {
          op: 'all',
          of: [
            { op: 'lt', fact: 'client.since', value: '2026-01-01' },
            { op: 'in', fact: 'lead.stage', value: ['new', 'meeting_booked'] },
          ],
        },
      ],
    },
    'it is not so that age is known',
    'tags contain Prospect or (client since is before 2026-01-01 and stage of the newest lead is one of new and meeting booked)',
  ],
])('%s: %s is told in words', (kind, field, before, after, was, is) => {
  expect(wordsOf(kind as never, field, before as never, after as never)).toMatchObject({
    before: was,
    after: is,
  }); // the table's columns have mixed types
});
