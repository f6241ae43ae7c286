import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptOutSource } from '@rap/contracts/consent';
import { isFederalHoliday } from '../time/holidays.ts';
import { wallClock } from '../time/zoned.ts';
import { decide, type GateInput } from './gate.ts';
import { looserThanDefault, STATE_HOURS_BY_DEFAULT } from './sending-hours.ts';

const HOUR_MS = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

/** A text to somebody in Ohio, Tuesday noon, with everything in order. */
const fine: GateInput = {
  channel: 'sms',
  purpose: 'service',
  nowMs: at('2026-11-24T17:00:00Z'),
  notAfterMs: at('2026-11-30T17:00:00Z'),
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
const asked = (change: Partial<GateInput>) => decide({ ...fine, ...change });
const laterIso = (change: Partial<GateInput>): string => {
  const decision = asked(change);
  return decision.verdict === 'later'
    ? `${decision.code} ${new Date(decision.atMs).toISOString()}`
    : decision.verdict;
};

test('with everything in order it is sent, and every check is on record', () => {
  const decision = asked({});
  expect(decision.verdict).toBe('send');
  expect(decision.checks.every((check) => check.passed)).toBe(true);
  expect(decision.checks.map((check) => check.check)).toEqual([
    'in_time',
    'address',
    'opt_out',
    'permission',
    'stop_switch',
    'hold',
    'hours',
    'frequency',
  ]);
});

describe('it is refused', () => {
  test.each([
    ['without a permission', { permissions: [] }, 'no_permission'],
    ['marketing with a permission for service only', { purpose: 'marketing' }, 'no_permission'],
    ['after an opt-out', { optOuts: [{ scope: 'all', source: 'keyword' }] }, 'opted_out'],
    ['at an address that bounced', { addressFault: 'bounced' }, 'address_unusable'],
    ['when nobody knows where the person is', { places: { zones: [], states: [] } }, 'place_unknown'],
    ['past its time', { notAfterMs: fine.nowMs - 1 }, 'too_late'],
    [
      'when it could only go past its time',
      { nowMs: at('2026-11-24T03:00:00Z'), notAfterMs: at('2026-11-24T05:00:00Z') },
      'too_late',
    ],
  ] as const)('%s', (_name, change, code) => {
    expect(asked(change as Partial<GateInput>)).toMatchObject({ verdict: 'refused', code });
  });
});

test("a user's test needs nobody's agreement and no place, but an opt-out and the stop switch hold it back", () => {
  const own = { ownTest: true, permissions: [], places: { zones: [], states: [] } } as const;
  expect(asked(own).verdict).toBe('send');
  // nor does it wait for a better hour: who asks for it is awake
  const late = { ...own, places: fine.places, nowMs: at('2026-11-24T05:00:00Z') };
  expect(asked(late).verdict).toBe('send');
  expect(asked({ ...late, ownTest: false }).verdict).not.toBe('send');
  expect(asked({ ...own, optOuts: [{ scope: 'all', source: 'by_hand' }] })).toMatchObject({
    code: 'opted_out',
  });
  expect(asked({ ...own, firm: { ...fine.firm, stopSending: true } })).toMatchObject({ code: 'stop_switch' });
});

test('an opt-out of marketing leaves service messages, and an agreement to marketing covers service', () => {
  expect(asked({ optOuts: [{ scope: 'marketing', source: 'link' }] }).verdict).toBe('send');
  expect(asked({ permissions: [{ purpose: 'marketing' }] }).verdict).toBe('send');
});

describe('it waits', () => {
  test('for the morning of every zone the person may be in', () => {
    expect(laterIso({ nowMs: at('2026-11-24T03:00:00Z') })).toBe('quiet_hours 2026-11-24T13:00:00.000Z');
    const places = { zones: ['America/New_York', 'America/Los_Angeles'], states: ['OH', 'CA'] };
    expect(laterIso({ nowMs: at('2026-11-24T14:00:00Z'), places })).toBe(
      'quiet_hours 2026-11-24T16:00:00.000Z',
    );
  });

  test('for the stricter hours of a state', () => {
    const rhodeIsland = { zones: ['America/New_York'], states: ['RI'] };
    expect(laterIso({ nowMs: at('2026-11-24T23:30:00Z'), places: rhodeIsland })).toBe(
      'quiet_hours 2026-11-25T14:00:00.000Z',
    );
    const alabama = { zones: ['America/Chicago'], states: ['AL'] };
    // Saturday night over Sunday to Monday; Thanksgiving is a holiday there
    expect(laterIso({ nowMs: at('2026-11-29T03:00:00Z'), places: alabama })).toBe(
      'quiet_hours 2026-11-30T14:00:00.000Z',
    );
    expect(laterIso({ nowMs: at('2026-11-26T16:00:00Z'), places: alabama })).toBe(
      'quiet_hours 2026-11-27T14:00:00.000Z',
    );
  });

  test('for the end of a holiday of the state', () => {
    const louisiana = { zones: ['America/Chicago'], states: ['LA'] };
    // Good Friday 2027; the Saturday after is an ordinary one
    expect(
      laterIso({
        nowMs: at('2027-03-26T16:00:00Z'),
        places: louisiana,
        notAfterMs: at('2027-04-01T00:00:00Z'),
      }),
    ).toBe('quiet_hours 2027-03-27T13:00:00.000Z');
    const illinois = { zones: ['America/Chicago'], states: ['IL'] };
    expect(
      laterIso({
        nowMs: at('2027-03-26T16:00:00Z'),
        places: illinois,
        notAfterMs: at('2027-04-01T00:00:00Z'),
      }),
    ).toBe('send');
  });

  test('for the safe hours when the firm keeps to them', () => {
    const firm = { ...fine.firm, safeHoursOnly: true };
    expect(laterIso({ firm, nowMs: at('2026-11-24T14:00:00Z') })).toBe(
      'quiet_hours 2026-11-24T15:00:00.000Z',
    );
    // Friday night over the weekend
    expect(
      laterIso({ firm, nowMs: at('2026-11-27T23:30:00Z'), notAfterMs: at('2026-12-02T00:00:00Z') }),
    ).toBe('quiet_hours 2026-11-30T15:00:00.000Z');
  });

  test('over the change of the clocks by the clock on the wall', () => {
    const nowMs = at('2026-11-01T05:30:00Z'); // 1:30 am, and again an hour later
    expect(laterIso({ nowMs, notAfterMs: nowMs + 24 * HOUR_MS })).toBe(
      'quiet_hours 2026-11-01T13:00:00.000Z',
    );
  });

  test('for the day after a blackout day, e-mail too', () => {
    const firm = { ...fine.firm, blackoutDays: ['2026-11-24'] };
    expect(laterIso({ firm })).toBe('blackout_day 2026-11-25T13:00:00.000Z');
    expect(laterIso({ firm, channel: 'email' })).toBe('blackout_day 2026-11-25T05:00:00.000Z');
  });

  test('for the caps of the firm and of the state', () => {
    const sentAtMs = [1, 2, 3].map((hours) => fine.nowMs - hours * HOUR_MS);
    expect(laterIso({ sentAtMs })).toBe('frequency_cap 2026-11-25T14:00:00.000Z');
    const florida = { zones: ['America/New_York'], states: ['FL'] };
    const generous = { ...fine.firm, perDay: 50, perWeek: 50 };
    expect(laterIso({ sentAtMs, firm: generous })).toBe('send');
    expect(laterIso({ sentAtMs, firm: generous, places: florida })).toBe(
      'frequency_cap 2026-11-25T14:00:00.000Z',
    );
  });

  test('for the stop switch and a hold', () => {
    expect(laterIso({ firm: { ...fine.firm, stopSending: true } })).toMatch(/^stop_switch/);
    expect(laterIso({ hold: { reason: 'death' } })).toMatch(/^on_hold/);
  });
});

test('a service answer may go at night to somebody who has just written, marketing may not', () => {
  const night = { nowMs: at('2026-11-24T04:00:00Z'), lastInboundMs: at('2026-11-24T03:50:00Z') };
  const firm = { ...fine.firm, conversationMinutes: 30 };
  expect(asked({ ...night, firm }).verdict).toBe('send');
  expect(asked({ ...night, firm: fine.firm }).verdict).toBe('later');
  const marketing = { purpose: 'marketing', permissions: [{ purpose: 'marketing' }] } as const;
  expect(asked({ ...night, firm, ...marketing }).verdict).toBe('later');
});

test('the words say what time it is there and when it can go', () => {
  const decision = asked({ nowMs: at('2026-11-25T02:40:00Z') });
  expect(decision).toMatchObject({
    words: 'It is 9:40 pm Eastern where this person may be; it can go Wed, Nov 25, 8:00 am Eastern.',
  });
});

const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Pacific/Honolulu',
];
const inputs: fc.Arbitrary<GateInput> = fc.record({
  channel: fc.constantFrom('email', 'sms'),
  purpose: fc.constantFrom('service', 'marketing'),
  nowMs: fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') }),
  notAfterMs: fc.integer({ min: at('2026-06-01T00:00:00Z'), max: at('2028-02-01T00:00:00Z') }),
  permissions: fc.array(fc.record({ purpose: fc.constantFrom('service' as const, 'marketing' as const) }), {
    maxLength: 2,
  }),
  optOuts: fc.array(
    fc.record({
      scope: fc.constantFrom('all' as const, 'marketing' as const),
      source: fc.constantFrom<OptOutSource>('keyword', 'link', 'by_hand'),
    }),
    { maxLength: 1 },
  ),
  places: fc.record({
    zones: fc.uniqueArray(fc.constantFrom(...zones), { maxLength: 3 }),
    states: fc.uniqueArray(fc.constantFrom('AL', 'CT', 'FL', 'KY', 'OH', 'PA', 'RI', 'TX', 'CA'), {
      maxLength: 2,
    }),
  }),
  firm: fc.record({
    stopSending: fc.boolean(),
    blackoutDays: fc.constantFrom([], ['2026-11-24', '2026-12-24']),
    perDay: fc.integer({ min: 1, max: 4 }),
    perWeek: fc.integer({ min: 1, max: 10 }),
    conversationMinutes: fc.constantFrom(0, 30),
    safeHoursOnly: fc.boolean(),
    stateHours: fc.constantFrom([], STATE_HOURS_BY_DEFAULT, STATE_HOURS_BY_DEFAULT.slice(0, 3)),
  }),
  sentAtMs: fc.constant([]),
});

