import { z } from 'zod/mini';

/** What the address says about the list of people. What makes no sense there is left out. */
export const PeopleSearch = z.object({
  sort: z.catch(z.optional(z.enum(['name', 'newest'])), undefined),
  owner: z.catch(z.optional(z.uuid()), undefined),
  tag: z.catch(z.optional(z.uuid()), undefined),
  state: z.catch(z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))), undefined),
  words: z.catch(z.optional(z.string().check(z.maxLength(100))), undefined),
});
export type PeopleSearch = z.infer<typeof PeopleSearch>;
