import { isTimeZone } from '@rap/domain/time/zoned';
import { invalid } from './problem-error.ts';

/** Refuses a time zone that is none, at its field. */
export function checkZone(zone: string | null | undefined): void {
  if (!zone || isTimeZone(zone)) return;
  const message = `"${zone}" is no time zone. Use an IANA name, for example America/Chicago.`;
  throw invalid([{ field: 'timeZone', code: 'unknown_zone', message }]);
}
