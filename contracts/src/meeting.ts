import { z } from 'zod';
import { RecordsQuery, Version } from './paging.ts';

const Instant = z.iso.datetime({ offset: true });
const when = {
  startsAt: Instant,
  endsAt: Instant,
  timeZone: z.string().min(1).max(60).describe('IANA zone that the meeting was agreed in'),
};
const details = {
  title: z.string().trim().min(1).max(200),
  place: z.string().trim().max(300).nullable(),
  hostId: z.uuid().nullable().describe('who of the firm holds it'),
};
const endsAfterStart = {
  path: ['endsAt'],
  message: 'the meeting must end after it begins',
  params: { fix: 'send an end that is later than the start' },
};
const inOrder = (at: { startsAt: string; endsAt: string }): boolean =>
  Date.parse(at.endsAt) > Date.parse(at.startsAt);

export const NewMeeting = z
  .strictObject({
    personId: z.uuid(),
    ...when,
    title: details.title,
    place: details.place.optional(),
    hostId: details.hostId.optional(),
  })
  .refine(inOrder, endsAfterStart)
  .meta({ id: 'NewMeeting' });
export type NewMeeting = z.infer<typeof NewMeeting>;

export const MeetingChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'MeetingChanges' });
export type MeetingChanges = z.infer<typeof MeetingChanges>;

export const MeetingMove = z
  .strictObject({ ...when, version: Version })
  .refine(inOrder, endsAfterStart)
  .meta({ id: 'MeetingMove' });
export type MeetingMove = z.infer<typeof MeetingMove>;

export const MeetingStatus = z.enum(['booked', 'cancelled', 'no_show', 'ended']);

export const Meeting = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    ...when,
    ...details,
    status: MeetingStatus,
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Meeting' });
export type Meeting = z.infer<typeof Meeting>;

export const MeetingsQuery = RecordsQuery.extend({
  sort: z.enum(['soonest', 'latest']).default('soonest').describe('by its beginning'),
  personId: z.uuid().optional(),
  hostId: z.uuid().optional(),
  status: MeetingStatus.optional(),
  from: Instant.optional().describe('that begin at this instant or later'),
  until: Instant.optional().describe('that begin before this instant'),
});
export type MeetingsQuery = z.infer<typeof MeetingsQuery>;
