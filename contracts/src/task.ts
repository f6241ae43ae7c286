import { z } from 'zod';
import { RecordsQuery, Version } from './paging.ts';

export const TaskPriority = z.enum(['low', 'normal', 'high']);
export const TaskStatus = z.enum(['open', 'done', 'cancelled']);

const details = {
  title: z.string().trim().min(1).max(200),
  detail: z.string().max(10_000).nullable(),
  personId: z.uuid().nullable(),
  assigneeId: z.uuid().nullable(),
  dueAt: z.iso.datetime({ offset: true }).nullable(),
  priority: TaskPriority,
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
});
export type TasksQuery = z.infer<typeof TasksQuery>;
