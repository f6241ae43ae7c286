import { z } from 'zod/mini';

export const TasksSearch = z.object({
  view: z.catch(z.optional(z.enum(['mine', 'everyone', 'done'])), undefined),
});
export type TasksSearch = z.infer<typeof TasksSearch>;
