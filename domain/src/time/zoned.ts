import { Temporal } from 'temporal-polyfill';

/** A moment on the clock of one place. */
export interface WallClock {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** since midnight, by the clock on the wall */
  readonly minutes: number;
  /** ISO: Monday is 1 */
  readonly weekday: number;
}

export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

export function wallClock(atMs: number, zone: string): WallClock {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return { date: at.toPlainDate().toString(), minutes: at.hour * 60 + at.minute, weekday: at.dayOfWeek };
}

/**
 * The instant of a wall time on a day. A time that the clocks skip in spring is moved on by the hour that is missing; one
 * that comes twice in autumn is its first (RFC 5545's reading). `minutes` may be 1440: midnight at the day's end.
 */
export function instantOf(date: string, minutes: number, zone: string): number {
  const day = Temporal.PlainDate.from(date).add({ days: Math.floor(minutes / 1440) });
  const rest = minutes % 1440;
  const time = new Temporal.PlainTime(Math.floor(rest / 60), rest % 60);
  return day.toPlainDateTime(time).toZonedDateTime(zone).epochMilliseconds;
}

/** `HH:MM` as minutes since midnight. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** ISO week day of a date: Monday is 1. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** The same wall time some days, weeks or months on; keeps the clock over a change of the clocks. Jan 31 + 1 month is Feb's last. */
export function addOnTheWall(
  atMs: number,
  zone: string,
  span: { days?: number; weeks?: number; months?: number },
): { date: string; minutes: number; atMs: number } {
  const later = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .add({ days: span.days ?? 0, weeks: span.weeks ?? 0, months: span.months ?? 0 });
  return {
    date: later.toPlainDate().toString(),
    minutes: later.hour * 60 + later.minute,
    atMs: later.epochMilliseconds,
  };
}
