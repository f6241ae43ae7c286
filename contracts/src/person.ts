import { z } from 'zod';
import { Day } from './day.ts';
import { RecordsQuery, Version } from './paging.ts';

const Text = (max: number) => z.string().trim().min(1).max(max);

export const PreferredChannel = z.enum(['email', 'sms', 'phone']);

export const NewEmail = z.strictObject({
  address: z.string().trim().min(3).max(254),
  label: Text(40).default('home'),
  isPrimary: z.boolean().default(false),
});
export type NewEmail = z.infer<typeof NewEmail>;
export const NewPhone = z.strictObject({
  number: z.string().trim().min(3).max(40).describe('as written; US numbers need no country code'),
  label: Text(40).default('mobile'),
  isPrimary: z.boolean().default(false),
});
export type NewPhone = z.infer<typeof NewPhone>;

const details = {
  firstName: z.string().trim().max(100),
  lastName: z.string().trim().max(100),
  preferredName: Text(100).nullable().describe('what they go by; messages greet them by it'),
  language: z.enum(['en', 'es']),
  preferredChannel: PreferredChannel.nullable(),
  timeZone: z
    .string()
    .max(60)
    .nullable()
    .describe('IANA zone, as the person stated it; without one, that of the state where it has one alone'),
  addressLine: Text(200).nullable(),
  city: Text(100).nullable(),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, 'use the two letters of the state, for example OH')
    .nullable(),
  postalCode: z
    .string()
    .regex(/^\d{5}(-\d{4})?$/, 'use five digits, or nine with a dash')
    .nullable(),
  birthDate: Day.nullable(),
  reviewDueOn: Day.nullable(),
  ownerId: z.uuid().nullable(),
};

export const NewPerson = z
  .strictObject({
    ...z.object(details).partial().shape,
    bookId: z.uuid().optional().describe("the caller's own book when left out"),
    emails: z.array(NewEmail).max(20).default([]),
    phones: z.array(NewPhone).max(20).default([]),
  })
  .refine((person) => Boolean(person.firstName ?? person.lastName), {
    path: ['lastName'],
    message: 'one of the two names is needed',
    params: { fix: 'send a firstName or a lastName' },
  })
  .meta({ id: 'NewPerson' });
export type NewPerson = z.infer<typeof NewPerson>;

export const PersonChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'PersonChanges' });
export type PersonChanges = z.infer<typeof PersonChanges>;

export const PersonEmail = z
  .object({
    id: z.uuid(),
    version: z.int(),
    address: z.string(),
    label: z.string(),
    isPrimary: z.boolean(),
    bouncedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PersonEmail' });
export const PersonPhone = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string(),
    e164: z.string(),
    label: z.string(),
    isPrimary: z.boolean(),
    canText: z.boolean(),
  })
  .meta({ id: 'PersonPhone' });

export const Person = z
  .object({
    id: z.uuid(),
    version: z.int(),
    bookId: z.uuid(),
    ...details,
    language: z.string(),
    timeZoneSource: z.enum(['stated', 'address', 'import']).nullable(),
    emails: z.array(PersonEmail),
    phones: z.array(PersonPhone),
    lastContactAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const PeopleQuery = RecordsQuery.extend({
  name: z.string().trim().min(1).max(100).optional().describe('beginning of "last name first name"'),
  ownerId: z.uuid().optional(),
  sort: z.enum(['name', 'newest']).default('name'),
  bookId: z.uuid().optional(),
  tagId: z.uuid().optional(),
  state: z.string().length(2).optional(),
});
export type PeopleQuery = z.infer<typeof PeopleQuery>;

/** Of one address or number; it becomes the primary one by taking that place from another. */
export const ReachChanges = z
  .strictObject({
    label: Text(40).optional(),
    isPrimary: z.literal(true).optional(),
    version: Version,
  })
  .meta({ id: 'ReachChanges' });
export type ReachChanges = z.infer<typeof ReachChanges>;

/** Of up to 200 people, for lists that hold only ids. */
export const PersonNamesQuery = z.strictObject({
  ids: z
    .string()
    .max(7_400)
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid('ids of people, separated by commas')).max(200))
    .describe('ids, separated by commas'),
});
export type PersonNamesQuery = z.infer<typeof PersonNamesQuery>;

export const PersonNames = z
  .object({
    items: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .describe('of those that the caller may see, the deleted ones too'),
  })
  .meta({ id: 'PersonNames' });
export type PersonNames = z.infer<typeof PersonNames>;
