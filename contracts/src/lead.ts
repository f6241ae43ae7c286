import { z } from 'zod';
import { LeadStage as Stage } from './automation/events.ts';

export const LeadStage = Stage;
export type LeadStage = z.infer<typeof Stage>;

const Mark = z.string().trim().min(1).max(500).optional();

/** Where a visit came from: UTM parameters and the click ids of Google, Meta and Microsoft, as they stood in the address. */
export const Touch = z
  .strictObject({
    source: Mark,
    medium: Mark,
    campaign: Mark,
    term: Mark,
    content: Mark,
    gclid: Mark,
    wbraid: Mark,
    gbraid: Mark,
    fbclid: Mark,
    msclkid: Mark,
    landingPage: Mark,
    referrer: Mark,
    at: z.iso.datetime().optional(),
  })
  .meta({ id: 'Touch' });
export type Touch = z.infer<typeof Touch>;

export const Lead = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    sourceId: z.uuid(),
    ownerId: z.uuid().nullable(),
    stage: LeadStage,
    firstTouch: Touch,
    lastTouch: Touch,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof Lead>;

export const StageChange = z
  .strictObject({ to: LeadStage, version: z.int().positive() })
  .meta({ id: 'StageChange' });
export type StageChange = z.infer<typeof StageChange>;
