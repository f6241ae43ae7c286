import type { Deadline, Duration } from '@rap/contracts/automation/step-params';

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Lengths that are the same on every clock, in ms; the others depend on the calendar. */
const FIXED_MS = { seconds: 1_000, minutes: 60_000, hours: HOUR_MS } as const;

/** About how long a unit is, in ms: for limits, never for a wait itself. */
const ABOUT_MS = {
  ...FIXED_MS,
  days: DAY_MS,
  businessDays: (DAY_MS * 7) / 5,
  weeks: 7 * DAY_MS,
  months: (365.25 / 12) * DAY_MS,
} as const;

/** The exact length in ms, or undefined for units that a calendar decides. */
export function fixedMs({ value, unit }: Duration): number | undefined {
  return unit === 'seconds' || unit === 'minutes' || unit === 'hours' ? value * FIXED_MS[unit] : undefined;
}

/** The length in ms as a person would estimate it, for comparing with a limit. */
export const aboutMs = ({ value, unit }: Duration): number => value * ABOUT_MS[unit];

export const isDuration = (deadline: Deadline): deadline is Duration =>
  typeof deadline === 'object' && 'unit' in deadline;

const UNIT_WORDS: Record<Duration['unit'], string> = {
  seconds: 'second',
  minutes: 'minute',
  hours: 'hour',
  days: 'day',
  businessDays: 'business day',
  weeks: 'week',
  months: 'month',
};

/** "1 day", "3 business days". */
export const durationWords = ({ value, unit }: Duration): string =>
  `${value} ${UNIT_WORDS[unit]}${value === 1 ? '' : 's'}`;
