import { z } from 'zod';
import { Version } from '../paging.ts';
import { DraftDefinition } from './definition.ts';
import { DefinitionProblem } from './definition-problem.ts';

export const AutomationImport = z
  .strictObject({ yaml: z.string().min(1).max(1_000_000).describe('an automation file, as it was exported') })
  .meta({ id: 'AutomationImport' });
export type AutomationImport = z.infer<typeof AutomationImport>;

export const AutomationVersion = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.int(),
    status: z.enum(['draft', 'submitted', 'approved', 'live', 'retired']),
    planHash: z.string().nullable(),
    author: z.string(),
    approver: z.string().nullable(),
    note: z.string().nullable(),
    publishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AutomationVersion' });
export type AutomationVersion = z.infer<typeof AutomationVersion>;

export const Automation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    liveNumber: z.int().nullable(),
    stopped: z.boolean(),
    working: AutomationVersion.describe('the newest version, which a draft is edited in'),
    definition: DraftDefinition,
    problems: z.array(DefinitionProblem),
  })
  .meta({ id: 'Automation' });
export type Automation = z.infer<typeof Automation>;

export const AutomationList = z.object({ items: z.array(Automation) }).meta({ id: 'AutomationList' });

export const VersionStep = z
  .strictObject({ version: Version, note: z.string().trim().max(500).optional() })
  .meta({ id: 'VersionStep' });
export type VersionStep = z.infer<typeof VersionStep>;

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

export const Enrolment = z
  .object({
    id: z.uuid(),
    automationId: z.uuid(),
    automationName: z.string(),
    personId: z.uuid(),
    status: z.enum(['active', 'attention', 'ended']),
    at: z.string().describe('the step where the person is, or END'),
    atLabel: z.string(),
    waitsFor: z.string().nullable(),
    wakeAt: z.iso.datetime().nullable(),
    outcome: z.string().nullable(),
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
    personId: z.uuid(),
    channel: z.enum(['email', 'sms']),
    purpose: z.enum(['service', 'marketing']),
    state: z.enum(['claimed', 'handing_over', 'accepted', 'refused', 'unknown']),
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

/** What a person may do to a run; `n` is the ordinal of its next receipt as they saw it. */
export const RunControl = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('retry'), n: z.int().min(0) }),
    z.strictObject({ do: z.literal('skip'), n: z.int().min(0) }),
    z.strictObject({ do: z.literal('end'), reason: z.string().trim().min(1).max(200) }),
  ])
  .meta({ id: 'RunControl' });
export type RunControl = z.infer<typeof RunControl>;
export const RunControlled = z.object({ n: z.int() }).meta({ id: 'RunControlled' });
