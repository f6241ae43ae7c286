import { z } from 'zod';
import { NameSort, pageOf, PageQuery, Version } from '../paging.ts';
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
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AutomationVersion' });
export type AutomationVersion = z.infer<typeof AutomationVersion>;

export const AutomationVersionList = z
  .object({
    items: z
      .array(
        AutomationVersion.extend({ inside: z.int().describe('people who follow it now, in every book') }),
      )
      .describe('newest first'),
  })
  .meta({ id: 'AutomationVersionList' });
export type AutomationVersionList = z.infer<typeof AutomationVersionList>;

export const AutomationVersionDetail = AutomationVersion.extend({ definition: DraftDefinition }).meta({
  id: 'AutomationVersionDetail',
});
export type AutomationVersionDetail = z.infer<typeof AutomationVersionDetail>;

/** A problem with the place of it in the definition, for an editor that has to mark it. */
export const PlacedProblem = DefinitionProblem.extend({
  path: z.string().describe('dotted path into the definition, for example nodes.welcome.ports.refused'),
}).meta({ id: 'AutomationPlacedProblem' });
export type PlacedProblem = z.infer<typeof PlacedProblem>;

/** Whether people enter it, and what becomes of those inside. */
export const AutomationState = z.enum(['draft', 'live', 'paused', 'finishing', 'stopped', 'archived']);
export type AutomationState = z.infer<typeof AutomationState>;

/** The three honest meanings of a pause. */
export const PauseChoice = z
  .enum(['freeze', 'holdSends', 'endEveryone'])
  .describe(
    'freeze: the clock stands, and deadlines move by the time it stood. holdSends: waits run on, and nothing is done until it goes on. endEveryone: whoever is inside ends where they stand, and nobody enters.',
  );
export const AutomationPausing = z
  .strictObject({
    version: Version.describe('of the automation, as it was seen'),
    mode: PauseChoice,
  })
  .meta({ id: 'AutomationPausing' });
export type AutomationPausing = z.infer<typeof AutomationPausing>;

export const Automation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    ownerId: z.uuid().nullable(),
    state: AutomationState,
    liveNumber: z.int().nullable(),
    stopped: z.boolean(),
    stopReason: z.enum(['by_hand', 'failures', 'finished']).nullable(),
    inside: z.int().describe('people who are inside now'),
    pause: z
      .object({ mode: PauseChoice, since: z.iso.datetime() })
      .nullable()
      .describe('what stands between people and their next step'),
    archivedAt: z.iso.datetime().nullable(),
    working: AutomationVersion.describe('the newest version, which a draft is edited in'),
    definition: DraftDefinition,
    problems: z.array(PlacedProblem),
  })
  .meta({ id: 'Automation' });
export type Automation = z.infer<typeof Automation>;

/** Where those who are inside stand. */
export const InsideByStep = z
  .object({
    steps: z.array(
      z.object({
        step: z.string(),
        people: z.int(),
        held: z.int().describe('of them, those who are held until somebody has looked'),
      }),
    ),
    older: z.int().describe('people who follow a version that is live no more'),
  })
  .meta({ id: 'AutomationInside' });
export type InsideByStep = z.infer<typeof InsideByStep>;

