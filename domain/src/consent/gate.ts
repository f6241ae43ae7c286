import type {
  Channel,
  GateCheck,
  GateDecision,
  LaterCode,
  OptOutScope,
  OptOutSource,
  Purpose,
  RefusalCode,
} from '@rap/contracts/consent';
import type { StateHours } from '@rap/contracts/state-hours';
import { nextGoodTime, stateDailyCap } from './sending-hours.ts';
import { sayTime } from './say-time.ts';

/** Everything the gate has to know; read in the transaction that claims the message, under a lock on the person's budget. */
export interface GateInput {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly nowMs: number;
  readonly notAfterMs: number;
  /** why this address or number cannot be used; undefined when it can */
  readonly addressFault?: 'bounced' | 'no_texts' | 'removed';
  /** given for this very address and not withdrawn */
  readonly permissions: readonly { readonly purpose: Purpose }[];
  /** in force on this address, whoever gave them */
  readonly optOuts: readonly { readonly scope: OptOutScope; readonly source: OptOutSource }[];
  /** a life event that stops everything: death, complaint, do not contact, transfer */
  readonly hold?: { readonly reason: string };
  readonly places: { readonly zones: readonly string[]; readonly states: readonly string[] };
  readonly firm: FirmSendingRules;
  /** when messages of this channel left for this person within the last seven days, epoch ms */
  readonly sentAtMs: readonly number[];
  /** when the person last wrote on this channel */
  readonly lastInboundMs?: number;
  /**
   * the one text that answers STOP, START or HELP from this very number; asked for, so neither an opt-out nor the hour holds
   * it back, but only within five minutes (47 CFR 64.1200(a)(12))
   */
  readonly answersKeywordAtMs?: number;
  /** a user's test to their own address: nobody else has to agree to it; opt-outs and the stop switch hold it back too */
  readonly ownTest?: boolean;
}

export interface FirmSendingRules {
  readonly stopSending: boolean;
  readonly blackoutDays: readonly string[];
  /** texts on week days 10 to 18 only, whatever the hours of the place */
  readonly safeHoursOnly: boolean;
  /** the firm's own hours of single states */
  readonly stateHours: readonly StateHours[];
  readonly perDay: number;
  readonly perWeek: number;
  /** so long after the person wrote, a service message may answer at any hour; 0 for never */
  readonly conversationMinutes: number;
}

const MINUTE_MS = 60_000;
const KEYWORD_ANSWER_MS = 5 * MINUTE_MS;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A stop switch and a hold have no known end: so long until the question is asked again. */
const ASK_AGAIN_MS = 15 * MINUTE_MS;

/**
 * The one decision about every message, pure. Deny first: without a permission for this address nothing leaves, an opt-out
 * beats every permission, and where nobody knows where the person is no text leaves. What may not leave now may leave later,
 * but never after its time.
 */
export function decide(input: GateInput): GateDecision {
  const checks: GateCheck[] = [];
  const refusal = refusalOf(input, checks);
  if (refusal) return { verdict: 'refused', ...refusal, checks };
  const wait = waitOf(input, checks);
  if (!wait) return { verdict: 'send', checks };
  if (wait.atMs > input.notAfterMs) {
    const words = `${wait.words} That would be after its last time.`;
    return { verdict: 'refused', code: 'too_late', words, checks };
  }
  return { verdict: 'later', ...wait, checks };
}

function refusalOf(input: GateInput, checks: GateCheck[]): { code: RefusalCode; words: string } | undefined {
  const { channel, purpose } = input;
  const fault = (check: GateCheck['check'], code: RefusalCode, words: string) => {
    checks.push({ check, passed: false, words });
    return { code, words };
  };
  const pass = (check: GateCheck['check'], words: string) => checks.push({ check, passed: true, words });

  if (input.nowMs > input.notAfterMs) return fault('in_time', 'too_late', 'It is too late for this message.');
  pass('in_time', 'It is in time.');
  if (input.addressFault) return fault('address', 'address_unusable', ADDRESS_WORDS[input.addressFault]);
  pass('address', channel === 'sms' ? 'The number takes texts.' : 'The address takes email.');
  if (input.answersKeywordAtMs !== undefined) {
    if (input.nowMs - input.answersKeywordAtMs > KEYWORD_ANSWER_MS)
      return fault('keyword', 'too_late', 'They asked more than five minutes ago.');
    pass('keyword', 'It answers their STOP, START or HELP.');
    return undefined;
  }
  const optOut = input.optOuts.find(({ scope }) => scope === 'all' || purpose === 'marketing');
  if (optOut) return fault('opt_out', 'opted_out', OPT_OUT_WORDS[optOut.source]);
  pass('opt_out', 'Nobody opted out at this address.');
  if (input.ownTest) {
    pass('own_test', 'It is a test that somebody of the firm sends to their own address.');
    return undefined;
  }
  const agreed = input.permissions.some(
    (given) => given.purpose === purpose || given.purpose === 'marketing',
  );
  const what = `${purpose} ${channel === 'sms' ? 'texts' : 'emails'}`;
  if (!agreed)
    return fault('permission', 'no_permission', `There is no agreement to ${what} at this address.`);
  pass('permission', `There is an agreement to ${what} at this address.`);
  if (channel === 'sms' && input.places.zones.length === 0) {
    return fault(
      'place',
      'place_unknown',
      'Nobody knows what time it is where this person is: give their state or time zone.',
    );
  }
  return undefined;
}

interface Wait {
  code: LaterCode;
  atMs: number;
  words: string;
}

