import { z } from 'zod';

/** A matter (a lawsuit, an examination) for which the firm's records must stay, whatever the schedule says. */
export const NewLegalHold = z
  .strictObject({ matter: z.string().trim().min(1).max(500) })
  .meta({ id: 'NewLegalHold' });
export type NewLegalHold = z.infer<typeof NewLegalHold>;

export const LegalHold = z
  .object({
    id: z.uuid(),
    version: z.int(),
    matter: z.string(),
    since: z.iso.datetime(),
    releasedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LegalHold' });
export type LegalHold = z.infer<typeof LegalHold>;

export const LegalHolds = z
  .object({ items: z.array(LegalHold).describe('those that stand, the oldest first') })
  .meta({ id: 'LegalHolds' });
export type LegalHolds = z.infer<typeof LegalHolds>;
