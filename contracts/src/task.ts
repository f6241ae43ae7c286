import { z } from 'zod';
import { RecordsQuery, Version } from './paging.ts';

export const TaskPriority = z.enum(['low', 'normal', 'high']);
export const TaskStatus = z.enum(['open', 'done', 'cancelled']);

/** How a task comes again once it is done. */
export const Recurrence = z
  .strictObject({
    every: z.int().min(1).max(60),
    unit: z.enum(['days', 'weeks', 'months', 'years']),
    from: z.enum(['due', 'done']).describe('counted from when it was due, or from when it was done'),
    day: z
      .int()
      .min(1)
      .max(31)
      .optional()
      .describe(
        'of the month: the 31st is the last day of a shorter month; the day of the first when left out',
      ),
  })
  .meta({ id: 'Recurrence' });
export type Recurrence = z.infer<typeof Recurrence>;

const details = {
  title: z.string().trim().min(1).max(200),
  detail: z.string().max(10_000).nullable(),
  personId: z.uuid().nullable(),
  assigneeId: z.uuid().nullable(),
  dueAt: z.iso.datetime({ offset: true }).nullable(),
  priority: TaskPriority,
  recurrence: Recurrence.nullable().describe('only of a task with a day'),
};

export const NewTask = z
  .strictObject({ ...z.object(details).partial().shape, title: details.title })
  .meta({ id: 'NewTask' });
export type NewTask = z.infer<typeof NewTask>;

export const TaskChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'TaskChanges' });
export type TaskChanges = z.infer<typeof TaskChanges>;

export const Task = z
  .object({
    id: z.uuid(),
    version: z.int(),
    ...details,
    status: TaskStatus,
    completedAt: z.iso.datetime().nullable(),
    madeBy: z.string().nullable().describe('the automation run that made it, when a person did not'),
    madeAtStep: z.string().nullable().describe('the step of that automation'),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;

export const TasksQuery = RecordsQuery.extend({
  sort: z
    .enum(['newest', 'due'])
    .default('newest')
    .describe('due: the first to be done first, those without a day last'),
  personId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
  status: TaskStatus.optional(),
  dueFrom: z.iso.datetime({ offset: true }).optional().describe('due then or later'),
  dueBefore: z.iso.datetime({ offset: true }).optional(),
});
export type TasksQuery = z.infer<typeof TasksQuery>;
