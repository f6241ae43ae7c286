/** Days of a calendar as the reader has it, `YYYY-MM-DD`; weeks begin on Sunday, as in the US. */
export const dayName = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');

/** Its midnight, where the reader is. */
export function dayAt(name: string): Date {
  const [year = 0, month = 1, day = 1] = name.split('-').map(Number);
  return new Date(year, month - 1, day);
}

export function addDays(name: string, days: number): string {
  const date = dayAt(name);
  return dayName(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days));
}

/** The weeks that show all of a month, or the one week of a day. */
export function weeksOf(name: string, as: 'month' | 'week'): string[][] {
  const date = dayAt(name);
  const [first, last] =
    as === 'week'
      ? [date, date]
      : [
          new Date(date.getFullYear(), date.getMonth(), 1),
          new Date(date.getFullYear(), date.getMonth() + 1, 0),
        ];
  const start = addDays(dayName(first), -first.getDay());
  const weeks: string[][] = [];
  for (let sunday = start; sunday <= dayName(last); sunday = addDays(sunday, 7))
    weeks.push(Array.from({ length: 7 }, (_none, no) => addDays(sunday, no)));
  return weeks;
}

/** The same place a month or a week on. */
export function moved(name: string, as: 'month' | 'week', by: number): string {
  if (as === 'week') return addDays(name, 7 * by);
  const date = dayAt(name);
  return dayName(new Date(date.getFullYear(), date.getMonth() + by, 1));
}
