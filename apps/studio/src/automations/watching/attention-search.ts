import { z } from 'zod/mini';

/** Of which automation; nonsense in an address shows all. */
export const AttentionSearch = z.object({ automation: z.catch(z.optional(z.uuid()), undefined) });
