import { z } from 'zod/mini';

/** Which of the gallery's automations are shown. Nonsense in an address shows all of them. */
export const GallerySearch = z.object({
  category: z.catch(z.optional(z.enum(['Leads', 'Meetings', 'Clients', 'Paperwork'])), undefined),
  find: z.catch(z.optional(z.string()), undefined),
});
