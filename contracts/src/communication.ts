import { z } from 'zod';
import { PageQuery, TimeSort } from './paging.ts';

export const CommunicationChannel = z.enum(['email', 'sms', 'phone', 'letter', 'portal']);

/** One message of any channel, in or out, with its words opened for who may read them. */
export const Communication = z
  .object({
    id: z.uuid(),
    personId: z.uuid().nullable(),
    channel: CommunicationChannel,
    direction: z.enum(['in', 'out']),
    address: z.string().describe("the other side's address or number"),
    subject: z.string().nullable(),
    body: z.string(),
    threadId: z.uuid(),
    inReplyTo: z.uuid().nullable(),
    automatic: z.boolean().describe('written by a machine: nothing reacts to it'),
    authenticated: z
      .boolean()
      .nullable()
      .describe('inbound mail whose sender proved to be who it names; null where that cannot be asked'),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: 'Communication' });
export type Communication = z.infer<typeof Communication>;

export const CommunicationsQuery = PageQuery.extend({
  sort: TimeSort,
  direction: z.enum(['in', 'out']).optional(),
  personId: z.uuid(),
  channel: CommunicationChannel.optional(),
  threadId: z.uuid().optional(),
});
export type CommunicationsQuery = z.infer<typeof CommunicationsQuery>;

/** A call or a letter, noted by hand. Mail and texts come and go by their channels. */
export const NewCommunication = z
  .strictObject({
    personId: z.uuid(),
    channel: z.enum(['phone', 'letter']),
    direction: z.enum(['in', 'out']),
    address: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .describe('the number that was called, or where the letter went'),
    subject: z.string().trim().max(300).optional(),
    body: z.string().trim().min(1).max(20_000),
    occurredAt: z.iso.datetime({ offset: true }).optional().describe('now when left out'),
  })
  .meta({ id: 'NewCommunication' });
export type NewCommunication = z.infer<typeof NewCommunication>;
