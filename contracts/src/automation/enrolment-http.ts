import { z } from 'zod';
import { PageQuery, Version } from '../paging.ts';

export const EnrolmentStep = z
  .object({
    n: z.int(),
    step: z.string(),
    label: z.string(),
    port: z.string(),
    at: z.iso.datetime(),
    note: z.string().nullable(),
  })
  .meta({ id: 'EnrolmentStep' });
export type EnrolmentStep = z.infer<typeof EnrolmentStep>;

/** One receipt in full. Facts are shown to who may see the person. */
export const Receipt = EnrolmentStep.extend({
  visit: z.int().describe('how often the person had come to this step'),
  kind: z.string(),
  words: z.string(),
  effectKey: z.string().nullable().describe('what it did, it did once under this key'),
  eventSeq: z.int().nullable().describe('number of the event that it answers to'),
  facts: z.array(
    z.object({
      label: z.string(),
      value: z.string(),
      source: z.string(),
      asOf: z.iso.datetime().nullable(),
    }),
  ),
}).meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;
export const ReceiptList = z.object({ items: z.array(Receipt) }).meta({ id: 'ReceiptList' });

export const Enrolment = z
  .object({
    id: z.uuid(),
    automationId: z.uuid(),
    automationName: z.string(),
    versionNumber: z.int().nullable().describe('the version that the person follows'),
    personId: z.uuid(),
    status: z.enum(['active', 'attention', 'ended']),
    n: z.int().describe('ordinal of its next receipt: what a retry, a skip or a move has to name'),
    at: z.string().describe('the step where the person is, or END'),
    atLabel: z.string(),
    waitsFor: z.string().nullable(),
    wakeAt: z.iso.datetime().nullable(),
    outcome: z.string().nullable(),
    paused: z.enum(['freeze', 'holdSends']).nullable().describe('a pause of this run alone'),
    held: z.string().nullable().describe('a hold of this run alone'),
    workflowId: z.string(),
    steps: z.array(EnrolmentStep),
  })
  .meta({ id: 'Enrolment' });
export type Enrolment = z.infer<typeof Enrolment>;

export const EnrolmentQuery = z.strictObject({ personId: z.uuid() });
export type EnrolmentQuery = z.infer<typeof EnrolmentQuery>;
export const EnrolmentList = z.object({ items: z.array(Enrolment) }).meta({ id: 'EnrolmentList' });

export const Delivery = z
  .object({
    id: z.uuid(),
    personId: z.uuid().nullable().describe("null for the answer to a keyword of a number that is nobody's"),
    channel: z.enum(['email', 'sms']),
    purpose: z.enum(['service', 'marketing']),
    state: z.enum(['claimed', 'handing_over', 'accepted', 'refused', 'unknown']),
    effectKey: z.string().describe('the step of a run that it is the message of, or the order of a person'),
    providerState: z.string().nullable(),
    reason: z.string().nullable(),
    checks: z.array(z.object({ check: z.string(), passed: z.boolean(), words: z.string() })),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
export const DeliveryList = z.object({ items: z.array(Delivery) }).meta({ id: 'DeliveryList' });

export const Why = z
  .object({
    sentence: z.string().describe('the answer, in one sentence'),
    record: z.array(z.object({ n: z.int(), at: z.iso.datetime(), label: z.string(), words: z.string() })),
  })
  .meta({ id: 'Why' });
export type Why = z.infer<typeof Why>;

export const WhyQuery = z.strictObject({
  step: z.string().max(40).optional().describe('the drawn step that is asked about'),
});
export type WhyQuery = z.infer<typeof WhyQuery>;

/** Why somebody is, or is not, inside an automation. */
export const EntryQuery = z.strictObject({ automationId: z.uuid() });
export type EntryQuery = z.infer<typeof EntryQuery>;

/** The automations that a person can be put into by hand, and whether they could enter now. */
export const Entrances = z
  .object({
    items: z.array(
      z.object({
        automationId: z.uuid(),
        name: z.string(),
        refused: z
          .string()
          .nullable()
          .describe('why they could not enter now, in words; null where they may'),
      }),
    ),
  })
  .meta({ id: 'Entrances' });
export type Entrances = z.infer<typeof Entrances>;

const n = z.int().min(0).max(2_147_483_647).describe('ordinal of its next receipt, as it was seen');
const reason = z.string().trim().min(1).max(200);
/** What a person may do to a run; those that name `n` are refused when the run has moved on. */
export const RunWish = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('pause'), mode: z.enum(['freeze', 'holdSends']) }),
    z.strictObject({ do: z.literal('resume') }),
    z.strictObject({ do: z.literal('hold'), reason }),
    z.strictObject({ do: z.literal('release') }),
    z.strictObject({ do: z.literal('retry'), n }),
    z.strictObject({ do: z.literal('skip'), n }),
    z.strictObject({ do: z.literal('end'), reason }),
    z.strictObject({ do: z.literal('moveWait'), n, until: z.iso.datetime() }),
  ])
  .meta({ id: 'RunWish' });
