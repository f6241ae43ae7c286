import { z } from 'zod';
import { NameSort, pageOf, RecordsQuery, Version } from './paging.ts';
import { Channel } from './consent.ts';

/** The words of a template, by channel. */
export const TemplateWords = z
  .discriminatedUnion('channel', [
    z.strictObject({
      channel: z.literal('email'),
      subject: z.string().trim().min(1).max(300),
      html: z.string().min(1).max(100_000),
    }),
    z.strictObject({ channel: z.literal('sms'), body: z.string().trim().min(1).max(1600) }),
  ])
  .meta({ id: 'TemplateWords' });
export type TemplateWords = z.infer<typeof TemplateWords>;

export const NewTemplate = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'use small letters, digits and dashes, for example welcome-email')
      .describe('how automations name it'),
    name: z.string().trim().min(1).max(100),
    words: TemplateWords,
  })
  .meta({ id: 'NewTemplate' });
export type NewTemplate = z.infer<typeof NewTemplate>;

/** New words for the draft; a live wording is never changed, a draft is made beside it. */
export const TemplateDraft = z
  .strictObject({
    words: TemplateWords,
    version: Version.optional().describe('of the draft, when there is one'),
    note: z.string().trim().max(500).optional(),
  })
  .meta({ id: 'TemplateDraft' });
export type TemplateDraft = z.infer<typeof TemplateDraft>;

export const TemplateStatus = z.enum(['draft', 'submitted', 'approved', 'live', 'retired']);

export const TemplateVersion = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.int(),
    status: TemplateStatus,
    words: TemplateWords,
    author: z.string(),
    approver: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'TemplateVersion' });
export type TemplateVersion = z.infer<typeof TemplateVersion>;

export const Template = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    channel: Channel,
    name: z.string(),
    versions: z.array(TemplateVersion).describe('newest first'),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Template' });
export const TemplatesQuery = RecordsQuery.extend({ sort: NameSort, channel: Channel.optional() });
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;
export const TemplatePage = pageOf(Template, 'TemplatePage');
export type Template = z.infer<typeof Template>;

export const TemplatePreviewAsked = z
  .strictObject({ words: TemplateWords })
  .meta({ id: 'TemplatePreviewAsked' });
export type TemplatePreviewAsked = z.infer<typeof TemplatePreviewAsked>;

/** Words are enough: a test goes to the address of whoever asks, and to no other. */
export const NewTemplateTest = z.strictObject({ words: TemplateWords }).meta({ id: 'NewTemplateTest' });
export type NewTemplateTest = z.infer<typeof NewTemplateTest>;

/** A test that is on its way, as a message like any other. */
export const TemplateTest = z
  .object({ messageId: z.uuid(), to: z.string().describe("the asker's own address or number") })
  .meta({ id: 'TemplateTest' });
export type TemplateTest = z.infer<typeof TemplateTest>;

/** What would arrive. */
export const TemplatePreview = z
  .object({
    subject: z.string().nullable(),
    html: z.string().nullable(),
    text: z.string(),
    segments: z.int().nullable().describe('how many texts it is sent as; null for e-mail'),
  })
  .meta({ id: 'TemplatePreview' });
export type TemplatePreview = z.infer<typeof TemplatePreview>;
