import type { TimeSpec } from '@rap/contracts/automation/plan';
import { addBusinessDays } from './holidays.ts';
import { addDays, addOnTheWall, instantOf, minutesOf, wallClock } from './zoned.ts';

export interface TimeContext {
  readonly nowMs: number;
  /** IANA zone that the spec's wall times are read in */
  readonly zone: string;
  /** for a spec by date: `YYYY-MM-DD`, or an ISO instant, whose day in the zone counts; undefined when it is not known */
  readonly factDate?: string | undefined;
}

export type ResolvedTime = { readonly atMs: number } | { readonly missing: string };

/** The instant that a time specification means. May lie in the past; what follows from that is the caller's. */
export function resolveTime(spec: TimeSpec, context: TimeContext): ResolvedTime {
  const { nowMs, zone } = context;
  switch (spec.by) {
    case 'span': {
      const later = addOnTheWall(nowMs, zone, spanOf(spec));
      if (spec.at === undefined) return { atMs: later.atMs };
      return { atMs: instantOf(later.date, minutesOf(spec.at), zone) };
    }
    case 'date': {
      if (context.factDate === undefined) return { missing: `${spec.fact} is not known` };
      const day = context.factDate.includes('T')
        ? wallClock(Date.parse(context.factDate), zone).date
        : context.factDate;
      return { atMs: instantOf(addDays(day, spec.days), minutesOf(spec.at), zone) };
    }
    case 'window':
      return { atMs: nextInWindow(spec, nowMs, zone) };
    case 'businessDays': {
      const day = addBusinessDays(wallClock(nowMs, zone).date, spec.days);
      return { atMs: instantOf(day, minutesOf(spec.at), zone) };
    }
  }
}

function spanOf(spec: Extract<TimeSpec, { by: 'span' }>): { days?: number; weeks?: number; months?: number } {
  return { days: spec.days ?? 0, weeks: spec.weeks ?? 0, months: spec.months ?? 0 };
}

/** Now, when it lies inside; else the next opening. A window whose end is not after its start goes over midnight. */
function nextInWindow(spec: Extract<TimeSpec, { by: 'window' }>, nowMs: number, zone: string): number {
  const from = minutesOf(spec.from);
  const to = minutesOf(spec.to) > from ? minutesOf(spec.to) : minutesOf(spec.to) + 1440;
  const today = wallClock(nowMs, zone).date;
  for (let offset = -1; offset <= 8; offset++) {
    const day = addDays(today, offset);
    if (!spec.days.includes(wallClock(instantOf(day, 720, zone), zone).weekday)) continue;
    if (nowMs < instantOf(day, to, zone)) return Math.max(nowMs, instantOf(day, from, zone));
  }
  throw new Error('a window names at least one day of the week');
}
