import type { Duration } from '@rap/contracts/automation/step-params';
import { assertNever } from '../assert-never.ts';
import { resolveTime } from './resolve-time.ts';

/**
 * So long from now on, on the clock of a zone, epoch ms: days and longer keep the time of day, and business days end at 17:00
 * and follow the calendar of the country.
 */
export function afterDuration({ value, unit }: Duration, nowMs: number, zone: string): number {
  const at = (spec: Parameters<typeof resolveTime>[0]): number => {
    const resolved = resolveTime(spec, { nowMs, zone });
    if ('missing' in resolved) throw new Error(resolved.missing);
    return resolved.atMs;
  };
  switch (unit) {
    case 'seconds':
      return nowMs + value * 1000;
    case 'minutes':
      return nowMs + value * 60_000;
    case 'hours':
      return nowMs + value * 3_600_000;
    case 'businessDays':
      return at({ by: 'businessDays', days: value, at: '17:00', zone: 'person' });
    case 'days':
    case 'weeks':
    case 'months':
      return at({ by: 'span', [unit]: value, zone: 'person' });
    default:
      return assertNever(unit);
  }
}
