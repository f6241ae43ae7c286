/** Days are `YYYY-MM-DD`; both are read in the same calendar, no zone is involved. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Completed years on a day. Somebody born on Feb 29 completes a year on Mar 1 of a common year (the common-law day). */
export function ageOn(birthDate: string, today: string): number {
  const [born, now] = [read(birthDate), read(today)];
  const reached = now.month > born.month || (now.month === born.month && now.day >= born.day);
  return now.year - born.year - (reached ? 0 : 1);
}

/** The next birthday from a day on, that day included. Feb 29 is kept on Feb 28 in a common year, as greetings are. */
export function nextBirthday(birthDate: string, today: string): string {
  const born = read(birthDate);
  const { year } = read(today);
  const thisYear = inYear(born, year);
  return thisYear >= today ? thisYear : inYear(born, year + 1);
}

function inYear({ month, day }: Day, year: number): string {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const kept = month === 2 && day === 29 && !leap ? 28 : day;
  return `${year}-${pad(month)}-${pad(kept)}`;
}

function read(text: string): Day {
  const [year, month, day] = text.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) throw new Error(`not a day: ${text}`);
  return { year, month, day };
}

const pad = (n: number): string => String(n).padStart(2, '0');
