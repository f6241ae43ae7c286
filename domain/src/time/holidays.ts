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

const known = new Map<number, ReadonlySet<string>>();

/** The federal holidays of a year (5 U.S.C. 6103(a)): the days themselves and, where they differ, the days they are kept. */
export function federalHolidays(year: number): ReadonlySet<string> {
  const days = known.get(year) ?? reckon(year);
  known.set(year, days);
  return days;
}

function reckon(year: number): ReadonlySet<string> {
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

/**
 * Days that a state keeps beside the federal ones, where its telemarketing law closes "legal holidays": Ala. Code 1-3-8,
 * La. R.S. 1:55 (both with days that only some counties or parishes keep).
 */
export function isStateHoliday(date: string, state: string): boolean {
  return STATE_HOLIDAYS[state]?.(Number(date.slice(0, 4))).includes(date) ?? false;
}

const STATE_HOLIDAYS: Readonly<Record<string, (year: number) => readonly string[]>> = {
  // Mardi Gras, Confederate Memorial Day, Jefferson Davis' birthday
  AL: (year) => [addDays(easter(year), -47), nth(year, 4, MONDAY, 4), nth(year, 6, MONDAY, 1)],
  // Battle of New Orleans, Mardi Gras, Good Friday, Huey P. Long Day, All Saints, general election, Acadian Day
  LA: (year) => [
    `${year}-01-08`,
    addDays(easter(year), -47),
    addDays(easter(year), -2),
    `${year}-08-30`,
    `${year}-11-01`,
    ...(year % 2 === 0 ? [addDays(nth(year, 11, MONDAY, 1), 1)] : []),
    addDays(nth(year, 11, THURSDAY, 4), 1),
  ],
};

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8). */
function easter(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const [leaps, corrected] = [Math.floor(century / 4), Math.floor((century + 8) / 25)];
  const moon = Math.floor((century - corrected + 1) / 3);
  const epact = (19 * golden + century - leaps - moon + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return `${year}-${pad(Math.floor(days / 31))}-${pad((days % 31) + 1)}`;
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
