import { z } from 'zod';
import { Version } from './paging.ts';

const person = { personId: z.uuid(), personName: z.string() };

/** What needs the reader now, beside tasks and runs that stand, and what automations did meanwhile. */
export const Today = z
  .object({
    replies: z
      .array(
        z.object({
          id: z.uuid(),
          version: z.int(),
          ...person,
          channel: z.enum(['email', 'sms']),
          words: z.string().describe('its beginning'),
          occurredAt: z.iso.datetime(),
        }),
      )
      .describe('the last message of each person that nobody has answered or is done with, newest first'),
    questions: z
      .array(
        z.object({
          id: z.uuid(),
          version: z.int(),
          ...person,
          automationName: z.string(),
          question: z.string(),
          askedAt: z.iso.datetime(),
        }),
      )
      .describe('what runs ask and the reader may decide, oldest first'),
    unknowns: z
      .array(
        z.object({
          id: z.uuid().describe('of the delivery'),
          ...person,
          channel: z.enum(['email', 'sms']),
          words: z.string().describe('its beginning'),
          handedAt: z.iso.datetime(),
        }),
      )
      .describe('messages of which nobody knows whether they arrived, oldest first'),
    versions: z
      .array(
        z.object({
          automationId: z.uuid(),
          automationName: z.string(),
          number: z.int(),
          version: z.int(),
          authorName: z.string().nullable(),
          note: z.string().nullable(),
        }),
      )
      .describe('what others handed in and the reader may approve'),
    since: z.iso.datetime().describe('from when on automations are told of'),
    asOf: z.iso.datetime(),
    automations: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        entered: z.int(),
        sent: z.int().describe('messages that left'),
        ended: z.int(),
      }),
    ),
  })
  .meta({ id: 'Today' });
export type Today = z.infer<typeof Today>;

export const TodaySeen = z
  .strictObject({ until: z.iso.datetime().describe('asOf of the answer that was read') })
  .meta({ id: 'TodaySeen' });
export type TodaySeen = z.infer<typeof TodaySeen>;

export const TodayLooked = z.object({ since: z.iso.datetime() }).meta({ id: 'TodayLooked' });
export type TodayLooked = z.infer<typeof TodayLooked>;

/** What somebody found out: it arrived; it did not, and the same is sent again; it did not, and it is left so. */
export const Finding = z.enum(['arrived', 'sent_again', 'left']);
export type Finding = z.infer<typeof Finding>;

export const FindingTold = z.strictObject({ finding: Finding }).meta({ id: 'FindingTold' });
export type FindingTold = z.infer<typeof FindingTold>;

export const FindingNoted = z
  .object({ orderId: z.uuid().nullable().describe('of the message that is sent again') })
  .meta({ id: 'FindingNoted' });
export type FindingNoted = z.infer<typeof FindingNoted>;

export const ReplyHandling = z
  .strictObject({ handled: z.boolean(), version: Version })
  .meta({ id: 'ReplyHandling' });
export type ReplyHandling = z.infer<typeof ReplyHandling>;

export const ReplyHandled = z
  .object({ id: z.uuid(), version: z.int(), handledAt: z.iso.datetime().nullable() })
  .meta({ id: 'ReplyHandled' });
export type ReplyHandled = z.infer<typeof ReplyHandled>;

export const Decision = z
  .strictObject({ decision: z.enum(['approved', 'rejected']), version: Version })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;

export const Decided = z
  .object({ id: z.uuid(), version: z.int(), decision: z.enum(['approved', 'rejected']).nullable() })
  .meta({ id: 'Decided' });
export type Decided = z.infer<typeof Decided>;
