import { z } from 'zod';
import { Role } from './actor.ts';

export const NewSession = z
  .strictObject({ email: z.string().min(3).max(254), password: z.string().min(1).max(200) })
  .meta({ id: 'NewSession' });
export type NewSession = z.infer<typeof NewSession>;

export const SignedIn = z
  .object({ userId: z.uuid(), firmId: z.uuid(), role: Role, displayName: z.string() })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;
