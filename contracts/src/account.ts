import { z } from 'zod';
import { NewPassword } from './session.ts';

export const PasswordChange = z
  .strictObject({ current: z.string().min(1).max(200), next: NewPassword })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof PasswordChange>;

export const ResetAsked = z.strictObject({ email: z.string().min(3).max(254) }).meta({ id: 'ResetAsked' });
export type ResetAsked = z.infer<typeof ResetAsked>;

export const ResetFinish = z
  .strictObject({ token: z.string().min(20).max(200), password: NewPassword })
  .meta({ id: 'ResetFinish' });
export type ResetFinish = z.infer<typeof ResetFinish>;

/** Somebody who works in several firms signs in to one of them: the ticket stands for the password that was right. */
export const FirmChoice = z
  .strictObject({ ticket: z.string().min(20).max(100), firmId: z.uuid() })
  .meta({ id: 'FirmChoice' });
export type FirmChoice = z.infer<typeof FirmChoice>;

/** What the answer `choose_firm` carries as `current`. */
export const FirmsToChoose = z
  .object({
    ticket: z.string(),
    firms: z.array(z.object({ firmId: z.uuid(), name: z.string() })),
  })
  .meta({ id: 'FirmsToChoose' });
export type FirmsToChoose = z.infer<typeof FirmsToChoose>;
