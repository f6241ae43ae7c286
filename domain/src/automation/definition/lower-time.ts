import type { PlanNode, Target } from '@rap/contracts/automation/plan';
import type { Deadline, Duration } from '@rap/contracts/automation/step-params';
import { assertNever } from '../../assert-never.ts';
import { fixedMs, isDuration } from './duration.ts';

const DEFAULT_BUSINESS_TIME = '09:00';

type PlanDeadline = Extract<PlanNode, { k: 'waitEvent' }>['deadline'];

/** A length of time as a wait: exact lengths by the millisecond, the others by somebody's calendar. */
export function waitFor(
  length: Duration,
  at: string | undefined,
  zone: 'person' | 'firm',
  next: Target,
): PlanNode {
  const ms = fixedMs(length);
  if (ms !== undefined) return { k: 'waitFor', ms, from: 'here', next };
  return { k: 'waitUntil', spec: calendarSpan(length, at, zone), next, missing: next, past: next };
}

function calendarSpan(
  { value, unit }: Duration,
  at: string | undefined,
  zone: 'person' | 'firm',
): Extract<PlanNode, { k: 'waitUntil' }>['spec'] {
  switch (unit) {
    case 'days':
    case 'weeks':
    case 'months':
      return { by: 'span', [unit]: value, ...(at === undefined ? {} : { at }), zone };
    case 'businessDays':
      return { by: 'businessDays', days: value, at: at ?? DEFAULT_BUSINESS_TIME, zone };
    case 'seconds':
    case 'minutes':
    case 'hours':
      throw new Error(`${unit} are the same on every calendar`);
    default:
      return assertNever(unit);
  }
}

/** How long a wait for an event lasts; null is for ever. */
export function deadlineOf(within: Deadline): PlanDeadline {
  if (within === 'forever') return null;
  if (!isDuration(within)) return { spec: { by: 'date', ...within } };
  const ms = fixedMs(within);
  return ms === undefined ? { spec: calendarSpan(within, undefined, 'person') } : { ms };
}
