import { z } from 'zod';
import { Role } from './actor.ts';
import { LetterStatus } from './letter.ts';

export const NewInvitation = z
  .strictObject({
    email: z.email().max(254),
    displayName: z.string().trim().min(1).max(120),
    role: Role,
    bookIds: z.array(z.uuid()).max(100).default([]),
  })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const InvitationStatus = z.enum(['open', 'accepted', 'withdrawn', 'expired']);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

export const Invitation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    email: z.string(),
    displayName: z.string(),
    role: Role,
    bookIds: z.array(z.uuid()),
    status: InvitationStatus,
    expiresAt: z.iso.datetime(),
    letter: LetterStatus.describe('what became of the letter with the link'),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const InvitationList = z.object({ items: z.array(Invitation) }).meta({ id: 'InvitationList' });
export type InvitationList = z.infer<typeof InvitationList>;

export const InvitationAcceptance = z
  .strictObject({
    token: z.string().min(40).max(200).describe('of the link in the letter'),
    password: z
      .string()
      .min(1)
      .max(200)
      .describe('a new one, or that of the account which the address has already'),
  })
  .meta({ id: 'InvitationAcceptance' });
export type InvitationAcceptance = z.infer<typeof InvitationAcceptance>;