export type RunWish = z.infer<typeof RunWish>;
export const RunControlled = z
  .object({
    n: z.int(),
    delivered: z.boolean().describe('false: it is written down, and the run hears of it by and by'),
  })
  .meta({ id: 'RunControlled' });
export type RunControlled = z.infer<typeof RunControlled>;

/** The same for many runs, each with the ordinal at which it was seen. */
export const BulkWish = z
  .strictObject({
    do: z.enum(['retry', 'skip', 'end']),
    reason: reason.default('by hand').describe('of an end'),
    items: z
      .array(z.strictObject({ id: z.uuid(), n }))
      .min(1)
      .max(200),
  })
  .meta({ id: 'BulkWish' });
export type BulkWish = z.infer<typeof BulkWish>;
export const BulkControlled = z
  .object({
    results: z.array(
      z.object({
        id: z.uuid(),
        outcome: z.enum(['done', 'refused']),
        code: z.string().nullable(),
        words: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkControlled' });
export type BulkControlled = z.infer<typeof BulkControlled>;

/** Somebody who is inside an automation now. */
export const PersonInside = z
  .object({
    id: z.uuid().describe('of the enrolment'),
    personId: z.uuid(),
    personName: z.string(),
    step: z.string(),
    label: z.string(),
    status: z.enum(['active', 'attention']),
    since: z.iso.datetime().describe('when they came to the step'),
    wakeAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PersonInside' });
export type PersonInside = z.infer<typeof PersonInside>;
const FollowedVersion = z.coerce
  .number()
  .pipe(Version)
  .optional()
  .describe('only those who follow the version of this number');

/** Whose places are counted. */
export const InsideQuery = z.strictObject({ versionNumber: FollowedVersion });
export type InsideQuery = z.infer<typeof InsideQuery>;

export const PeopleInsideQuery = PageQuery.extend({
  step: z.string().max(40).optional().describe('only those who stand at this drawn step'),
  versionNumber: FollowedVersion,
});
export type PeopleInsideQuery = z.infer<typeof PeopleInsideQuery>;

const Days = z.coerce
  .number()
  .int()
  .min(1)
  .max(400)
  .default(30)
  .describe('of those who came in within so many days');

export const PassedQuery = z.strictObject({ days: Days });
export type PassedQuery = z.infer<typeof PassedQuery>;

/** How many have left each step by which way, in every book. */
export const Passed = z
  .object({
    days: z.int(),
    entered: z.int().describe('people who came in'),
    steps: z.array(z.object({ step: z.string(), people: z.int() })),
    ways: z
      .array(z.object({ step: z.string(), port: z.string(), people: z.int() }))
      .describe('who went the same step twice by two ways counts at both'),
  })
  .meta({ id: 'AutomationPassed' });
export type Passed = z.infer<typeof Passed>;

export const PeoplePassedQuery = PageQuery.extend({
  step: z.string().max(40).describe('who has left this drawn step'),
  days: Days,
});
export type PeoplePassedQuery = z.infer<typeof PeoplePassedQuery>;

/** Somebody who has left a step of an automation, whether they are inside still or not. */
export const PersonPassed = z
  .object({
    id: z.uuid().describe('of the enrolment'),
    personId: z.uuid(),
    personName: z.string(),
    at: z.iso.datetime().describe('when they left it, the last time'),
    port: z.string().describe('by which way'),
  })
  .meta({ id: 'PersonPassed' });
export type PersonPassed = z.infer<typeof PersonPassed>;

/** A run that stands until somebody has looked at it. */
export const NeedingAttention = z
  .object({
    id: z.uuid().describe('of the enrolment'),
    automationId: z.uuid(),
    automationName: z.string(),
    personId: z.uuid(),
    step: z.string(),
    label: z.string(),
    n: z.int(),
    code: z.string(),
    message: z.string(),
    since: z.iso.datetime(),
  })
  .meta({ id: 'NeedingAttention' });
export type NeedingAttention = z.infer<typeof NeedingAttention>;
export const AttentionQuery = PageQuery.extend({ automationId: z.uuid().optional() });
export type AttentionQuery = z.infer<typeof AttentionQuery>;
