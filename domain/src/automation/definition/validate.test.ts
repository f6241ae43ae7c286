import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { expect, test } from 'vitest';
import type { DefinitionContext } from './context.ts';
import { IDS, build, buildContext, email, exit, step, task, waitEvent, waitFor } from './testing/build.ts';
import { validate } from './validate.ts';

/** What is wrong with a definition, as code and message. */
const wrong = (definition: DraftDefinition, context: Partial<DefinitionContext> = {}): string[] =>
  validate(definition, buildContext(context)).problems.map(({ code, message }) => `${code}: ${message}`);

test('a sound definition has no problem and comes back complete, with defaults', () => {
  const { problems, definition } = validate(
    build({ wait: waitFor('hello'), hello: email('END') }),
    buildContext(),
  );
  expect(problems).toEqual([]);
  expect(definition?.nodes['wait']).toMatchObject({
    params: { for: { value: 1, unit: 'days' }, zone: 'person' },
  });
});

test('a problem names its step and its way out', () => {
  const { problems, definition } = validate(
    build({ hello: { ...email('END'), ports: { next: 'END' } } }),
    buildContext(),
  );
  expect(problems).toEqual([
    {
      code: 'port_open',
      severity: 'error',
      message: 'Choose what happens after *Say hello* when it may not be sent',
      node: 'hello',
      port: 'refused',
    },
  ]);
  expect(definition).toBeUndefined();
});

test('what happens on an error may be left open: the person is held then', () => {
  expect(wrong(build({ call: task('END') }))).toEqual([]);
});

test('an unknown date, and one that has passed, need an answer', () => {
  const params = { fact: 'meeting.nextStartsAt', days: -1, at: '09:00' };
  expect(wrong(build({ day: step('wait.date', 'Day before', params, { next: 'END' }) }))).toEqual([
    'missing_open: What if the date of *Day before* is not known?',
    'past_open: What if the date of *Day before* has passed?',
  ]);
});

test('a way out that the step does not have is refused', () => {
  expect(wrong(build({ hello: email('END', {}, { yes: 'END' }) }))).toEqual([
    'port_unknown: *Say hello* has no way out called "yes"',
  ]);
});

test.each([
  ['a step', build({ hello: email('gone') }), '*Say hello* leads to a step that is not there'],
  [
    'the beginning',
    build({}, { trigger: { kind: 'manual', params: {}, next: 'gone' } }),
    'The beginning leads to a step that is not there',
  ],
  [
    'a goal',
    build(
      { hello: email('END') },
      { goals: [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'gone' }] },
    ),
    'The goal *Won* leads to a step that is not there',
  ],
  [
    'a name that every object has',
    build({ hello: email('constructor') }),
    '*Say hello* leads to a step that is not there',
  ],
])('%s leads to a step that is there', (_what, definition, message) => {
  expect(wrong(definition)).toEqual([`target_unknown: ${message}`]);
});

test('every step can be reached, from the beginning or by a goal', () => {
  const nodes = { hello: email('END'), alone: exit('Alone') };
  expect(wrong(build(nodes))).toEqual(['unreachable: Nobody can reach *Alone*']);
  const goals = [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'alone' }];
  expect(wrong(build(nodes, { goals }))).toEqual([]);
});

test('a way round without a repeat is refused', () => {
  expect(wrong(build({ wait: waitFor('hello'), hello: email('wait') }))).toEqual([
    'endless: This goes round without a limit at *Give them time*',
  ]);
});

const repeat = (body: string, params = { max: 5 }) =>
  step('repeat', 'Keep at it', params, { body, done: 'END' });

test('a way round through the body of a repeat is the way to go round', () => {
  expect(
    wrong(
      build({
        again: repeat('hello'),
        hello: email('wait', {}, { refused: 'wait' }),
        wait: waitFor('again'),
      }),
    ),
  ).toEqual([]);
});

test('a way round that leaves the repeat by its end is endless again', () => {
  const nodes = {
    again: { ...repeat('wait'), ports: { body: 'wait', done: 'pause' } },
    wait: waitFor('again'),
    pause: waitFor('again'),
  };
  expect(wrong(build(nodes))).toEqual(['endless: This goes round without a limit at *Keep at it*']);
});

