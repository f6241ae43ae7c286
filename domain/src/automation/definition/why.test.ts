import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { Facts, TraceStep } from '@rap/contracts/automation/run';
import { expect, test } from 'vitest';
import { NEW_LEAD_NURTURE } from '../library/new-lead-nurture.ts';
import { IDS, build, buildContext, email, step, waitEvent } from './testing/build.ts';
import { validate } from './validate.ts';
import { instantWords } from './why-words.ts';
import { whyHere, whyNotEntered, whyStep, type Journey } from './why.ts';

const NOW_MS = Date.UTC(2026, 10, 30);
const tell = instantWords('America/New_York', NOW_MS);
const START_MS = Date.UTC(2026, 10, 24, 14, 6); // Tue, Nov 24, 9:06 am in New York
const HOUR_MS = 3_600_000;

const context = buildContext({
  templates: new Map([
    ['hello', { channel: 'email', version: 1 }],
    ['new-lead-welcome', { channel: 'email', version: 1 }],
    ['new-lead-booking', { channel: 'sms', version: 1 }],
  ]),
});

type Passed = [node: string, kind: string, port: string, more?: Partial<TraceStep>];

/** A journey through a definition: each receipt an hour after the one before. */
function journey(draft: DraftDefinition, passed: readonly Passed[], rest: Partial<Journey> = {}): Journey {
  const { definition } = validate(draft, context);
  if (definition === undefined) throw new Error('not sound');
  const steps = passed.map(([node, kind, port, more = {}], n): TraceStep => ({
    n,
    node: node === 'END' ? node : `${node}~1`,
    visit: 1,
    kind,
    port,
    atMs: START_MS + n * HOUR_MS,
    ...more,
  }));
  return { definition, steps, tell, names: context.names, ...rest };
}

const nurture = (passed: readonly Passed[], rest: Partial<Journey> = {}) =>
  journey(NEW_LEAD_NURTURE.definition, passed, rest);
const WELCOMED: Passed = ['welcome', 'act', 'next', { key: 'welcome~1:1' }];
const SILENT: Passed[] = [WELCOMED, ['answer', 'waitEvent', 'timeout']];
const facts = (agreed: boolean): Facts => ({
  'consent.sms.service': { value: agreed, source: 'permission', asOfMs: START_MS },
  'person.canText': { value: true, source: 'person', asOfMs: START_MS },
});
const TEXTED: Passed[] = [
  ...SILENT,
  ['reach', 'branch', 'case:text', { facts: facts(true) }],
  ['booking-text', 'act', 'next', { key: 'booking-text~1:1' }],
];

test('the first message went out because they had entered', () => {
  expect(whyStep(nurture([WELCOMED]), 'welcome').sentence).toBe(
    '*Welcome the new lead* was sent on Tue, Nov 24 at 9:06 am, because they had entered this automation, which begins when a lead comes in.',
  );
});

test('a message that followed a decision went out because of it', () => {
  expect(whyStep(nurture(TEXTED), 'booking-text').sentence).toBe(
    '*Text the booking link* was sent on Tue, Nov 24 at 12:06 pm, because they have agreed to service texts and they have a phone that takes texts.',
  );
});

test('a step after a wait was done because nothing had happened', () => {
  const passed: Passed[] = [...TEXTED, ['second-answer', 'waitEvent', 'timeout'], ['call', 'act', 'next']];
  expect(whyStep(nurture(passed), 'call').sentence).toBe(
    '*Call the lead* was done on Tue, Nov 24 at 2:06 pm, because neither "an email comes back" nor "a text comes back" had happened within 2 days.',
  );
});

test('a message that may not be sent says what the gate said', () => {
  const refused: Passed = ['welcome', 'act', 'refused', { key: 'welcome~1:1', note: 'no_permission' }];
  const words = 'there is no agreement to emails at this address';
  expect(whyStep(nurture([refused]), 'welcome').sentence).toBe(
    '*Welcome the new lead* was not sent on Tue, Nov 24 at 9:06 am: there is no agreement to such messages at their address or number.',
  );
  const deliveries = new Map([['welcome~1:1', { words }]]);
  expect(whyStep(nurture([refused], { deliveries }), 'welcome').sentence).toBe(
    `*Welcome the new lead* was not sent on Tue, Nov 24 at 9:06 am: ${words}.`,
  );
});

test('a message that waits for its hour says until when', () => {
  const passed: Passed[] = [['welcome', 'act', 'later', { key: 'welcome~1:1', note: 'quiet_hours' }]];
  const standing = { node: 'welcome~1', why: 'later' as const, untilMs: START_MS + 24 * HOUR_MS };
  const deliveries = new Map([['welcome~1:1', { words: 'it is 9:40 pm where Maria may be' }]]);
  expect(whyStep(nurture(passed, { standing, deliveries }), 'welcome').sentence).toBe(
    '*Welcome the new lead* has not been sent yet: it is 9:40 pm where Maria may be; it goes out on Wed, Nov 25 at 9:06 am at the earliest.',
  );
});

