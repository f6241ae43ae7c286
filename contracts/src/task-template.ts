import { z } from 'zod';
import { Day } from './day.ts';
import { Version } from './paging.ts';
import { Task, TaskPriority } from './task.ts';

export const TaskTemplateItem = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    detail: z.string().max(10_000).default(''),
    dueInDays: z
      .int()
      .min(0)
      .max(730)
      .nullable()
      .describe('after the day on which the list begins; null is without a day'),
    assignee: z
      .enum(['starter', 'advisor', 'nobody'])
      .describe('whoever adds the list, the advisor of the person, or nobody yet'),
    priority: TaskPriority.default('normal'),
  })
  .meta({ id: 'TaskTemplateItem' });
export type TaskTemplateItem = z.infer<typeof TaskTemplateItem>;

const details = {
  name: z.string().trim().min(1).max(100),
  items: z.array(TaskTemplateItem).min(1, 'put at least one task on the list').max(50),
};

export const TaskTemplate = z
  .object({ id: z.uuid(), version: z.int(), ...details })
  .meta({ id: 'TaskTemplate' });
export type TaskTemplate = z.infer<typeof TaskTemplate>;

export const TaskTemplateList = z.object({ items: z.array(TaskTemplate) }).meta({ id: 'TaskTemplateList' });
export type TaskTemplateList = z.infer<typeof TaskTemplateList>;

export const NewTaskTemplate = z.strictObject(details).meta({ id: 'NewTaskTemplate' });
export type NewTaskTemplate = z.infer<typeof NewTaskTemplate>;

export const TaskTemplateChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'TaskTemplateChanges' });
export type TaskTemplateChanges = z.infer<typeof TaskTemplateChanges>;

export const TaskTemplateUse = z
  .strictObject({
    personId: z.uuid().nullable().default(null),
    startsOn: Day.optional().describe(
      'the day from which it is counted; today, in the zone of the firm, when left out',
    ),
  })
  .meta({ id: 'TaskTemplateUse' });
export type TaskTemplateUse = z.infer<typeof TaskTemplateUse>;

export const TasksMade = z.object({ items: z.array(Task) }).meta({ id: 'TasksMade' });
export type TasksMade = z.infer<typeof TasksMade>;
