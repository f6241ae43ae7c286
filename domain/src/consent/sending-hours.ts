import { isFederalHoliday, isStateHoliday } from '../time/holidays.ts';
import { addDays, instantOf, wallClock } from '../time/zoned.ts';

/** From and until which minute of the day texts may arrive; null: not at all. */
type Hours = readonly [from: number, until: number] | null;

interface HoursRule {
  readonly weekday: Hours;
  readonly saturday: Hours;
  readonly sunday: Hours;
  readonly holiday: Hours;
}

const hours = (from: number, until: number): Hours => [from * 60, until * 60];
const daily = (from: number, until: number): HoursRule => {
  const all = hours(from, until);
  return { weekday: all, saturday: all, sunday: all, holiday: all };
};
const notSundays = (from: number, until: number): HoursRule => ({ ...daily(from, until), sunday: null });

/** 47 CFR 64.1200(c)(1): no solicitation before 8 am or after 9 pm local time at the called party's location. */
const FEDERAL = daily(8, 21);

/**
 * The states' own telemarketing hours where they are stricter, as read on 2026-11-22. Secondary sources conflict in details, so
 * each row is the strictest reading; Pennsylvania's limited weekends are read as the narrowest week-end of all states.
 */
const STATES: Readonly<Record<string, HoursRule>> = {
  AL: { ...notSundays(8, 20), holiday: null },
  LA: { ...notSundays(8, 20), holiday: null },
  MS: notSundays(8, 20),
  CT: daily(9, 20),
  FL: daily(8, 20),
  MD: daily(8, 20),
  MA: daily(8, 20),
  OK: daily(8, 20),
  NJ: daily(8, 20),
  WA: daily(8, 20),
  KY: daily(10, 21),
  MI: daily(9, 21),
  MN: daily(9, 21),
  NM: daily(9, 21),
  NV: daily(9, 20),
  PA: { ...daily(8, 21), saturday: hours(10, 18), sunday: hours(10, 18) },
  RI: { weekday: hours(9, 18), saturday: hours(10, 17), sunday: hours(10, 17), holiday: hours(10, 17) },
  TX: { ...daily(9, 21), sunday: hours(12, 21) },
};

/** At most three in 24 hours on one subject: the telephone solicitation acts of Florida, Oklahoma and Maryland. */
const THREE_A_DAY: readonly string[] = ['FL', 'OK', 'MD'];
export const stateDailyCap = (states: readonly string[]): number | undefined =>
  states.some((state) => THREE_A_DAY.includes(state)) ? 3 : undefined;

/** Hours that meet every state's rule at once: for a firm that would rather not depend on where somebody is. */
const SAFE: HoursRule = { weekday: hours(10, 18), saturday: null, sunday: null, holiday: null };

/** Half-open spans of instants, in order and apart. */
type Spans = readonly (readonly [fromMs: number, untilMs: number])[];

/** How far ahead an opening is looked for; every rule opens at least once a week. */
const LOOK_AHEAD_DAYS = 14;

export interface SendingHours {
  /** texts keep to hours; e-mail to blackout days only */
  readonly keepsHours: boolean;
  readonly zones: readonly string[];
  readonly states: readonly string[];
  /** `YYYY-MM-DD`, in whichever zone the person may be */
  readonly blackoutDays: readonly string[];
  /** week days 10 to 18 only, wherever the person may be */
  readonly safeOnly: boolean;
}

/** The first instant from `fromMs` on at which it is a good time everywhere the person may be; undefined within 14 days. */
export function nextGoodTime(fromMs: number, rules: SendingHours): number | undefined {
  let open: Spans = [[fromMs, Infinity]];
  for (const zone of rules.zones) {
    const applying: [HoursRule, state?: string][] = rules.keepsHours
      ? [
          [FEDERAL],
          ...(rules.safeOnly ? [[SAFE] satisfies [HoursRule]] : []),
          ...rules.states.flatMap((state): [HoursRule, string][] => {
            const rule = STATES[state];
            return rule ? [[rule, state]] : [];
          }),
        ]
      : [[daily(0, 24)]];
    for (const [rule, state] of applying) {
      open = intersect(open, spansOf(rule, state, zone, fromMs, rules.blackoutDays));
    }
  }
  return open[0]?.[0];
}

function spansOf(
  rule: HoursRule,
  state: string | undefined,
  zone: string,
  fromMs: number,
  blackoutDays: readonly string[],
): Spans {
  const first = wallClock(fromMs, zone).date;
  const days = Array.from({ length: LOOK_AHEAD_DAYS + 1 }, (_, offset) => addDays(first, offset));
  return days.flatMap((date) => {
    const span = blackoutDays.includes(date) ? null : hoursOn(rule, state, date, zone);
    if (!span) return [];
    const [from, until] = span;
    return [[instantOf(date, from, zone), instantOf(date, until, zone)] as const];
  });
}

function hoursOn(rule: HoursRule, state: string | undefined, date: string, zone: string): Hours {
  const holiday = isFederalHoliday(date) || (state !== undefined && isStateHoliday(date, state));
  if (holiday) return rule.holiday;
  const { weekday } = wallClock(instantOf(date, 720, zone), zone);
  if (weekday === 7) return rule.sunday;
  return weekday === 6 ? rule.saturday : rule.weekday;
}

function intersect(a: Spans, b: Spans): Spans {
  return a.flatMap(([aFrom, aUntil]) =>
    b.flatMap(([bFrom, bUntil]) => {
      const [from, until] = [Math.max(aFrom, bFrom), Math.min(aUntil, bUntil)];
      return from < until ? [[from, until] as const] : [];
    }),
  );
}
