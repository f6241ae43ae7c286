import type { Recurrence } from '@rap/contracts/task';
import { addDays, instantOf, wallClock } from '../time/zoned.ts';

/**
 * When a task that recurs is due again, epoch ms: the same time of the clock in `zone`, so many days, weeks, months or years
 * after it was due, or after it was done. Months and years keep to the day on which it began: the 31st is the last day of a
 * shorter month, and the 31st again after it. A task that was done late is due again in the future, never in the past.
 */
export function nextDue(dueMs: number, doneMs: number, rule: Recurrence, zone: string): number {
  const due = wallClock(dueMs, zone);
  const fromDate = rule.from === 'done' ? wallClock(doneMs, zone).date : due.date;
  for (let times = 1; ; times += 1) {
    const nextMs = instantOf(stepped(fromDate, rule, times), due.minutes, zone);
    if (nextMs > Math.max(dueMs, doneMs)) return nextMs;
  }
}

function stepped(date: string, { every, unit, day }: Recurrence, times: number): string {
  if (unit === 'days') return addDays(date, every * times);
  if (unit === 'weeks') return addDays(date, every * times * 7);
  const [year = 0, month = 1, ofMonth = 1] = date.split('-').map(Number);
  const months = month - 1 + every * times * (unit === 'years' ? 12 : 1);
  const [toYear, toMonth] = [year + Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${toYear}-${pad(toMonth)}-${pad(Math.min(day ?? ofMonth, last))}`;
}
