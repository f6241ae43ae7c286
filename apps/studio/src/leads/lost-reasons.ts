import type { Lead } from '@rap/contracts/api-client';

export type LostReason = NonNullable<Lead['lostReason']>;

/** Why a lead came to nothing, as advisors say it. */
export const LOST_REASONS: Readonly<Record<LostReason, string>> = {
  no_answer: 'Never answered',
  other_advisor: 'Chose another advisor',
  not_now: 'Not now',
  not_a_fit: 'Not a fit for us',
  cost: 'Too expensive',
  wrong_details: 'Wrong name, number or address',
  other: 'Something else',
};
export const LOST_REASON_KEYS = Object.keys(LOST_REASONS) as LostReason[]; // the keys of a record of them all
