import { addDays, weekdayOf } from './zoned.ts';

const MONDAY = 1;
const THURSDAY = 4;
const pad = (n: number): string => String(n).padStart(2, '0');

/** The n-th week day of a month; n = -1 is the last. */
function nth(year: number, month: number, weekday: number, n: number): string {
  if (n > 0) {
    const first = `${year}-${pad(month)}-01`;
    return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7);
  }
  const nextMonth = month === 12 ? `${year + 1}-01-01` : `${year}-${pad(month + 1)}-01`;
  const last = addDays(nextMonth, -1);
  return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
}

/** On a Saturday it is kept the Friday before, on a Sunday the Monday after (5 U.S.C. 6103(b)). */
function observed(date: string): string {
  const weekday = weekdayOf(date);
  if (weekday === 6) return addDays(date, -1);
  return weekday === 7 ? addDays(date, 1) : date;
}

/** The federal holidays of a year (5 U.S.C. 6103(a)): the days themselves and, where they differ, the days they are kept. */
export function federalHolidays(year: number): ReadonlySet<string> {
  const fixed = [`${year}-01-01`, `${year}-06-19`, `${year}-07-04`, `${year}-11-11`, `${year}-12-25`];
  const moving = [
    nth(year, 1, MONDAY, 3),
    nth(year, 2, MONDAY, 3),
    nth(year, 5, MONDAY, -1),
    nth(year, 9, MONDAY, 1),
    nth(year, 10, MONDAY, 2),
    nth(year, 11, THURSDAY, 4),
  ];
  // New Year's Day of the next year may be kept on Dec 31 of this one
  const kept = [...fixed, `${year + 1}-01-01`].map(observed);
  return new Set([...fixed, ...kept, ...moving].filter((day) => day.startsWith(String(year))));
}

export function isFederalHoliday(date: string): boolean {
  return federalHolidays(Number(date.slice(0, 4))).has(date);
}

/** The day so many business days on: weekends and federal holidays do not count. Zero is the day itself, or the next one that counts. */
export function addBusinessDays(date: string, days: number): string {
  const counts = (day: string): boolean => weekdayOf(day) <= 5 && !isFederalHoliday(day);
  let at = date;
  while (!counts(at)) at = addDays(at, 1);
  for (let left = days; left > 0; left--) {
    do at = addDays(at, 1);
    while (!counts(at));
  }
  return at;
}
