import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { MilestoneKind } from '@rap/contracts/automation/events';
import { nextBirthday } from './age.ts';

/** What is known of a person's dates; days are `YYYY-MM-DD`. */
export interface DatesOfPerson {
  readonly birthDate: string | null;
  readonly reviewDueOn: string | null;
  /** day of the last contact, or of the first record when there was none */
  readonly lastContactOn: string | null;
}

export interface Milestone {
  readonly kind: z.infer<typeof MilestoneKind>;
  /** `YYYY-MM-DD` */
  readonly on: string;
}

/** After so many days without contact somebody should write (own). */
const QUIET_DAYS = 90;

/** The milestones of a person from one day to another, both included. */
export function milestonesOf(dates: DatesOfPerson, from: string, until: string): Milestone[] {
  const { birthDate, reviewDueOn, lastContactOn } = dates;
  const all: Milestone[] = [
    ...(birthDate ? [{ kind: 'birthday', on: nextBirthday(birthDate, from) } as const] : []),
    ...(birthDate ? [{ kind: 'age_59_half', on: dayOf59Half(birthDate) } as const] : []),
    ...(reviewDueOn ? [{ kind: 'review_due', on: reviewDueOn } as const] : []),
    ...(lastContactOn
      ? [{ kind: 'no_contact_90_days', on: addDays(lastContactOn, QUIET_DAYS) } as const]
      : []),
  ];
  return all.filter(({ on }) => on >= from && on <= until);
}

/**
 * The day somebody reaches 59 1/2: six calendar months after the 59th birthday, when withdrawals lose the 10 % additional tax
 * (IRC 72(t)(2)(A)(i)). Where that month is shorter, its last day.
 */
function dayOf59Half(birthDate: string): string {
  return Temporal.PlainDate.from(birthDate).add({ years: 59, months: 6 }).toString();
}

const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