test('fifty rounds are the most', () => {
  const nodes = { again: repeat('wait', { max: 51 }), wait: waitFor('again') };
  expect(wrong(build(nodes))).toEqual(['incomplete: *Keep at it*: "How often at most" is at most 50']);
});

test('a body that never comes back is pointed out, and does not keep it from going live', () => {
  const { problems, definition } = validate(
    build({ again: repeat('call'), call: task('END') }),
    buildContext(),
  );
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['repeat_never_returns', 'warning'],
  ]);
  expect(definition).toBeDefined();
});

test.each([
  ['no wait', { hello: email('again') }],
  ['a wait of minutes', { hello: email('wait'), wait: waitFor('again', 30, 'minutes') }],
  [
    'a wait on one way only',
    {
      hello: email('answer'),
      answer: waitEvent('email.received', { 'event:it': 'again', timeout: 'again' }),
    },
  ],
])('a message in a repeat with %s could be sent at once', (_what, body) => {
  expect(wrong(build({ again: repeat('hello'), ...body }))).toContain(
    'burst: This could send 5 messages at once: let at least an hour pass inside *Keep at it*',
  );
});

test('a wait for an event ends, or lasts for ever because somebody said so', () => {
  const ports = { 'event:it': 'END', timeout: 'END' };
  const { within: _left, ...params } = waitEvent('email.received', ports).params;
  expect(wrong(build({ news: step('wait.event', 'News', params, ports) }))).toEqual([
    'no_deadline: How long shall we wait until an email arrives?',
  ]);
  const forever = waitEvent('email.received', { 'event:it': 'END' }, { within: 'forever' });
  expect(wrong(build({ news: forever }))).toEqual([]);
});

test('events are counted since a step that everybody has passed', () => {
  const nodes = {
    choice: step(
      'if',
      'Client?',
      { cond: { op: 'eq', fact: 'client.isClient', value: true } },
      { yes: 'hello', otherwise: 'news' },
    ),
    hello: email('news'),
    news: waitEvent('email.received', { 'event:it': 'END', timeout: 'END' }, { since: 'hello' }),
  };
  const message =
    'anchor_uncertain: *Say hello* may not have happened yet when *Wait for news* begins to wait';
  expect(wrong(build(nodes))).toEqual([message]);
  const certain = { ...nodes, choice: { ...nodes.choice, ports: { yes: 'hello', otherwise: 'hello' } } };
  expect(wrong(build(certain))).toEqual([]);
  // a message that was not sent has not happened
  const refused = { ...certain, hello: email('news', {}, { refused: 'news' }) };
  expect(wrong(build(refused))).toEqual([message]);
  // a goal leads past it
  const goals = [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'news' }];
  expect(wrong(build(certain, { goals }))).toEqual([message]);
  const nothing = { news: { ...nodes.news, params: { ...nodes.news.params, since: 'gone' } } };
  expect(wrong(build(nothing))).toEqual([
    'anchor_uncertain: *Wait for news* counts since a step that is not there',
  ]);
});

const taskDone = (variable: string) => ({
  events: [{ id: 'it', label: 'done', match: { kind: 'task.completed', key: { var: variable } } }],
});

test('what a wait names is remembered on every way to it', () => {
  const news = waitEvent('task.completed', { 'event:it': 'END', timeout: 'END' }, taskDone('theCall'));
  const choice = { cond: { op: 'eq', fact: 'client.isClient', value: true } };
  const remembering = task('news', { saveAs: 'theCall' });
  expect(wrong(build({ call: remembering, news }))).toEqual([]);
  expect(
    wrong(
      build({
        choice: step('if', 'Client?', choice, { yes: 'call', otherwise: 'news' }),
        call: remembering,
        news,
      }),
    ),
  ).toEqual(['variable_unset: "theCall" may be empty here: *Wait for news*']);
});

test('a wait for one thing names a thing of that sort', () => {
  const news = waitEvent('task.completed', { 'event:it': 'END', timeout: 'END' }, taskDone('mail'));
  expect(wrong(build({ hello: email('news', { saveAs: 'mail' }), news }))).toEqual([
    'key_unfit: "mail" does not tell which one is meant when a task is done',
  ]);
});

