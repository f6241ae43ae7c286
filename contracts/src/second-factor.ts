import { z } from 'zod';
import { OneTimeCode } from './session.ts';

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
