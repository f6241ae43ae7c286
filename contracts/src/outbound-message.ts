import { z } from 'zod';
import { Channel, GateDecision, Purpose } from './consent.ts';
import { PageQuery, TimeSort } from './paging.ts';
import { TemplateWords } from './template.ts';

export const OrderStatus = z.enum(['waiting', 'sent', 'refused', 'failed', 'cancelled']);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const NewMessage = z
  .strictObject({
    purpose: Purpose,
    words: TemplateWords.describe('variables are filled in as in a template'),
    replyTo: z
      .uuid()
      .optional()
      .describe('the communication of this person that it answers: it joins that thread'),
    sendAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('at once when left out; never at a bad hour'),
    notAfter: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('after this it is not sent any more; three days after the wished time when left out'),
  })
  .meta({ id: 'NewMessage' });
export type NewMessage = z.infer<typeof NewMessage>;

/** A message that somebody of the firm wrote, from the click to its end. */
export const Message = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid().nullable().describe("null for the answer to a keyword of a number that is nobody's"),
    channel: Channel,
    purpose: Purpose,
    words: TemplateWords,
    replyTo: z.uuid().nullable(),
    sendAt: z.iso.datetime().nullable(),
    notAfter: z.iso.datetime(),
    status: OrderStatus,
    why: z.string().nullable().describe('why it waits, or why it was not sent, in words'),
    nextTryAt: z.iso.datetime().nullable(),
    communicationId: z.uuid().nullable().describe('the message as it left'),
    author: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

export const MessagesQuery = PageQuery.extend({
  sort: TimeSort,
  personId: z.uuid(),
  status: OrderStatus.optional(),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;

export const MessagePreviewAsked = z
  .strictObject({ purpose: Purpose, words: TemplateWords })
  .meta({ id: 'MessagePreviewAsked' });
export type MessagePreviewAsked = z.infer<typeof MessagePreviewAsked>;

/** What would arrive, and what the gate would say now; it is asked again when the message leaves. */
export const MessagePreview = z
  .object({
    to: z.string().nullable(),
    subject: z.string().nullable(),
    text: z
      .string()
      .describe('as the person would read it, without the foot that the firm puts under an email'),
    segments: z.int().nullable().describe('how many texts it is sent as; null for an email'),
    missing: z
      .array(z.string())
      .describe('variables that nothing is known for: nothing stands in their place'),
    gate: GateDecision,
  })
  .meta({ id: 'MessagePreview' });
export type MessagePreview = z.infer<typeof MessagePreview>;
