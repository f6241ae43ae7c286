import type { TraceStep } from '@rap/contracts/automation/run';
import { LaterCode, RefusalCode, type GateDecision } from '@rap/contracts/consent';
import { expect, test } from 'vitest';
import { decide, type GateInput } from '../../consent/gate.ts';
import { NEW_LEAD_NURTURE } from '../library/new-lead-nurture.ts';
import { buildContext } from './testing/build.ts';
import { validate } from './validate.ts';
import { UNSENT_WORDS, type DeliveryReason, type UnsentCode } from './why-unsent.ts';
import { instantWords } from './why-words.ts';
import { whyStep } from './why.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 15); // a Tuesday, 10 am in New York
const DAY_MS = 86_400_000;

const context = buildContext({
  templates: new Map([
    ['new-lead-welcome', { channel: 'email', version: 1 }],
    ['new-lead-booking', { channel: 'sms', version: 1 }],
  ]),
});

/** The answer about the text of "New lead nurture" whose one attempt ended so. */
function why(step: Partial<TraceStep>, delivery?: DeliveryReason, untilMs?: number): string {
  const { definition } = validate(NEW_LEAD_NURTURE.definition, context);
  if (definition === undefined) throw new Error('not sound');
  const key = 'booking-text~1:1';
  const node = 'booking-text~1';
  const trace: TraceStep = { n: 0, node, visit: 1, kind: 'act', port: 'refused', atMs: NOW_MS, key, ...step };
  return whyStep(
    {
      definition,
      names: context.names,
      tell: instantWords('America/New_York', NOW_MS),
      steps: [trace],
      deliveries: new Map(delivery ? [[key, delivery]] : []),
      ...(untilMs === undefined ? {} : { standing: { node, why: 'later' as const, untilMs } }),
    },
    'booking-text',
  ).sentence;
}

const allowed: GateInput = {
  channel: 'sms',
  purpose: 'service',
  nowMs: NOW_MS,
  notAfterMs: NOW_MS + 3 * DAY_MS,
  permissions: [{ purpose: 'service' }],
  optOuts: [],
  places: { zones: ['America/New_York'], states: ['OH'] },
  firm: {
    stopSending: false,
    blackoutDays: [],
    safeHoursOnly: false,
    stateHours: [],
    perDay: 3,
    perWeek: 8,
    conversationMinutes: 0,
  },
  sentAtMs: [],
};
const lateMs = Date.UTC(2026, 10, 25, 2, 40); // Tuesday, 9:40 pm in New York
const night: Partial<GateInput> = { nowMs: lateMs, notAfterMs: lateMs + 3 * DAY_MS };

/** What the ledger keeps of a decision: the question that was answered with no. */
function ledgerOf(decision: GateDecision): DeliveryReason | undefined {
  const failed = decision.checks.find(({ passed }) => !passed);
  return failed && { words: failed.words, check: failed.check };
}

const NOT_SENT = '*Text the booking link* was not sent on Tue, Nov 24 at 10:00 am: ';
const refusals: [RefusalCode, Partial<GateInput>, string][] = [
  ['too_late', { notAfterMs: NOW_MS - 1 }, 'it is too late for this message'],
  [
    'too_late',
    { ...night, notAfterMs: lateMs + 3_600_000 },
    'it is 9:40 pm Eastern where this person may be; it can go Wed, Nov 25, 8:00 am Eastern; by then its last time would have passed',
  ],
  ['too_late', { answersKeywordAtMs: NOW_MS - DAY_MS }, 'they asked more than five minutes ago'],
  ['address_unusable', { addressFault: 'no_texts' }, 'this number takes no texts'],
  ['address_unusable', { addressFault: 'bounced' }, 'mail to this address came back'],
  ['address_unusable', { addressFault: 'removed' }, 'this address was removed from the person'],
  [
    'opted_out',
    { optOuts: [{ scope: 'all', source: 'keyword' }] },
    'somebody with this number wrote STOP or a word like it',
  ],
  [
    'opted_out',
    { optOuts: [{ scope: 'all', source: 'provider' }] },
    'the carrier says that this number has opted out',
  ],
  ['no_permission', { permissions: [] }, 'there is no agreement to service texts at this address'],
  [
    'place_unknown',
    { places: { zones: [], states: [] } },
    'nobody knows what time it is where this person is: give their state or time zone',
  ],
];

test.each(refusals)('%s, in the words of the gate (%#)', (code, input, words) => {
  const decision = decide({ ...allowed, ...input });
  expect(decision).toMatchObject({ verdict: 'refused', code });
  expect(why({ note: code }, ledgerOf(decision))).toBe(`${NOT_SENT}${words}.`);
});

const waits: [LaterCode, Partial<GateInput>, string][] = [
  ['stop_switch', { firm: { ...allowed.firm, stopSending: true } }, 'the firm has switched all sending off'],
  ['on_hold', { hold: { reason: 'death' } }, 'everything for them is on hold'],
  ['quiet_hours', night, 'it is a bad hour where they may be'],
  [
    'blackout_day',
    { firm: { ...allowed.firm, blackoutDays: ['2026-11-24'] } },
    'nothing is sent on this day',
  ],
  [
    'frequency_cap',
    { sentAtMs: [NOW_MS - 1, NOW_MS - 2, NOW_MS - 3] },
    'they have had as many messages as the firm allows',
  ],
];

// a message that waits has no row in the ledger yet
test.each(waits)('%s, and until when it waits', (code, input, words) => {
  const decision = decide({ ...allowed, ...input });
  expect(decision).toMatchObject({ verdict: 'later', code });
  expect(why({ port: 'later', note: code }, undefined, NOW_MS + DAY_MS)).toBe(
    `*Text the booking link* has not been sent yet: ${words}; it goes out on Wed, Nov 25 at 10:00 am at the earliest.`,
  );
});

test('no code of the gate is left out', () => {
  expect(new Set(refusals.map(([code]) => code))).toEqual(new Set(RefusalCode.options));
  expect(new Set(waits.map(([code]) => code))).toEqual(new Set(LaterCode.options));
});

const codes = Object.keys(UNSENT_WORDS) as UnsentCode[];
test.each(codes)('%s is told in one sentence, without the code', (code) => {
  const sentences = [
    why({ note: code }),
    why({ port: 'error', note: code }),
    why({ port: 'later', note: code }, undefined, NOW_MS + DAY_MS),
    why({ kind: 'attention', port: code, note: 'What the step said.' }),
  ];
  for (const sentence of sentences) {
    expect(sentence).toContain(UNSENT_WORDS[code]);
    expect(sentence).toMatch(/^\*[^.]+\.$/);
    expect(sentence).not.toContain('_');
  }
});

test('a code of which nobody has said more is told by its name, a failure by what it said', () => {
  expect(why({ note: 'no_answer' })).toBe(`${NOT_SENT}no answer.`);
  expect(why({ kind: 'attention', port: 'no_such_thing', note: 'Nothing here can do it.' })).toContain(
    '(nothing here can do it)',
  );
});
