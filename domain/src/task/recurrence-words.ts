import type { Recurrence } from '@rap/contracts/task';

const UNITS = { days: 'day', weeks: 'week', months: 'month', years: 'year' } as const;

/** "every 3 months after it is done". */
export function recurrenceWords({ every, unit, from }: Recurrence): string {
  const often = every === 1 ? `every ${UNITS[unit]}` : `every ${every} ${unit}`;
  return from === 'done' ? `${often} after it is done` : often;
}
