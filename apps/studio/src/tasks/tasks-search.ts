import { z } from 'zod/mini';

export const TasksSearch = z.object({
  view: z.catch(z.optional(z.enum(['mine', 'everyone', 'calendar', 'done', 'lists'])), undefined),
  /** of the calendar: whose, around which day, and how much of it */
  who: z.catch(z.optional(z.enum(['everyone'])), undefined),
  day: z.catch(z.optional(z.iso.date()), undefined),
  as: z.catch(z.optional(z.enum(['week'])), undefined),
});
export type TasksSearch = z.infer<typeof TasksSearch>;
