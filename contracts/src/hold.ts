import { z } from 'zod';

/** A life event, or a person's decision, that stops every automation and every message for somebody at once. */
export const HoldReason = z.enum(['death', 'complaint', 'do_not_contact', 'transfer', 'by_hand']);
export type HoldReason = z.infer<typeof HoldReason>;

export const NewHold = z.strictObject({ reason: HoldReason }).meta({ id: 'NewHold' });
export type NewHold = z.infer<typeof NewHold>;

export const Hold = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    reason: HoldReason,
    since: z.iso.datetime(),
    releasedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Hold' });
export type Hold = z.infer<typeof Hold>;
