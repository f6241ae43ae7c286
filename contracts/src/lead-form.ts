import { z } from 'zod';
import { Touch } from './lead.ts';
import { PageQuery, Version } from './paging.ts';

const Line = (max: number) => z.string().trim().max(max);

/** What a visitor sends. Unknown fields of the address (UTM, click ids) come along in `touch`. */
export const FormSubmission = z.object({
  firstName: Line(100).min(1, 'Give your first name.'),
  lastName: Line(100).min(1, 'Give your last name.'),
  email: Line(254).min(1, 'Give your email address.'),
  phone: Line(40).default(''),
  state: z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/, 'Choose your state.')]).default(''),
  question: Line(2000).default(''),
  /** ticked boxes; an unticked box is not sent */
  agreeEmail: z.literal('yes').optional(),
  agreeSms: z.literal('yes').optional(),
  agreeSmsMarketing: z.literal('yes').optional(),
  /** made when the page was: sending it twice is one submission */
  submissionKey: z.uuid(),
  /** nobody sees this field; only robots fill it in */
  website: Line(200).default(''),
});
export type FormSubmission = z.infer<typeof FormSubmission>;

export const FormTouch = z.object({ first: Touch, last: Touch });

export const FormAsk = z.enum(['phone', 'state', 'question']);
export type FormAsk = z.infer<typeof FormAsk>;

const ConsentText = z.string().trim().max(2000);
const Origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'write it like https://www.example.com, without a path');

const details = {
  title: z.string().trim().min(1).max(200),
  intro: z.string().trim().max(1000).describe('a sentence or two under the headline'),
  buttonLabel: z.string().trim().min(1).max(60),
  disclosure: z.string().trim().max(2000).describe('what the firm has to say about itself, under the form'),
  asks: z.array(FormAsk).max(3).describe('besides the name and the email address'),
  sourceId: z.uuid().describe('the lead source that its leads come by'),
  bookId: z.uuid().describe('the book that new people belong to'),
  ownerId: z.uuid().nullable(),
  consentEmail: ConsentText.describe('what is agreed to for marketing emails; empty: it is not asked'),
  consentSms: ConsentText.describe('what is agreed to for service texts; empty: it is not asked'),
  consentSmsMarketing: ConsentText.describe(
    "what is agreed to for marketing texts, which wait for the phone's own YES; empty: it is not asked",
  ),
  allowedOrigins: z.array(Origin).max(50).describe('sites that may show it in a frame'),
  dailyLimit: z.int().min(1).max(100_000).describe('submissions in a day'),
};

export const NewLeadForm = z
  .strictObject({
    ...z.object(details).partial().shape,
    title: details.title,
    sourceId: details.sourceId,
    bookId: details.bookId,
  })
  .meta({ id: 'NewLeadForm' });
export type NewLeadForm = z.infer<typeof NewLeadForm>;

export const LeadFormChanges = z
  .strictObject({
    ...z.object(details).partial().shape,
    retired: z.boolean().optional().describe('no longer shown; what came by it stays'),
    version: Version,
  })
  .meta({ id: 'LeadFormChanges' });
export type LeadFormChanges = z.infer<typeof LeadFormChanges>;

/** A form that the firm shows to the public. */
export const LeadForm = z
  .object({
    id: z.uuid(),
    version: z.int(),
    ...details,
    consentVersion: z.int(),
    url: z.url().describe('the hosted page'),
    snippet: z.string().describe('what a site puts into its page to show the form'),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LeadForm' });
export type LeadForm = z.infer<typeof LeadForm>;

/** One wording of the consent texts; agreements name it by its number. */
export const ConsentWording = z
  .object({
    number: z.int(),
    email: z.string(),
    sms: z.string(),
    smsMarketing: z.string(),
    author: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ConsentWording' });
export type ConsentWording = z.infer<typeof ConsentWording>;

/** What came by a form. */
export const FormSubmissionRecord = z
  .object({
    id: z.uuid(),
    formId: z.uuid(),
    personId: z.uuid().nullable(),
    leadId: z.uuid().nullable(),
    verdict: z
      .enum(['lead', 'known_person', 'robot', 'repeat'])
      .describe('repeat: the same inquiry once more, which is no other lead'),
    question: z.string(),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: 'FormSubmission' });
export type FormSubmissionRecord = z.infer<typeof FormSubmissionRecord>;

export const FormSubmissionsQuery = PageQuery.extend({ personId: z.uuid() });
export type FormSubmissionsQuery = z.infer<typeof FormSubmissionsQuery>;
