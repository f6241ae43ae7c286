import { z } from 'zod/mini';

/** What the list of automations shows, in the address; nonsense in it is left out. */
export const AutomationsSearch = z.object({
  state: z.catch(z.optional(z.enum(['live', 'draft', 'paused', 'held', 'archived'])), undefined),
  sort: z.catch(z.optional(z.enum(['name', 'inside', 'sent', 'entered'])), undefined),
});
export type AutomationsSearch = z.infer<typeof AutomationsSearch>;
