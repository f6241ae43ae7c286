import { z } from 'zod';
import { LeadStage, LostReason } from './lead.ts';
import { Version } from './paging.ts';
import { Problem } from './problem.ts';

/** More at a time belongs into an import. */
export const MOST_AT_ONCE = 200;

const Items = z
  .array(z.strictObject({ id: z.uuid(), version: Version }))
  .min(1)
  .max(MOST_AT_ONCE)
  .describe('each with the version that was seen');
/** A day keeps each task's own time of the clock, so each has its own instant. */
const DueItems = z
  .array(
    z.strictObject({ id: z.uuid(), version: Version, dueAt: z.iso.datetime({ offset: true }).nullable() }),
  )
  .min(1)
  .max(MOST_AT_ONCE)
  .describe('each with the version that was seen, and when it is to be due');
/** Putting on and taking off changes no version. */
const Ids = z
  .array(z.strictObject({ id: z.uuid() }))
  .min(1)
  .max(MOST_AT_ONCE);
const removals = [
  z.strictObject({ do: z.literal('delete'), items: Items }),
  z.strictObject({ do: z.literal('restore'), items: Items }),
] as const;

export const PeopleBulk = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('tag'), tagId: z.uuid(), items: Ids }),
    z.strictObject({ do: z.literal('untag'), tagId: z.uuid(), items: Ids }),
    z.strictObject({ do: z.literal('owner'), ownerId: z.uuid().nullable(), items: Items }),
    z.strictObject({ do: z.literal('book'), bookId: z.uuid(), items: Items }),
    ...removals,
  ])
  .meta({ id: 'PeopleBulk' });
export type PeopleBulk = z.infer<typeof PeopleBulk>;

export const LeadsBulk = z
  .discriminatedUnion('do', [
    z.strictObject({
      do: z.literal('stage'),
      to: LeadStage,
      lostReason: LostReason.optional(),
      items: Items,
    }),
    z.strictObject({ do: z.literal('owner'), ownerId: z.uuid().nullable(), items: Items }),
    ...removals,
  ])
  .meta({ id: 'LeadsBulk' });
export type LeadsBulk = z.infer<typeof LeadsBulk>;

export const TasksBulk = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('complete'), items: Items }),
    z.strictObject({ do: z.literal('reopen'), items: Items }),
    z.strictObject({ do: z.literal('due'), items: DueItems }),
    z.strictObject({ do: z.literal('assign'), assigneeId: z.uuid().nullable(), items: Items }),
    ...removals,
  ])
  .meta({ id: 'TasksBulk' });
export type TasksBulk = z.infer<typeof TasksBulk>;

/** What became of one row. A refused one is as it was, whatever became of the others. */
export const BulkRow = z
  .object({
    id: z.uuid(),
    done: z.boolean(),
    version: z.int().nullable().describe('after the change; null where it has none'),
    problem: Problem.nullable(),
  })
  .meta({ id: 'BulkRow' });

/** One result for each item, in their order. */
export const BulkAnswer = z
  .object({ done: z.int(), refused: z.int(), rows: z.array(BulkRow) })
  .meta({ id: 'BulkAnswer' });
export type BulkAnswer = z.infer<typeof BulkAnswer>;
