import { z } from 'zod';
import { OneTimeCode } from './session.ts';

/** Whether the sign-in by password asks for a code. */
export const SecondFactorStanding = z.object({ on: z.boolean() }).meta({ id: 'SecondFactorStanding' });
export type SecondFactorStanding = z.infer<typeof SecondFactorStanding>;

/** What an authenticator app is told; it counts once a code of it was shown. */
export const SecondFactorEnrolment = z
  .object({
    secret: z.string().describe('base32, for typing'),
    uri: z.string().describe('otpauth, for a QR code'),
  })
  .meta({ id: 'SecondFactorEnrolment' });
export type SecondFactorEnrolment = z.infer<typeof SecondFactorEnrolment>;

export const RecoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).describe('shown this once; each signs in once without the app'),
  })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const SecondFactorProof = z.strictObject({ code: OneTimeCode }).meta({ id: 'SecondFactorProof' });
export type SecondFactorProof = z.infer<typeof SecondFactorProof>;

export const SecondFactorBegin = z
  .strictObject({ password: z.string().min(1).max(200) })
  .meta({ id: 'SecondFactorBegin' });
export type SecondFactorBegin = z.infer<typeof SecondFactorBegin>;

export const SecondFactorRemoval = SecondFactorBegin.extend({ code: OneTimeCode }).meta({
  id: 'SecondFactorRemoval',
});
export type SecondFactorRemoval = z.infer<typeof SecondFactorRemoval>;

const Reason = z.string().trim().min(3).max(500).describe('kept in the history of the user');

/** For somebody who lost the app and the recovery codes: the owner's own password, once more. */
export const SecondFactorSwitchOff = z
  .strictObject({ password: z.string().min(1).max(200), reason: Reason })
  .meta({ id: 'SecondFactorSwitchOff' });
export type SecondFactorSwitchOff = z.infer<typeof SecondFactorSwitchOff>;

/** The same by an operator of the platform, where no owner can; with a fresh code of the operator's own. */
export const OperatorSwitchOff = z
  .strictObject({ email: z.string().min(3).max(254), reason: Reason, code: OneTimeCode })
  .meta({ id: 'OperatorSwitchOff' });
export type OperatorSwitchOff = z.infer<typeof OperatorSwitchOff>;

/** What the refusal `second_factor_needed` of a sign-in carries as `current`; good for 15 minutes. */
export const SetUpTicket = z
  .strictObject({ ticket: z.string().min(20).max(100) })
  .meta({ id: 'SetUpTicket' });
export type SetUpTicket = z.infer<typeof SetUpTicket>;

export const SetUpFinish = SetUpTicket.extend({ code: OneTimeCode }).meta({ id: 'SetUpFinish' });
export type SetUpFinish = z.infer<typeof SetUpFinish>;
