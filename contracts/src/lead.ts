import { z } from 'zod';
import { Day } from './day.ts';
import { LeadStage as Stage } from './automation/events.ts';
import { NameSort, pageOf, PageQuery, RecordsQuery, TimeSort, Version } from './paging.ts';

export const LeadStage = Stage;
export type LeadStage = z.infer<typeof Stage>;

/** Why a lead came to nothing. */
export const LostReason = z.enum([
  'no_answer',
  'other_advisor',
  'not_now',
  'not_a_fit',
  'cost',
  'wrong_details',
  'other',
]);
export type LostReason = z.infer<typeof LostReason>;

const Mark = z.string().trim().min(1).max(500).optional();

/** Where a visit came from: UTM parameters and the click ids of Google, Meta and Microsoft, as they stood in the address. */
export const Touch = z
  .strictObject({
    source: Mark,
    medium: Mark,
    campaign: Mark,
    term: Mark,
    content: Mark,
    gclid: Mark,
    wbraid: Mark,
    gbraid: Mark,
    fbclid: Mark,
    msclkid: Mark,
    landingPage: Mark,
    referrer: Mark,
    at: z.iso.datetime().optional(),
  })
  .meta({ id: 'Touch' });
export type Touch = z.infer<typeof Touch>;

const choices = {
  sourceId: z.uuid(),
  ownerId: z.uuid().nullable(),
  referredById: z.uuid().nullable().describe('the person who sent them'),
};

export const NewLead = z
  .strictObject({
    ...z.object(choices).partial().shape,
    sourceId: choices.sourceId,
    personId: z.uuid(),
    firstTouch: Touch.optional(),
    lastTouch: Touch.optional(),
  })
  .meta({ id: 'NewLead' });
export type NewLead = z.infer<typeof NewLead>;

export const LeadChanges = z
  .strictObject({ ...z.object(choices).partial().shape, version: Version })
  .meta({ id: 'LeadChanges' });
export type LeadChanges = z.infer<typeof LeadChanges>;

export const Lead = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    ...choices,
    stage: LeadStage,
    lostReason: LostReason.nullable().describe('of one that is lost, where somebody said it'),
    firstTouch: Touch,
    lastTouch: Touch,
    occurredAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof Lead>;

export const LeadsQuery = RecordsQuery.extend({
  sort: TimeSort,
  personId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  sourceId: z.uuid().optional(),
  stage: LeadStage.optional(),
});
export type LeadsQuery = z.infer<typeof LeadsQuery>;

const Stages = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(LeadStage).min(1))
  .describe('stages, separated by commas');

/** The leads as a list shows them. */
export const LeadRowsQuery = RecordsQuery.extend({
  sort: z
    .enum(['newest', 'oldest', 'name', 'stage', 'source', 'owner', 'lastContact'])
    .default('newest')
    .describe(
      'newest, oldest: by when they came in; stage: from new to lost; lastContact: who was heard of last comes first',
    ),
  stages: Stages.optional(),
  ownerId: z.uuid().optional(),
  sourceId: z.uuid().optional(),
  campaign: z.string().trim().min(1).max(500).optional(),
  name: z.string().trim().min(1).max(100).optional().describe('beginning of "last name first name"'),
  since: z.iso.datetime({ offset: true }).optional().describe('who came in from then on'),
  until: z.iso.datetime({ offset: true }).optional().describe('who came in before then'),
  tagId: z.uuid().optional(),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('of the address, for example OH'),
  consent: z
    .enum(['email', 'sms'])
    .optional()
    .describe('who agreed to that channel, has not withdrawn it and has not opted out at that address'),
  automationId: z.uuid().optional().describe('who is inside it now'),
  lostReason: LostReason.optional().describe('who is lost for that reason'),
  noContactSince: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('who was not heard of since, or never'),
});
export type LeadRowsQuery = z.infer<typeof LeadRowsQuery>;

/** The same question without pages: all of them, as a file. */
export const LeadExportQuery = LeadRowsQuery.omit({ limit: true, after: true, deleted: true });
export type LeadExportQuery = z.infer<typeof LeadExportQuery>;

export const LeadRow = Lead.extend({
  personName: z.string(),
  sourceName: z.string(),
  ownerName: z.string().nullable(),
  lastContactAt: z.iso.datetime().nullable(),
  hasEmail: z.boolean().describe('an address that has not bounced'),
  canText: z.boolean().describe('a number that takes texts; whether they agreed is for the gate'),
  run: z
    .object({
      id: z.uuid(),
      automationName: z.string(),
      label: z.string().nullable().describe('the step where they are'),
      status: z.enum(['active', 'attention']),
      wakeAt: z.iso.datetime().nullable(),
    })
    .nullable()
    .describe('the newest run of an automation that has not ended'),
}).meta({ id: 'LeadRow' });
export type LeadRow = z.infer<typeof LeadRow>;

export const LeadCounts = z
  .object({ stages: z.array(z.object({ stage: LeadStage, count: z.int() })) })
  .meta({ id: 'LeadCounts' });
export type LeadCounts = z.infer<typeof LeadCounts>;

export const StageChange = z
  .strictObject({
    to: LeadStage,
    lostReason: LostReason.optional().describe('only with `lost`'),
    version: Version,
  })
  .meta({ id: 'StageChange' });
export type StageChange = z.infer<typeof StageChange>;

export const Conversion = z
  .strictObject({ version: Version, since: Day.describe('first day as a client') })
  .meta({ id: 'Conversion' });
export type Conversion = z.infer<typeof Conversion>;

export const LeadSourceKind = z.enum(['form', 'referral', 'advertising', 'event', 'import', 'other']);
const sourceDetails = { name: z.string().trim().min(1).max(100), kind: LeadSourceKind };

export const NewLeadSource = z.strictObject(sourceDetails).meta({ id: 'NewLeadSource' });
export type NewLeadSource = z.infer<typeof NewLeadSource>;

export const LeadSourceChanges = z
  .strictObject({
    ...z.object(sourceDetails).partial().shape,
    retired: z.boolean().optional().describe('no longer offered; leads that came by it keep it'),
    version: Version,
  })
  .meta({ id: 'LeadSourceChanges' });
export type LeadSourceChanges = z.infer<typeof LeadSourceChanges>;

export const LeadSource = z
  .object({
    id: z.uuid(),
    version: z.int(),
    ...sourceDetails,
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LeadSource' });
export type LeadSource = z.infer<typeof LeadSource>;

export const LeadSourcesQuery = PageQuery.extend({
  sort: NameSort,
  kind: LeadSourceKind.optional(),
  retired: z.stringbool().optional().describe('both when left out'),
});
export type LeadSourcesQuery = z.infer<typeof LeadSourcesQuery>;
export const LeadSourcePage = pageOf(LeadSource, 'LeadSourcePage');
