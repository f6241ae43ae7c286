import { z } from 'zod';
import { Version } from './paging.ts';
import { Role } from './actor.ts';

export const UserStatus = z.enum(['active', 'left']);
export type UserStatus = z.infer<typeof UserStatus>;

/** Somebody who works in the firm. */
export const User = z
  .object({
    id: z.uuid(),
    version: z.int(),
    displayName: z.string(),
    email: z.string(),
    role: Role,
    timeZone: z.string(),
    bookingLink: z.string().nullable(),
    title: z.string().nullable().describe('what stands under their name'),
    phone: z.string().nullable().describe('E.164'),
    status: UserStatus,
    bookIds: z.array(z.uuid()).describe('the books that they work for; some roles see every book'),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const UserList = z.object({ items: z.array(User) }).meta({ id: 'UserList' });
export type UserList = z.infer<typeof UserList>;

export const UserChanges = z
  .strictObject({
    version: Version,
    role: Role.optional(),
    bookIds: z.array(z.uuid()).max(200).optional().describe('the books that they work for from now on'),
    displayName: z.string().trim().min(1).max(120).optional(),
    timeZone: z.string().min(1).max(60).optional().describe('IANA zone'),
    bookingLink: z
      .url({ protocol: /^https$/ })
      .max(500)
      .nullable()
      .optional(),
    title: z.string().trim().min(1).max(120).nullable().optional(),
    phone: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .nullable()
      .optional()
      .describe('US numbers without a country code too'),
  })
  .meta({ id: 'UserChanges' });
export type UserChanges = z.infer<typeof UserChanges>;

/** What somebody changes of themselves: what they may do and whom they see is not theirs to say. */
export const ProfileChanges = UserChanges.omit({ role: true, bookIds: true }).meta({ id: 'ProfileChanges' });
export type ProfileChanges = z.infer<typeof ProfileChanges>;

/** With what a user signs in, and when they were last here. */
export const UserAccess = z
  .object({
    userId: z.uuid(),
    lastSeenAt: z.iso.datetime().nullable().describe('null when they never signed in'),
    authenticatorApp: z.boolean(),
    passkeys: z.int(),
  })
  .meta({ id: 'UserAccess' });
export type UserAccess = z.infer<typeof UserAccess>;

export const UserAccessList = z.object({ items: z.array(UserAccess) }).meta({ id: 'UserAccessList' });
export type UserAccessList = z.infer<typeof UserAccessList>;

/** Somebody leaves: to whom what they had goes, if it does. */
export const UserLeaving = z
  .strictObject({
    version: Version,
    handToId: z.uuid().nullable().default(null).describe('gets their people, open leads and open tasks'),
  })
  .meta({ id: 'UserLeaving' });
export type UserLeaving = z.infer<typeof UserLeaving>;

/** One place where somebody is signed in. */
export const SessionShown = z
  .object({
    id: z.uuid(),
    userAgent: z.string(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    current: z.boolean().describe('the one that asks'),
  })
  .meta({ id: 'SessionShown' });
export type SessionShown = z.infer<typeof SessionShown>;

export const SessionList = z.object({ items: z.array(SessionShown) }).meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof SessionList>;
