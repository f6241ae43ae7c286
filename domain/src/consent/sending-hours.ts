import type { DayHours, StateHours } from '@rap/contracts/state-hours';
import { isFederalHoliday, isStateHoliday } from '../time/holidays.ts';
import { addDays, instantOf, wallClock, weekdayOf } from '../time/zoned.ts';

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
 * The states' own telemarketing hours where they are stricter. Read on 2026-11-22 in two secondary lists (referrizer's help
 * pages and dropcowboy.com/state-compliance) that differ in details, so each row is the strictest reading. Beside each row is
 * the provision that a firm's counsel should check it against; Pennsylvania's limited weekends are read as the narrowest
 * weekend of all states.
 */
const STATES: Readonly<Record<string, HoursRule>> = {
  AL: { ...notSundays(8, 20), holiday: null }, // Ala. Code 8-19A
  LA: { ...notSundays(8, 20), holiday: null }, // La. R.S. 45:844.11 ff.
  MS: notSundays(8, 20), // Miss. Code 77-3-701 ff.
  CT: daily(9, 20), // Conn. Gen. Stat. 42-288a
  FL: daily(8, 20), // Fla. Stat. 501.616(6)
  MD: daily(8, 20), // Md. Code, Com. Law, title 14 (Stop the Spam Calls Act of 2023)
  MA: daily(8, 20), // 201 CMR 12.00
  OK: daily(8, 20), // Okla. Stat. tit. 15, 775C
  NJ: daily(8, 20), // N.J.S.A. 56:8-119 ff.
  WA: daily(8, 20), // RCW 80.36.390
  KY: daily(10, 21), // KRS 367.46951 ff.
  MI: daily(9, 21), // MCL 445.111 ff.
  MN: daily(9, 21), // Minn. Stat. 325E.26 ff.
  NM: daily(9, 21), // N.M. Stat. 57-12-22
  NV: daily(9, 20), // NRS chapters 228 and 599B
  PA: { ...daily(8, 21), saturday: hours(10, 18), sunday: hours(10, 18) }, // 73 P.S. 2241 ff.
  RI: { weekday: hours(9, 18), saturday: hours(10, 17), sunday: hours(10, 17), holiday: hours(10, 17) }, // R.I. Gen. Laws 5-61
  TX: { ...daily(9, 21), sunday: hours(12, 21) }, // Tex. Bus. & Com. Code 301.051
};

/** The same, as a firm may overrule them. */
export const STATE_HOURS_BY_DEFAULT: readonly StateHours[] = Object.entries(STATES).map(([state, rule]) => ({
  state,
  weekday: shown(rule.weekday),
  saturday: shown(rule.saturday),
  sunday: shown(rule.sunday),
  holiday: shown(rule.holiday),
}));

function shown(span: Hours): DayHours {
  return span && { fromMinute: span[0], untilMinute: span[1] };
}

const read = (day: DayHours): Hours => day && [day.fromMinute, day.untilMinute];
const ruleOf = ({ weekday, saturday, sunday, holiday }: StateHours): HoursRule => ({
  weekday: read(weekday),
  saturday: read(saturday),
  sunday: read(sunday),
  holiday: read(holiday),
});

/** Whether a firm's own hours of a state let a text arrive that the state's default would not; the federal hours hold beside both. */
export function looserThanDefault(own: StateHours): boolean {
  const byDefault = STATES[own.state] ?? FEDERAL;
  const rule = ruleOf(own);
  return (['weekday', 'saturday', 'sunday', 'holiday'] as const).some((day) => {
    const [mine, federal, theirs] = [rule[day], FEDERAL[day], byDefault[day]];
    if (!mine || !federal) return false;
    const [from, until] = [Math.max(mine[0], federal[0]), Math.min(mine[1], federal[1])];
    return from < until && (!theirs || from < theirs[0] || until > theirs[1]);
  });
}

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
  /** the firm's own reading of a state's hours, instead of the default */
  readonly stateHours: readonly StateHours[];
  /** week days 10 to 18 only, wherever the person may be */
  readonly safeOnly: boolean;
}

/** The first instant from `fromMs` on at which it is a good time everywhere the person may be; undefined within 14 days. */
export function nextGoodTime(fromMs: number, rules: SendingHours): number | undefined {
  if (!rules.keepsHours && rules.blackoutDays.length === 0) return fromMs;
  let open: Spans = [[fromMs, Infinity]];
  for (const zone of rules.zones) {
    const applying: [HoursRule, state?: string][] = rules.keepsHours
      ? [
          [FEDERAL],
          ...(rules.safeOnly ? [[SAFE] satisfies [HoursRule]] : []),
          ...rules.states.flatMap((state): [HoursRule, string][] => {
            const own = rules.stateHours.find((one) => one.state === state);
            const rule = own ? ruleOf(own) : STATES[state];
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
    const span = blackoutDays.includes(date) ? null : hoursOn(rule, state, date);
    if (!span) return [];
    const [from, until] = span;
    return [[instantOf(date, from, zone), instantOf(date, until, zone)] as const];
  });
}

function hoursOn(rule: HoursRule, state: string | undefined, date: string): Hours {
  const holiday = isFederalHoliday(date) || (state !== undefined && isStateHoliday(date, state));
  if (holiday) return rule.holiday;
  const weekday = weekdayOf(date);
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
