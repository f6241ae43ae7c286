import { z } from 'zod';
import { CommunicationChannel } from './communication.ts';

/** What a timeline can be narrowed to. */
export const TimelineKind = z.enum([
  'message',
  'call',
  'note',
  'task',
  'meeting',
  'document',
  'step',
  'change',
]);
export type TimelineKind = z.infer<typeof TimelineKind>;

/** Where one reads: from a place on, else around an instant, else from the newest on. */
export const TimelineQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  from: z.string().min(1).max(500).optional().describe('the `older` or the `newer` of a page'),
  around: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('half a page to each side of this instant, where no `from` is given'),
  kinds: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(TimelineKind).min(1))
    .optional()
    .describe('kinds of items, separated by commas; all when left out'),
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;

/** Who did it; the name is null where it is the person themselves or nobody in particular. */
export const TimelineActor = z
  .object({
    kind: z.enum(['user', 'automation', 'person', 'form', 'program', 'system']),
    name: z.string().nullable(),
  })
  .meta({ id: 'TimelineActor' });
export type TimelineActor = z.infer<typeof TimelineActor>;

/** One thing that happened with a person, told in words. */
export const TimelineItem = z
  .object({
    id: z.string().describe('unlike every other of this person, and the same each time'),
    kind: TimelineKind,
    at: z.iso.datetime().describe('when it happened, not when it was written down'),
    title: z.string().describe('what happened; names stand between asterisks'),
    lines: z.array(z.string()).describe('more about it, in words'),
    quote: z.string().nullable().describe('what somebody wrote or said'),
    problem: z.string().nullable().describe('why it was not, or not yet, done'),
    by: TimelineActor.nullable(),
    channel: CommunicationChannel.nullable(),
    direction: z.enum(['in', 'out']).nullable(),
    subject: z.string().nullable(),
    communicationId: z.uuid().nullable().describe('of a message that can be answered'),
    run: z
      .object({ enrolmentId: z.uuid(), automationId: z.uuid(), automationName: z.string() })
      .nullable()
      .describe('the run of an automation that it belongs to'),
  })
  .meta({ id: 'TimelineItem' });
export type TimelineItem = z.infer<typeof TimelineItem>;

/** A part of a timeline, newest first. */
export const TimelinePage = z
  .object({
    items: z.array(TimelineItem),
    older: z.string().nullable().describe('null where nothing happened before'),
    newer: z.string().nullable().describe('null where nothing has happened since'),
  })
  .meta({ id: 'TimelinePage' });
export type TimelinePage = z.infer<typeof TimelinePage>;
