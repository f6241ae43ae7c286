import { z } from 'zod';
import { Channel, Purpose } from './consent.ts';

/** A message that was due before the system was restored from a backup: it may have gone out in the lost time. */
export const HeldMessage = z
  .object({
    deliveryId: z.uuid(),
    personId: z.uuid().nullable().describe("null for the answer to a keyword of a number that is nobody's"),
    channel: Channel,
    purpose: Purpose,
    templateKey: z.string().nullable(),
    dueAt: z.iso.datetime(),
    notAfter: z.iso.datetime().describe('after it, letting it go refuses it as too late'),
  })
  .meta({ id: 'HeldMessage' });
export type HeldMessage = z.infer<typeof HeldMessage>;

export const HeldMessages = z
  .object({ items: z.array(HeldMessage).describe('the oldest due first, at most 200') })
  .meta({ id: 'HeldMessages' });
export type HeldMessages = z.infer<typeof HeldMessages>;

export const HeldDecision = z
  .strictObject({ decision: z.enum(['send', 'drop']).describe('let it go, once, or never') })
  .meta({ id: 'HeldDecision' });
export type HeldDecision = z.infer<typeof HeldDecision>;