/** How an automation does, in every book: the last 30 days, and now. */
export const AutomationHealth = z
  .object({
    automationId: z.uuid(),
    inside: z.int(),
    held: z.int().describe('of those inside, who are held until somebody has looked'),
    entered: z.int().describe('people who came in within 30 days'),
    sent: z.int().describe('messages that left within 30 days'),
    notSent: z.int().describe('messages that were refused within 30 days'),
    lastEntryAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AutomationHealth' });
export type AutomationHealth = z.infer<typeof AutomationHealth>;
export const AutomationHealthList = z
  .object({ items: z.array(AutomationHealth) })
  .meta({ id: 'AutomationHealthList' });

export const AutomationPage = pageOf(Automation, 'AutomationPage');
export const AutomationsQuery = PageQuery.extend({
  sort: NameSort,
  archived: z.stringbool().default(false),
  ownerId: z.uuid().optional(),
});
export type AutomationsQuery = z.infer<typeof AutomationsQuery>;

export const NewAutomation = z.strictObject({ definition: DraftDefinition }).meta({ id: 'NewAutomation' });
export type NewAutomation = z.infer<typeof NewAutomation>;

export const AutomationDraft = z
  .strictObject({
    version: Version.describe('of `working`, as it was seen'),
    definition: DraftDefinition,
  })
  .meta({ id: 'AutomationDraftSaved' });
export type AutomationDraft = z.infer<typeof AutomationDraft>;

/** What was found in a definition that nobody has saved yet. */
export const AutomationCheck = z
  .strictObject({
    definition: DraftDefinition,
    automationId: z.uuid().optional().describe('the automation that it is a draft of'),
  })
  .meta({ id: 'AutomationCheck' });
export type AutomationCheck = z.infer<typeof AutomationCheck>;
export const AutomationChecked = z
  .object({
    publishable: z.boolean().describe('no problem is an error'),
    problems: z.array(PlacedProblem),
  })
  .meta({ id: 'AutomationChecked' });
export type AutomationChecked = z.infer<typeof AutomationChecked>;

export const AutomationCopy = z
  .strictObject({ name: z.string().trim().min(1).max(120).optional() })
  .meta({ id: 'AutomationCopy' });
export type AutomationCopy = z.infer<typeof AutomationCopy>;

const note = z.string().trim().max(500);
export const VersionStep = z
  .strictObject({ version: Version, note: note.optional() })
  .meta({ id: 'VersionStep' });
export type VersionStep = z.infer<typeof VersionStep>;

export const VersionRejection = z
  .strictObject({ version: Version, note: note.min(1).describe('what has to be changed') })
  .meta({ id: 'VersionRejection' });
export type VersionRejection = z.infer<typeof VersionRejection>;

/** What becomes of those who are inside: both ways leave everybody on the version that they follow. */
export const InsideChoice = z
  .enum(['newEntrantsOnly', 'finishThenStop'])
  .default('newEntrantsOnly')
  .describe(
    'newEntrantsOnly: whoever enters from now on gets this version. finishThenStop: nobody enters any more, and the automation stops when the last one inside has come to the end.',
  );

export const Publishing = VersionStep.extend({ inside: InsideChoice }).meta({ id: 'Publishing' });
export type Publishing = z.infer<typeof Publishing>;
export const PublishingQuery = z.strictObject({ inside: InsideChoice });
export type PublishingQuery = z.infer<typeof PublishingQuery>;
export const PublishingPreview = z
  .object({
    entersNew: z.boolean(),
    sentences: z.array(z.string()).describe('what will happen, with counts'),
  })
  .meta({ id: 'PublishingPreview' });
export type PublishingPreview = z.infer<typeof PublishingPreview>;

export const DifferenceQuery = z.strictObject({
  from: z.coerce.number().pipe(Version).describe('number of the version it is compared with'),
});
export type DifferenceQuery = z.infer<typeof DifferenceQuery>;
export const DefinitionDifference = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(
      z.object({
        what: z.enum(['added', 'removed', 'changed']),
        about: z.enum(['name', 'beginning', 'step', 'goal', 'rules']),
        id: z.string().optional(),
        label: z.string(),
        details: z.array(
          z.object({ field: z.string(), before: z.string().optional(), after: z.string().optional() }),
        ),
      }),
    ),
  })
  .meta({ id: 'DefinitionDifference' });
export type DefinitionDifference = z.infer<typeof DefinitionDifference>;

/** Puts people into an automation that is begun by hand. */
export const EnrolByHand = z
  .strictObject({ personIds: z.array(z.uuid()).min(1).max(200) })
  .meta({ id: 'EnrolByHand' });
export type EnrolByHand = z.infer<typeof EnrolByHand>;
export const EnrolledByHand = z
  .object({
    results: z.array(
      z.object({
        personId: z.uuid(),
        outcome: z.enum(['asked', 'refused']),
        code: z.string().nullable().describe('why not, for programs'),
        words: z.string().nullable().describe('why not, for people'),
      }),
    ),
  })
  .meta({ id: 'EnrolledByHand' });
export type EnrolledByHand = z.infer<typeof EnrolledByHand>;