test('the thing that started it can be waited for', () => {
  const events = [
    { id: 'it', label: 'moved', match: { kind: 'meeting.moved', key: { var: 'trigger.meetingId' } } },
  ];
  const news = waitEvent('meeting.moved', { 'event:it': 'END', timeout: 'END' }, { events });
  const begin = (kind: DraftDefinition['trigger']['kind']) =>
    build({ news }, { trigger: { kind, params: {}, next: 'news' } });
  expect(wrong(begin('meeting.booked'))).toEqual([]);
  expect(wrong(begin('lead.created'))).toEqual([
    'variable_unset: "trigger.meetingId" may be empty here: *Wait for news*',
  ]);
});

test('shares make a hundred', () => {
  const variants = [
    { id: 'a', label: 'A', weight: 50 },
    { id: 'b', label: 'B', weight: 40 },
  ];
  expect(
    wrong(
      build({ half: step('split', 'Try both', { variants }, { 'variant:a': 'END', 'variant:b': 'END' }) }),
    ),
  ).toEqual(['shares: The shares of *Try both* come to 90; they must make 100']);
});

test('two ways out, or two goals, of one name are refused', () => {
  const cond = { op: 'known', fact: 'person.age' };
  const cases = [
    { id: 'a', label: 'A', cond },
    { id: 'a', label: 'B', cond },
  ];
  expect(
    wrong(build({ fork: step('branch', 'Fork', { cases }, { 'case:a': 'END', otherwise: 'END' }) })),
  ).toEqual(['duplicate: Two ways out of *Fork* have the same name']);
  const goal = { id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'END' };
  expect(wrong(build({ hello: email('END') }, { goals: [goal, goal] }))).toEqual([
    'duplicate: Two goals have the same name',
  ]);
});

const question = (cond: unknown) =>
  build({ q: step('if', 'Ask', { cond: cond as never }, { yes: 'END', otherwise: 'END' }) }); // drafts take any JSON

test.each([
  [
    { op: 'eq', fact: 'person.shoeSize', value: 9 },
    'fact_unknown: *Ask*: "person.shoeSize" is nothing we know about a person',
  ],
  [
    { op: 'eq', fact: 'event.stage', value: 'new' },
    'fact_unknown: *Ask*: "event.stage" is nothing we know about a person',
  ],
  [
    { op: 'gt', fact: 'person.reviewDueOn', value: 5 },
    'type_unfit: *Ask*: day of the next review is a date; compare it with a date',
  ],
  [
    { op: 'eq', fact: 'person.age', value: '61' },
    'type_unfit: *Ask*: age is a number; compare it with a number',
  ],
  [
    { op: 'eq', fact: 'client.isClient', value: 'yes' },
    'type_unfit: *Ask*: being a client is yes or no; compare it with yes or no',
  ],
  [
    { op: 'gt', fact: 'person.state', value: 'OH' },
    'type_unfit: *Ask*: state has no order; ask whether it equals something',
  ],
  [
    { op: 'eq', fact: 'lead.stage', value: 'hot' },
    'type_unfit: *Ask*: stage of the newest lead is one of new, contacted, meeting_booked, proposal, won, lost',
  ],
  [
    { op: 'in', fact: 'lead.stage', value: [] },
    'type_unfit: *Ask*: stage of the newest lead is a choice; compare it with one of the choices',
  ],
  [
    { op: 'eq', fact: 'person.tags', value: IDS.tag },
    'type_unfit: *Ask*: tags is a list; ask whether it contains something',
  ],
  [
    { op: 'contains', fact: 'person.state', value: 'OH' },
    'type_unfit: *Ask*: state is a single value; only a list can contain something',
  ],
  [
    { op: 'contains', fact: 'person.tags', value: IDS.other },
    'reference_unknown: *Ask*: tags is compared with something that is not there',
  ],
  [
    { op: 'not', of: { op: 'any', of: [{ op: 'known', fact: 'x' }] } },
    'fact_unknown: *Ask*: "x" is nothing we know about a person',
  ],
])('a condition compares what is known with its own kind: %j', (cond, message) => {
  expect(wrong(question(cond))).toEqual([message]);
});

