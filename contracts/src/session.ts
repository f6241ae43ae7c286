import { z } from 'zod';
import { Role } from './actor.ts';

/** Of the authenticator app (six digits), or a recovery code. */
export const OneTimeCode = z.string().min(6).max(40);

/** What may become a password at all; whether it is a good one is told by the rules of passwords. */
export const NewPassword = z.string().min(1).max(200);

export const NewSession = z
  .strictObject({
    email: z.string().min(3).max(254),
    password: z.string().min(1).max(200),
    code: OneTimeCode.optional().describe(
      'needed once a second factor is on: of the app, or a recovery code',
    ),
  })
  .meta({ id: 'NewSession' });
export type NewSession = z.infer<typeof NewSession>;

export const SignedIn = z
  .object({ userId: z.uuid(), firmId: z.uuid(), role: Role, displayName: z.string() })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;