/** The strictest hours of the rules used above, written down a second time. */
function isQuiet(nowMs: number, zone: string, states: readonly string[]): boolean {
  const { minutes, weekday, date } = wallClock(nowMs, zone);
  const hour = minutes / 60;
  const outside = (from: number, until: number) => hour < from || hour >= until;
  if (outside(8, 21)) return true;
  return states.some((state) => {
    switch (state) {
      case 'AL':
        return weekday === 7 || isFederalHoliday(date) || outside(8, 20);
      case 'CT':
        return outside(9, 20);
      case 'FL':
        return outside(8, 20);
      case 'KY':
        return outside(10, 21);
      case 'PA':
        return weekday >= 6 && !isFederalHoliday(date) && outside(10, 18);
      case 'RI':
        return weekday >= 6 || isFederalHoliday(date) ? outside(10, 17) : outside(9, 18);
      case 'TX':
        return weekday === 7 && !isFederalHoliday(date) ? outside(12, 21) : outside(9, 21);
      default:
        return false;
    }
  });
}

describe("a firm's own hours of a state", () => {
  const own = (fromMinute: number, untilMinute: number, state = 'FL') => {
    const day = { fromMinute, untilMinute };
    return { state, weekday: day, saturday: day, sunday: day, holiday: day };
  };
  const verdictAt = (nowMs: number, stateHours: GateInput['firm']['stateHours']) =>
    asked({
      nowMs,
      places: { zones: ['America/New_York'], states: ['FL'] },
      firm: { ...fine.firm, stateHours },
    }).verdict;

  test('take the place of the default, stricter or longer, inside the federal hours', () => {
    const evening = at('2026-11-25T01:30:00Z'); // 20:30 in Florida, whose default ends at 20:00
    expect(verdictAt(evening, [])).toBe('later');
    expect(verdictAt(evening, [own(480, 1260)])).toBe('send');
    expect(verdictAt(evening, [own(480, 1260, 'TX')])).toBe('later');
    expect(verdictAt(at('2026-11-25T02:30:00Z'), [own(0, 1440)])).toBe('later'); // 21:30
    expect(verdictAt(fine.nowMs, [])).toBe('send');
    expect(verdictAt(fine.nowMs, [own(840, 1080)])).toBe('later');
  });

  test('are longer than the default when a text could arrive that could not before', () => {
    for (const standing of STATE_HOURS_BY_DEFAULT) expect(looserThanDefault(standing)).toBe(false);
    expect(looserThanDefault(own(540, 1200))).toBe(false);
    expect(looserThanDefault(own(480, 1201))).toBe(true);
    // where no state has hours of its own, the federal ones are the default, and hold besides
    expect(looserThanDefault(own(0, 1440, 'OH'))).toBe(false);
    expect(looserThanDefault(own(480, 1200, 'AL'))).toBe(true); // Sundays
    expect(looserThanDefault({ ...own(480, 1200, 'AL'), sunday: null, holiday: null })).toBe(false);
  });
});

