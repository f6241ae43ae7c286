import type { AutomationFile } from '@rap/contracts/automation/automation-file';
import { ANNUAL_REVIEW } from './annual-review.ts';
import { BIRTHDAY } from './birthday.ts';
import { DOCUMENT_REQUEST } from './document-request.ts';
import { LAPSED_CONTACT } from './lapsed-contact.ts';
import { NEW_LEAD_NURTURE } from './new-lead-nurture.ts';
import { NO_SHOW_FOLLOW_UP } from './no-show-follow-up.ts';
import { REFERRAL_THANK_YOU } from './referral-thank-you.ts';
import type { Starter } from './starter.ts';
import { TEXT_WELCOME } from './text-welcome.ts';

/** The automations that come with the product, in the order in which a firm needs them. */
export const LIBRARY: readonly Starter[] = [
  NEW_LEAD_NURTURE,
  TEXT_WELCOME,
  NO_SHOW_FOLLOW_UP,
  ANNUAL_REVIEW,
  DOCUMENT_REQUEST,
  BIRTHDAY,
  LAPSED_CONTACT,
  REFERRAL_THANK_YOU,
];

/** The file by which a firm takes an automation of the library over: a draft of its own, with the texts. */
export const starterFile = ({ definition, templates }: Starter): AutomationFile => ({
  format: 'retirement-advisor-pro/automation',
  version: 1,
  automation: definition,
  templates,
});