test('the filter of who may enter is checked like any condition', () => {
  const settings = { ...build({}).settings, filter: { op: 'eq' as const, fact: 'person.age', value: 'old' } };
  expect(wrong(build({ hello: email('END') }, { settings }))).toEqual([
    'type_unfit: Who may enter: age is a number; compare it with a number',
  ]);
});

test('an expected event exists, and its condition reads what it tells', () => {
  const news = (match: Record<string, unknown>) =>
    build({
      news: waitEvent(
        '',
        { 'event:it': 'END', timeout: 'END' },
        {
          events: [{ id: 'it', label: 'it', match: match as never }], // drafts take any JSON
        },
      ),
    });
  expect(wrong(news({ kind: 'fax.received' }))).toEqual([
    'event_unknown: *Wait for news*: "fax.received" is nothing that can happen here',
  ]);
  const where = { op: 'eq', fact: 'event.colour', value: 'red' };
  expect(wrong(news({ kind: 'stage.changed', where }))).toEqual([
    'field_unknown: *Wait for news*: "event.colour" is nothing this event tells',
  ]);
  expect(wrong(news({ kind: 'stage.changed', where: { op: 'eq', fact: 'event.to', value: 'won' } }))).toEqual(
    [],
  );
});

test('a step counts from a date', () => {
  const day = (fact: string) =>
    build({
      day: step(
        'wait.date',
        'Day',
        { fact, days: 0, at: '09:00' },
        { next: 'END', missing: 'END', past: 'END' },
      ),
    });
  expect(wrong(day('person.age'))).toEqual(['type_unfit: *Day*: age is not a date; choose a date']);
  expect(wrong(day('person.graduation'))).toEqual([
    'fact_unknown: *Day*: "person.graduation" is nothing we know about a person',
  ]);
  expect(wrong(build({ hello: email('END', { notAfter: { beforeDate: 'person.age' } }) }))).toEqual([
    'type_unfit: *Say hello*: age is not a date; choose a date',
  ]);
});

test('a message names an approved template of its own channel', () => {
  expect(wrong(build({ hello: email('END', { template: 'goodbye' }) }))).toEqual([
    'template_unknown: *Say hello*: there is no approved template "goodbye"',
  ]);
  expect(wrong(build({ hello: email('END', { template: 'ping' }) }))).toEqual([
    'template_channel: *Say hello*: the template "ping" is a text',
  ]);
});

test('a message says whether it is service or marketing', () => {
  const { purpose: _left, ...params } = email('END').params;
  expect(wrong(build({ hello: { ...email('END'), params } }))).toEqual([
    'purpose_missing: Is *Say hello* service or marketing? Marketing goes only to people who agreed to it',
  ]);
});

test.each([
  [
    'a tag',
    step('tag', 'Mark', { action: 'add', tagId: IDS.other }, { next: 'END' }),
    '*Mark*: choose a tag that exists',
  ],
  [
    'a colleague',
    task('END', { assignee: { userId: IDS.tag } }),
    '*Call them*: choose a member of the team that exists',
  ],
  [
    'a receiver',
    step('webhook.out', 'Tell', { endpointId: IDS.tag }, { next: 'END' }),
    '*Tell*: choose a receiver that exists',
  ],
])('%s that is named exists', (_what, node, message) => {
  expect(wrong(build({ node }))).toEqual([`reference_unknown: ${message}`]);
});

test('what the beginning names exists', () => {
  const trigger = { kind: 'tag.added' as const, params: { tagIds: [IDS.tag, IDS.other] }, next: 'hello' };
  expect(wrong(build({ hello: email('END') }, { trigger }))).toEqual([
    'reference_unknown: The beginning: choose a tag that exists',
  ]);
});

test('what follows a date says until when it may go out', () => {
  const day = step(
    'wait.date',
    'Day',
    { fact: 'person.reviewDueOn', days: -7, at: '09:00' },
    {
      next: 'hello',
      missing: 'END',
      past: 'END',
    },
  );
  expect(wrong(build({ day, hello: email('END') }))).toEqual([
    'expiry_missing: Until when may *Say hello* still go out? It follows a date',
  ]);
  expect(wrong(build({ day, hello: email('END', { notAfter: { hours: 12 } }) }))).toEqual([]);
  // another wait in between starts a time of its own
  const later = { ...day, ports: { ...day.ports, next: 'wait' } };
  expect(wrong(build({ day: later, wait: waitFor('hello'), hello: email('END') }))).toEqual([]);
});

