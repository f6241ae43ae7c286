import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { StepEffect } from '@rap/contracts/automation/effects';
import { Plan, type Cond } from '@rap/contracts/automation/plan';
import { expect, test } from 'vitest';
import { compile, type UnhashedPlan } from './compile.ts';
import { IDS, build, buildContext, email, exit, step, task, waitEvent, waitFor } from './testing/build.ts';
import { drawnStep } from './lowered-id.ts';
import { validate } from './validate.ts';

/** The plan of a sound definition; it is a plan by its schema, and each of its acts is an effect that can be run. */
function compiled(draft: DraftDefinition): UnhashedPlan {
  const context = buildContext({ allowTestDurations: true });
  const { definition, problems } = validate(draft, context);
  if (definition === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  const plan = compile(definition, context);
  Plan.parse({ ...plan, hash: 'h' });
  for (const node of Object.values(plan.nodes)) if (node.k === 'act') StepEffect.parse(node.effect);
  return plan;
}

test('steps keep their drawn names', () => {
  const draft = build({ wait: waitFor('done', 2, 'hours'), done: exit() });
  const plan = compiled(draft);
  expect(plan).toMatchObject({
    automationId: IDS.self,
    start: 'wait~1',
    maxSteps: 500,
    goals: [],
    listens: [],
  });
  expect(plan.nodes).toEqual({
    'wait~1': { k: 'waitFor', ms: 7_200_000, from: 'here', next: 'done~1' },
    'done~1': { k: 'exit', outcome: 'done' },
  });
  expect(drawnStep('wait~1')).toBe('wait');
});

test.each([
  ['minutes', { ms: 180_000 }],
  ['days', { spec: { by: 'span', days: 3, zone: 'person' } }],
  ['weeks', { spec: { by: 'span', weeks: 3, zone: 'person' } }],
  ['months', { spec: { by: 'span', months: 3, zone: 'person' } }],
  ['businessDays', { spec: { by: 'businessDays', days: 3, at: '09:00', zone: 'person' } }],
])('a wait of 3 %s', (unit, expected) => {
  expect(compiled(build({ wait: waitFor('END', 3, unit) })).nodes['wait~1']).toMatchObject(expected);
});

test('a length on the calendar is never missing and never past', () => {
  expect(compiled(build({ wait: waitFor('END', 3, 'days') })).nodes['wait~1']).toMatchObject({
    k: 'waitUntil',
    next: 'END',
    missing: 'END',
    past: 'END',
  });
});

test('a message carries the live version of its template and a last moment', () => {
  expect(
    compiled(build({ hello: email('END', { purpose: 'marketing', saveAs: 'mail' }) })).nodes['hello~1'],
  ).toEqual({
    k: 'act',
    cls: 'irreversible',
    effect: {
      kind: 'email',
      params: {
        template: { key: 'hello', version: 3 },
        purpose: 'marketing',
        from: 'owner',
        notAfter: { hours: 72 },
      },
    },
    next: 'END',
    refused: 'END',
    save: 'mail',
  });
});

test('an open error port stays open: the interpreter holds the person', () => {
  const nodes = compiled(
    build({
      call: task('more'),
      more: { ...task('END'), ports: { next: 'END', error: 'call2' } },
      call2: task('END'),
    }),
  ).nodes;
  expect(nodes['call~1']).not.toHaveProperty('error');
  expect(nodes['more~1']).toMatchObject({ error: 'call2~1' });
});

test('conditions bring the facts they read, each once', () => {
  const cond: Cond = {
    op: 'all',
    of: [
      { op: 'known', fact: 'person.age' },
      { op: 'gt', fact: 'person.age', value: 60 },
    ],
  };
  const cases = [{ id: 'old', label: 'Old', cond }];
  const plan = compiled(
    build({ fork: step('branch', 'Fork', { cases }, { 'case:old': 'END', otherwise: 'END' }) }),
  );
  expect(plan.nodes['fork~1']).toMatchObject({ facts: ['person.age'], cases: [{ id: 'old', to: 'END' }] });
});

test('a split keeps people in their arm when it is published again', () => {
  const variants = (weight: number) => [
    { id: 'a', label: 'A', weight },
    { id: 'b', label: 'B', weight: 100 - weight },
  ];
  const split = (weight: number) =>
    compiled(
      build({
        half: step(
          'split',
          'Try',
          { variants: variants(weight) },
          { 'variant:a': 'END', 'variant:b': 'END' },
        ),
      }),
    ).nodes['half~1'];
  expect(split(50)).toMatchObject({ salt: `${IDS.self}/half` });
  expect(split(80)).toMatchObject({ salt: `${IDS.self}/half` });
});

test('an approval asks, and waits for the answer to its own question', () => {
  const params = { question: 'Send the offer?', assignee: 'owner', within: { value: 2, unit: 'days' } };
  const plan = compiled(
    build({
      ask: step('approval', 'Ask', params, { approved: 'done', rejected: 'END', timeout: 'END' }),
      done: exit(),
    }),
  );
  expect(plan.nodes['ask~1']).toEqual({
    k: 'act',
    cls: 'write',
    effect: { kind: 'approval', params: { question: 'Send the offer?', assignee: 'owner' } },
    next: 'ask~2',
    refused: 'END',
    save: 'ask~1',
  });
  expect(plan.nodes['ask~2']).toMatchObject({
    k: 'waitEvent',
    since: 'ask~1',
    deadline: { spec: { by: 'span', days: 2, zone: 'person' } },
    on: [
      { id: 'approved', match: { kind: 'approval.decided', key: { var: 'ask~1' } }, to: 'done~1' },
      { id: 'rejected', match: { kind: 'approval.decided', key: { var: 'ask~1' } }, to: 'END' },
    ],
  });
  expect(plan.listens).toEqual(['approval.decided']);
});

test('a call of another automation waits for the end of that very call', () => {
  const params = { automationId: IDS.other, within: 'forever' };
  const plan = compiled(
    build({ go: step('automation.call', 'Go through', params, { 'event:ended': 'END' }) }),
  );
  expect(plan.nodes['go~2']).toMatchObject({
    on: [{ id: 'ended', match: { kind: 'enrolment.ended', key: { var: 'go~1' } } }],
    deadline: null,
    since: 'go~1',
  });
});

test('events are counted since the answer of a step that asks', () => {
  const params = { question: 'Send?', assignee: 'owner', within: 'forever' };
  const ask = step('approval', 'Ask', params, { approved: 'news', rejected: 'news' });
  const news = waitEvent('email.received', { 'event:it': 'END', timeout: 'END' }, { since: 'ask' });
  expect(compiled(build({ ask, news })).nodes['news~1']).toMatchObject({ since: 'ask~2' });
});

test('a plan listens to what its waits and goals look at, and to nothing else', () => {
  const nodes = { news: waitEvent('sms.received', { 'event:it': 'END', timeout: 'END' }) };
  const goals = [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'END' }];
  const plan = compiled(build(nodes, { goals }));
  expect(plan.listens).toEqual(['client.created', 'sms.received']);
  expect(plan.goals).toEqual([{ id: 'won', match: { kind: 'client.created' }, to: 'END' }]);
});

