import type { DayHours } from '@rap/contracts/state-hours';

/** "8 am", "8:30 am"; midnight at the end of a day is "midnight". */
export function minuteInWords(minute: number): string {
  if (minute === 1440) return 'midnight';
  const [hour, rest] = [Math.floor(minute / 60), minute % 60];
  const minutes = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}

/** "8 am to 9 pm", or "not at all". */
export const hoursInWords = (hours: DayHours): string =>
  hours ? `${minuteInWords(hours.fromMinute)} to ${minuteInWords(hours.untilMinute)}` : 'not at all';

/** "08:00", as a field of a time takes it; the end of the day is its last minute. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(Math.min(minute, 1439) / 60)).padStart(2, '0')}:${String(Math.min(minute, 1439) % 60).padStart(2, '0')}`;

/** Minutes of the day; undefined while it is no time. 11:59 pm as an end is the end of the day. */
export function minuteOf(clock: string, isEnd = false): number | undefined {
  const [hour, minute] = clock.split(':').map(Number);
  if (hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return undefined;
  const at = hour * 60 + minute;
  return isEnd && at === 1439 ? 1440 : at;
}