test('a message that was passed by says which decision passed it by', () => {
  const answered: Passed[] = [
    WELCOMED,
    ['answer', 'waitEvent', 'case:email'],
    ['reply', 'act', 'next'],
    ['answered', 'exit', 'exit'],
  ];
  expect(whyStep(nurture(answered), 'booking-text').sentence).toBe(
    '*Text the booking link* was not sent, because on Tue, Nov 24 at 10:06 am "an email comes back" had happened.',
  );
  const noTexts: Passed[] = [
    ...SILENT,
    ['reach', 'branch', 'otherwise', { facts: facts(false) }],
    ['call', 'act', 'next'],
  ];
  expect(whyStep(nurture(noTexts), 'booking-text').sentence).toBe(
    '*Text the booking link* was not sent, because on Tue, Nov 24 at 11:06 am it was not so that they have agreed to service texts and they have a phone that takes texts.',
  );
});

test('what was not known is called not known, not untrue', () => {
  const unknown: Facts = { ...facts(true), 'consent.sms.service': { unknown: 'no_address' } };
  const passed: Passed[] = [
    ...SILENT,
    ['reach', 'branch', 'otherwise', { facts: unknown }],
    ['call', 'act', 'next'],
  ];
  expect(whyStep(nurture(passed), 'booking-text').sentence).toContain(
    'agreement to service texts was not known.',
  );
});

test('a goal that was reached, and a hand that ended it, are reasons', () => {
  const booked: Passed[] = [WELCOMED, ['answer', 'goal', 'booked'], ['booked', 'exit', 'exit']];
  expect(whyStep(nurture(booked), 'booking-text').sentence).toBe(
    '*Text the booking link* was not sent, because on Tue, Nov 24 at 10:06 am the goal *Meeting booked* was reached.',
  );
  const ended: Passed[] = [WELCOMED, ['answer', 'control', 'end']];
  expect(whyStep(nurture(ended), 'booking-text').sentence).toBe(
    '*Text the booking link* was not sent, because on Tue, Nov 24 at 10:06 am somebody ended the automation for them.',
  );
  const failed: Passed = ['welcome', 'attention', 'smtp_down'];
  const standing = { node: 'welcome~1', why: 'attention' as const, untilMs: null };
  expect(whyStep(nurture([failed], { standing }), 'welcome').sentence).toBe(
    '*Welcome the new lead* is held: it failed on Tue, Nov 24 at 9:06 am (smtp down), and somebody has to look at it.',
  );
  const skipped: Passed[] = [
    ['welcome', 'attention', 'smtp_down'],
    ['welcome', 'control', 'skip'],
    ...TEXTED.slice(1, 2),
  ];
  expect(whyStep(nurture(skipped), 'welcome').sentence).toBe(
    '*Welcome the new lead* was not sent: it failed on Tue, Nov 24 at 9:06 am (smtp down).',
  );
});

test('a message still ahead says where they stand', () => {
  const standing = { node: 'answer~1', why: 'event' as const, untilMs: START_MS + 48 * HOUR_MS };
  expect(whyStep(nurture([WELCOMED], { standing }), 'booking-text').sentence).toBe(
    '*Text the booking link* is still ahead: they wait at *Wait for an answer* until Thu, Nov 26 at 9:06 am.',
  );
});

test.each([
  ['attention', 'They are held at *Wait for an answer*, and somebody has to look at it'],
  ['fault', 'They are held at *Wait for an answer*, and somebody has to look at it'],
  ['paused', 'The automation is paused, and they stand at *Wait for an answer*'],
  ['held', 'Messages and automations are on hold for them, and they stand at *Wait for an answer*'],
  ['later', '*Wait for an answer* waits for an hour at which it may go out'],
  ['time', 'They wait at *Wait for an answer*'],
] as const)('where they stand when it is %s', (why, words) => {
  expect(whyHere(nurture([WELCOMED], { standing: { node: 'answer~1', why, untilMs: null } })).sentence).toBe(
    `${words}.`,
  );
});

test('where they came to an end, and why', () => {
  const booked: Passed[] = [WELCOMED, ['answer', 'goal', 'booked'], ['booked', 'exit', 'exit']];
  expect(whyHere(nurture(booked)).sentence).toBe(
    'They came to the end on Tue, Nov 24 at 11:06 am, because the goal *Meeting booked* was reached.',
  );
  expect(whyHere(nurture([])).sentence).toBe('They have just entered.');
});

test('the record beneath holds every receipt, with the facts that were read', () => {
  const { record } = whyHere(
    nurture([...TEXTED, ['second-answer', 'goal', 'booked'], ['END', 'end', 'end']]),
  );
  expect(record.map(({ label, words }) => `${label}: ${words}`)).toEqual([
    'Welcome the new lead: it is sent',
    'Wait for an answer: nothing has come in time',
    'How can we reach them?: it is "agreed to texts"',
    'Text the booking link: it is sent',
    'Meeting booked: reached',
    'The end: came to the end',
  ]);
  expect(record[2]?.facts[0]).toEqual({
    label: 'agreement to service texts',
    value: 'yes',
    source: 'permission',
    asOfMs: START_MS,
  });
});