describe('for any combination', () => {
  const runs = { numRuns: 500, seed: 11 };

  test('nothing is sent without an agreement to it, after an opt-out, on a hold or at a bad time', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        if (decide(input).verdict !== 'send') return;
        const { purpose, permissions, optOuts, firm, places, nowMs } = input;
        expect(permissions.some((given) => given.purpose === purpose || given.purpose === 'marketing')).toBe(
          true,
        );
        expect(optOuts.some(({ scope }) => scope === 'all' || purpose === 'marketing')).toBe(false);
        expect(firm.stopSending).toBe(false);
        expect(nowMs).toBeLessThanOrEqual(input.notAfterMs);
        if (input.channel !== 'sms') return;
        expect(places.zones.length).toBeGreaterThan(0);
        for (const zone of places.zones) expect(isQuiet(nowMs, zone, places.states)).toBe(false);
      }),
      runs,
    );
  });

  test('what waits for the hours can go at the time it was told, and not a minute earlier', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const decision = decide(input);
        if (decision.verdict !== 'later' || decision.code === 'stop_switch') return;
        expect(decide({ ...input, nowMs: decision.atMs }).verdict).toBe('send');
        expect(decide({ ...input, nowMs: decision.atMs - 60_000 }).verdict).not.toBe('send');
      }),
      runs,
    );
  });

  test('one more opt-out never lets a message through', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        if (decide(input).verdict === 'send') return;
        const stricter = {
          ...input,
          optOuts: [...input.optOuts, { scope: 'marketing', source: 'link' } as const],
        };
        expect(decide(stricter).verdict).not.toBe('send');
      }),
      runs,
    );
  });
});