const start = (automationId: string) =>
  step('automation.start', 'Hand on', { automationId }, { next: 'END' });

test('automations do not start each other', () => {
  const starts = new Map([[IDS.other, [IDS.third]], [IDS.third, [IDS.self]]]); // prettier-ignore
  expect(wrong(build({ on: start(IDS.other) }), { starts })).toEqual([
    'automations_circle: These automations start each other',
  ]);
  expect(wrong(build({ on: start(IDS.self) }))).toEqual([
    'automations_circle: These automations start each other',
  ]);
});

test('automations begin one another three deep at most', () => {
  const row = [IDS.other, IDS.third, IDS.fourth, IDS.fifth];
  const starts = (depth: number) =>
    new Map(row.slice(0, depth).map((id, index) => [id, row.slice(index + 1, index + 2)]));
  expect(wrong(build({ on: start(IDS.other) }), { starts: starts(2) })).toEqual([]);
  expect(wrong(build({ on: start(IDS.other) }), { starts: starts(3) })).toEqual([
    'automations_deep: *Hand on* begins a row of more than 3 automations',
  ]);
});

test('no wait is longer than five years', () => {
  expect(wrong(build({ wait: waitFor('END', 60, 'months') }))).toEqual([]);
  expect(wrong(build({ wait: waitFor('END', 61, 'months') }))).toEqual([
    'wait_too_long: *Give them time*: 61 months is too long; five years is the most',
  ]);
});

test('seconds are for trials', () => {
  const quick = build({ wait: waitFor('END', 5, 'seconds') });
  expect(wrong(quick)).toEqual([
    'test_duration: *Give them time* counts in seconds; that is for trials only',
  ]);
  expect(wrong(quick, { allowTestDurations: true })).toEqual([]);
});

test('two hundred steps are the most', () => {
  const chain = (count: number) =>
    build(
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`s${i}`, waitFor(i + 1 < count ? `s${i + 1}` : 'END')]),
      ),
    );
  expect(wrong(chain(200))).toEqual([]);
  expect(wrong(chain(201))).toEqual([
    'too_many_steps: This has 201 steps; 200 is the most. Move a part into an automation of its own',
  ]);
});

test('64 KB are the most', () => {
  const notes = Array.from({ length: 40 }, (_, i) => [
    `n${i}`,
    step('note', `Note ${i}`, { text: 'x'.repeat(1_800) }, { next: i < 39 ? `n${i + 1}` : 'END' }),
  ]);
  expect(wrong(build(Object.fromEntries(notes)))).toEqual([
    'too_large: This is 74 KB; 64 KB is the most. Shorten its texts and conditions',
  ]);
});

test('twenty things are the most to remember', () => {
  const tasks = (count: number) =>
    build(
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `t${i}`,
          task(i + 1 < count ? `t${i + 1}` : 'END', { saveAs: `v${i}` }),
        ]),
      ),
    );
  expect(wrong(tasks(20))).toEqual([]);
  expect(wrong(tasks(21))).toEqual(['too_many_variables: This remembers 21 things; 20 is the most']);
});

test.each([
  ['left out', { assignee: 'owner' }, '*Call them*: fill in "Title"'],
  ['empty', { assignee: 'owner', title: ' ' }, '*Call them*: "Title" is empty'],
  [
    'too long',
    { assignee: 'owner', title: 'x'.repeat(201) },
    '*Call them*: "Title" is too long; 200 is the most',
  ],
  ['of the wrong kind', { assignee: 7, title: 'Call' }, '*Call them*: "For" is not right'],
  ['unknown', { assignee: 'owner', title: 'Call', colour: 'red' }, '*Call them* has nothing called "colour"'],
])('a parameter that is %s is named', (_what, params, message) => {
  expect(wrong(build({ call: step('task', 'Call them', params, { next: 'END' }) }))).toEqual([
    `incomplete: ${message}`,
  ]);
});

test('what the beginning still needs is named', () => {
  const trigger = { kind: 'date.due' as const, params: {}, next: 'hello' };
  expect(wrong(build({ hello: email('END') }, { trigger }))).toEqual([
    'incomplete: The beginning: fill in "Date"',
  ]);
});
