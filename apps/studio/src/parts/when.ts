/* Instants in words, in the reader's zone. Formats are those of the look: "9:06 am", "Fri, Nov 20", the year when not this one. */

const TIME = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const WEEKDAY = new Intl.DateTimeFormat('en-US', { weekday: 'short', month: 'short', day: 'numeric' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric' });
const LONG_DAY = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric' });
const ZONE = new Intl.DateTimeFormat('en-US', { timeZoneName: 'shortGeneric' });

const startOfDay = (instant: Date): number =>
  new Date(instant.getFullYear(), instant.getMonth(), instant.getDate()).getTime();
/** Whole days of the calendar from one instant to the other; not hours, for a day may have 23 or 25. */
const daysBetween = (from: Date, to: Date): number =>
  Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000);

/** "9:06 am" */
export const timeOf = (instant: Date): string =>
  TIME.format(instant).replace(/[\u202f ]([AP]M)/, (_, half: string) => ` ${half.toLowerCase()}`);

/** "Today", "Yesterday", "Tomorrow", "Fri, Nov 20", "Nov 20, 2025" */
export function dayOf(instant: Date, now = new Date()): string {
  const days = daysBetween(now, instant);
  if (days === 0) return 'Today';
  if (days === -1) return 'Yesterday';
  if (days === 1) return 'Tomorrow';
  if (instant.getFullYear() !== now.getFullYear()) return DAY_AND_YEAR.format(instant);
  return Math.abs(days) < 7 ? WEEKDAY.format(instant) : DAY.format(instant);
}

/** What a row has room for: the time today, the day otherwise. */
export const briefly = (instant: Date, now = new Date()): string =>
  daysBetween(now, instant) === 0 ? timeOf(instant) : dayOf(instant, now);

/** "Today, 9:36 am" */
export const dayAndTime = (instant: Date, now = new Date()): string =>
  `${dayOf(instant, now)}, ${timeOf(instant)}`;

/** "Monday, November 23" */
export const longDay = (instant: Date): string => LONG_DAY.format(instant);

/** "2 days late", or undefined when there is time. */
export function lateness(due: Date, now = new Date()): string | undefined {
  if (due.getTime() >= now.getTime()) return undefined;
  const days = daysBetween(due, now);
  if (days === 0) return 'Due today';
  return days === 1 ? '1 day late' : `${days} days late`;
}

/** "CT": the reader's zone, shown once a view. */
export const readersZone = (now = new Date()): string =>
  ZONE.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Midnight of a day where the reader is, or of a day later. */
export function midnight(day: string, later = 0): string {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
}