test('a deadline may be a day before a date', () => {
  const within = { fact: 'meeting.nextStartsAt', days: -1, at: '18:00', zone: 'firm' };
  const nodes = { news: waitEvent('sms.received', { 'event:it': 'END', timeout: 'END' }, { within }) };
  expect(compiled(build(nodes)).nodes['news~1']).toMatchObject({
    deadline: { spec: { by: 'date', ...within } },
  });
});

/** Every kind of step, in a row. */
const EVERYTHING: Record<string, ReturnType<typeof step>> = {
  hours: step('wait.hours', 'Hours', { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }, { next: 'day' }),
  day: step(
    'wait.date',
    'Day',
    { fact: 'person.nextBirthday', days: 0, at: '09:00' },
    { next: 'ask', missing: 'ask', past: 'ask' },
  ),
  ask: step(
    'if',
    'Client?',
    { cond: { op: 'eq', fact: 'client.isClient', value: true } },
    { yes: 'again', otherwise: 'again' },
  ),
  again: step('repeat', 'Again', { max: 2 }, { body: 'text', done: 'hook' }),
  text: step(
    'sms',
    'Text',
    { template: 'ping', purpose: 'service', notAfter: { beforeDate: 'meeting.nextStartsAt' } },
    { next: 'pause', refused: 'pause', error: 'pause' },
  ),
  pause: waitFor('again', 2, 'weeks'),
  hook: step('webhook.out', 'Hook', { endpointId: IDS.receiver }, { next: 'field' }),
  field: step(
    'field',
    'Review',
    { field: 'reviewDueOn', in: { value: 12, unit: 'months' } },
    { next: 'tag' },
  ),
  tag: step('tag', 'Tag', { action: 'add', tagId: IDS.tag }, { next: 'stage' }),
  stage: step('stage', 'Stage', { to: 'won' }, { next: 'notify' }),
  notify: step('notify', 'Notify', { who: 'owner', text: 'Look' }, { next: 'note' }),
  note: step('note', 'Note', { text: 'Seen' }, { next: 'owner' }),
  owner: step('owner', 'Owner', { userId: IDS.user }, { next: 'document' }),
  document: step(
    'document.request',
    'Statement',
    { title: 'Last statement', saveAs: 'statement' },
    { next: 'start' },
  ),
  start: step('automation.start', 'Start', { automationId: IDS.other }, { next: 'END' }),
};

test('every kind of step can be drawn, checked and compiled', () => {
  const plan = compiled(build(EVERYTHING));
  expect(Object.keys(plan.nodes)).toEqual(Object.keys(EVERYTHING).map((id) => `${id}~1`));
  expect(plan.nodes['text~1']).toMatchObject({
    effect: { params: { notAfter: { beforeDate: 'meeting.nextStartsAt' } } },
  });
  expect(plan.nodes['hours~1']).toMatchObject({ spec: { by: 'window', zone: 'person' }, missing: 'day~1' });
});

test('a template that is not live is a fault of ours, since checking refuses it', () => {
  const { definition } = validate(build({ hello: email('END') }), buildContext());
  if (definition === undefined) throw new Error('sound');
  expect(() => compile(definition, { automationId: IDS.self, templates: new Map() })).toThrow(
    'no live template hello',
  );
});
