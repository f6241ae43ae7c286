import { z } from 'zod';
import { FirmSettings } from './firm-settings.ts';
import { Firm } from './firm.ts';
import { NewPassword } from './session.ts';

const Ticket = z.string().min(20).max(100).describe('of the link that the platform gave');
const Email = z.string().min(3).max(254);

export const FirmSetUpLink = z.strictObject({ ticket: Ticket, email: Email }).meta({ id: 'FirmSetUpLink' });
export type FirmSetUpLink = z.infer<typeof FirmSetUpLink>;

export const FirmSetUpStanding = z
  .object({ known: z.boolean().describe('the account has a password already, of another firm') })
  .meta({ id: 'FirmSetUpStanding' });
export type FirmSetUpStanding = z.infer<typeof FirmSetUpStanding>;

/** Everything a firm needs before its first message; the rest has careful defaults. */
export const FirmSetUp = FirmSetUpLink.extend({
  password: NewPassword.describe('chosen now, or the one that the account has'),
  displayName: z.string().trim().min(1).max(120).describe('of the owner, as people read it'),
  name: Firm.shape.name,
  timeZone: z.string().min(1).max(60).describe('IANA zone'),
  states: Firm.shape.states.min(1, 'choose at least one state').max(60),
  phone: z.string().trim().max(40).default(''),
  postalAddress: z
    .string()
    .trim()
    .min(5, 'give the address as it stands on a letter')
    .max(300)
    .describe('stands under every offer by email (CAN-SPAM, 15 U.S.C. 7704(a)(5))'),
  settings: z.strictObject({
    fourEyes: FirmSettings.shape.fourEyes,
    requireSecondFactor: FirmSettings.shape.requireSecondFactor,
    sendingHours: FirmSettings.shape.sendingHours,
    emailDomain: FirmSettings.shape.emailDomain,
  }),
}).meta({ id: 'FirmSetUp' });
export type FirmSetUp = z.infer<typeof FirmSetUp>;

export const FirmFounded = z.object({ firmId: z.uuid() }).meta({ id: 'FirmFounded' });
export type FirmFounded = z.infer<typeof FirmFounded>;

/** What a new firm does first, each found out from what there is. */
export const FirstStep = z.enum(['sender', 'numbers', 'own_sign_in', 'colleagues', 'people', 'automation']);
export type FirstStep = z.infer<typeof FirstStep>;

export const FirstSteps = z
  .object({
    closed: z.boolean().describe('somebody of the firm does not want to see them any more'),
    items: z.array(z.object({ step: FirstStep, done: z.boolean() })),
  })
  .meta({ id: 'FirstSteps' });
export type FirstSteps = z.infer<typeof FirstSteps>;