const reasonAfter = (nodes: Parameters<typeof build>[0], passed: readonly Passed[]) =>
  whyStep(journey(build(nodes), [...passed, ['hello', 'act', 'next']]), 'hello').sentence.replace(
    /^.*, because /,
    '',
  );

const day = step(
  'wait.date',
  'Day',
  { fact: 'person.reviewDueOn', days: 0, at: '09:00' },
  { next: 'END', missing: 'hello', past: 'hello' },
);
const asked = step(
  'approval',
  'May we write?',
  { question: 'May we?', assignee: 'owner', within: { value: 1, unit: 'days' } },
  { approved: 'hello', rejected: 'hello', timeout: 'hello' },
);
const variants = [
  { id: 'a', label: 'Short letter', weight: 50 },
  { id: 'b', label: 'Long letter', weight: 50 },
];
const news = waitEvent(
  'sms.received',
  { 'event:it': 'hello', timeout: 'hello' },
  {
    within: { fact: 'person.reviewDueOn', days: 0, at: '09:00' },
  },
);

test.each<[string, Parameters<typeof build>[0], Passed[], string]>([
  [
    'a date not known',
    { day },
    [['day', 'waitUntil', 'missing']],
    'the day of the next review was not known.',
  ],
  ['a date passed', { day }, [['day', 'waitUntil', 'past']], 'the day of the next review had passed.'],
  [
    'an arm',
    { half: step('split', 'Which?', { variants }, { 'variant:a': 'hello', 'variant:b': 'hello' }) },
    [['half', 'split', 'variant:a']],
    'the split *Which?* put them in "Short letter".',
  ],
  [
    'an approval',
    { asked },
    [
      ['asked', 'act', 'next'],
      ['asked', 'waitEvent', 'case:approved'],
    ],
    '*May we write?* was answered: it is approved.',
  ],
  [
    'no answer',
    { asked },
    [
      ['asked', 'act', 'next'],
      ['asked', 'waitEvent', 'timeout'],
    ],
    '*May we write?* had no answer within 1 day.',
  ],
  [
    'one event by a date',
    { news },
    [['news', 'waitEvent', 'timeout']],
    '"it comes" had not happened by Tue, Nov 24 at 9:06 am.',
  ],
  [
    'a message before',
    { first: { ...email('END'), label: 'First', ports: { next: 'END', refused: 'hello' } } },
    [['first', 'act', 'refused']],
    '*First* could not be sent.',
  ],
])('%s is a reason', (_what, nodes, passed, reason) => {
  expect(reasonAfter({ ...nodes, hello: email('END', { notAfter: { hours: 1 } }) }, passed)).toBe(reason);
});

test('who did not enter is told why', () => {
  expect(whyNotEntered('filter')).toBe(
    'They did not enter, because they do not meet the conditions for entering.',
  );
  expect(whyNotEntered('some_new_reason')).toBe('They did not enter, because some new reason.');
});

test('years are told when they are not this one, and each zone has its own clock', () => {
  expect(instantWords('America/Los_Angeles', NOW_MS)(Date.UTC(2027, 0, 1, 7, 30))).toBe(
    'Thu, Dec 31 at 11:30 pm',
  );
  expect(instantWords('UTC', NOW_MS)(Date.UTC(2027, 0, 1, 7, 30))).toBe('Fri, Jan 1, 2027 at 7:30 am');
});

test('ids in facts are told by their names', () => {
  const cond = { op: 'contains' as const, fact: 'person.tags', value: IDS.tag };
  const nodes = {
    ask: step('if', 'Prospect?', { cond }, { yes: 'hello', otherwise: 'END' }),
    hello: email('END'),
  };
  const read: Facts = { 'person.tags': { value: [IDS.tag], source: 'person', asOfMs: START_MS } };
  const { sentence, record } = whyStep(
    journey(build(nodes), [
      ['ask', 'if', 'yes', { facts: read }],
      ['hello', 'act', 'next'],
    ]),
    'hello',
  );
  expect(sentence).toContain('because tags contain Prospect.');
  expect(record[0]?.facts).toMatchObject([{ label: 'tags', value: 'Prospect' }]);
});

test('a question that could not be answered is a reason', () => {
  const ask = step(
    'if',
    'Older?',
    { cond: { op: 'gt', fact: 'person.age', value: 60 } },
    { yes: 'END', otherwise: 'hello' },
  );
  const after = (fact: Facts[string]) =>
    reasonAfter({ ask, hello: email('END') }, [
      ['ask', 'if', 'otherwise', { facts: { 'person.age': fact } }],
    ]);
  expect(after({ unknown: 'not_given' })).toBe('age was not known.');
  expect(after({ value: 50, source: 'person', asOfMs: START_MS })).toBe(
    'it was not so that age is more than 60.',
  );
});