function waitOf(input: GateInput, checks: GateCheck[]): Wait | undefined {
  const { nowMs, firm } = input;
  const mayNot = (check: GateCheck['check'], code: LaterCode, atMs: number, words: string): Wait => {
    checks.push({ check, passed: false, words });
    return { code, atMs, words };
  };
  if (firm.stopSending) {
    return mayNot(
      'stop_switch',
      'stop_switch',
      nowMs + ASK_AGAIN_MS,
      'The firm has switched all sending off.',
    );
  }
  checks.push({ check: 'stop_switch', passed: true, words: 'Sending is switched on.' });
  if (input.answersKeywordAtMs !== undefined) return undefined;
  // who sends it to themselves knows what time it is
  if (input.ownTest) return undefined;
  if (input.hold) {
    return mayNot(
      'hold',
      'on_hold',
      nowMs + ASK_AGAIN_MS,
      `Everything for this person is on hold (${input.hold.reason}).`,
    );
  }
  checks.push({ check: 'hold', passed: true, words: 'Nothing is on hold for this person.' });

  const timeMs = goodTime(input, nowMs);
  const freeMs = frequencyFree(input, nowMs);
  if (timeMs !== undefined && timeMs <= nowMs && freeMs <= nowMs) {
    checks.push({ check: 'hours', passed: true, words: 'It is a good time wherever the person may be.' });
    checks.push({ check: 'frequency', passed: true, words: 'The person has not had too many messages.' });
    return undefined;
  }
  const atMs = bothGood(input, nowMs);
  if (freeMs > nowMs) {
    const words = `The person has had the most messages a firm sends in a day or a week; the next may go ${when(input, atMs)}.`;
    return mayNot('frequency', 'frequency_cap', atMs, words);
  }
  const { zones } = input.places;
  if (input.firm.blackoutDays.length > 0 && isBlackout(input)) {
    return mayNot(
      'blackout',
      'blackout_day',
      atMs,
      `Nothing is sent on this day; it can go ${when(input, atMs)}.`,
    );
  }
  const clocks = zones
    .map((zone) => sayTime(nowMs, zone, nowMs))
    .filter((text, index, all) => all.indexOf(text) === index);
  const words = `It is ${clocks.join(' or ')} where this person may be; it can go ${when(input, atMs)}.`;
  return mayNot('hours', 'quiet_hours', atMs, words);
}

/** From when on the hours allow it; a service answer to somebody who has just written may go at once. */
function goodTime(input: GateInput, fromMs: number): number | undefined {
  const { channel, purpose, firm, lastInboundMs, nowMs } = input;
  const talking =
    lastInboundMs !== undefined && nowMs - lastInboundMs <= firm.conversationMinutes * MINUTE_MS;
  return nextGoodTime(fromMs, {
    keepsHours: channel === 'sms' && !(purpose === 'service' && talking),
    // e-mail keeps to blackout days only, by the firm's best guess of the day
    zones: input.places.zones,
    states: input.places.states,
    blackoutDays: firm.blackoutDays,
    safeOnly: firm.safeHoursOnly,
    stateHours: firm.stateHours,
  });
}

/** From when on the frequency caps allow one more: the firm's for a day and a week, and the states' for a day. */
function frequencyFree(input: GateInput, fromMs: number): number {
  const { firm, channel, places } = input;
  const stateCap = channel === 'sms' ? stateDailyCap(places.states) : undefined;
  const perDay = Math.min(firm.perDay, stateCap ?? Infinity);
  return Math.max(
    freeIn(input.sentAtMs, DAY_MS, perDay, fromMs),
    freeIn(input.sentAtMs, WEEK_MS, firm.perWeek, fromMs),
  );
}

/** When fewer than `cap` of the sendings lie within `spanMs` before. */
function freeIn(sentAtMs: readonly number[], spanMs: number, cap: number, fromMs: number): number {
  const recent = sentAtMs.filter((sentMs) => sentMs > fromMs - spanMs).sort((a, b) => b - a);
  const hindering = recent[cap - 1];
  return hindering === undefined ? fromMs : hindering + spanMs;
}

/** The first instant at which hours and caps both allow it. Each round moves on, and a week of caps ends within two. */
function bothGood(input: GateInput, fromMs: number): number {
  let atMs = fromMs;
  for (let round = 0; round < 20; round++) {
    const timeMs = goodTime(input, frequencyFree(input, atMs));
    if (timeMs === undefined) return Infinity;
    if (timeMs === atMs) return atMs;
    atMs = timeMs;
  }
  return atMs;
}

function isBlackout(input: GateInput): boolean {
  const withDays = goodTime(input, input.nowMs);
  const without = goodTime({ ...input, firm: { ...input.firm, blackoutDays: [] } }, input.nowMs);
  return withDays !== without;
}

const when = (input: GateInput, atMs: number): string =>
  Number.isFinite(atMs) ? sayTime(atMs, input.places.zones[0] ?? 'UTC', input.nowMs) : 'not within two weeks';

const ADDRESS_WORDS: Readonly<Record<NonNullable<GateInput['addressFault']>, string>> = {
  bounced: 'Mail to this address came back.',
  no_texts: 'This number takes no texts.',
  removed: 'This address was removed from the person.',
};

const OPT_OUT_WORDS: Readonly<Record<OptOutSource, string>> = {
  keyword: 'Somebody with this number wrote STOP or a word like it.',
  link: 'Somebody with this address used the unsubscribe link.',
  one_click: 'Somebody with this address unsubscribed in their mail program.',
  by_hand: 'Somebody at the firm noted that no messages are wanted here.',
  hard_bounce: 'Mail to this address came back for good.',
  complaint: 'Somebody with this address reported a message as unwanted.',
  provider: 'The carrier says that this number has opted out.',
};
