import { z } from 'zod';
import { Version } from './paging.ts';
import { FirmSettings } from './firm-settings.ts';

const State = z.string().regex(/^[A-Z]{2}$/, 'the two letters of a state, as the post writes it');
const Name = z.string().trim().min(1).max(120);

export const Firm = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: Name,
    timeZone: z.string(),
    states: z.array(State).describe('where the firm is registered'),
    phone: z.string().nullable(),
    postalAddress: z.string().nullable(),
    settings: FirmSettings,
  })
  .meta({ id: 'Firm' });
export type Firm = z.infer<typeof Firm>;

/** What is left out stays as it is. */
export const FirmChanges = z
  .strictObject({
    version: Version,
    name: Name.optional(),
    timeZone: z.string().min(1).max(60).optional().describe('IANA zone'),
    states: z.array(State).max(60).optional(),
    phone: z.string().trim().max(40).nullable().optional(),
    postalAddress: z.string().trim().max(300).nullable().optional(),
    settings: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'single options of FirmSettings; each that is left out stays as it is. How the firm sends is changed by PATCH /api/sending-rules',
      ),
  })
  .meta({ id: 'FirmChanges' });
export type FirmChanges = z.infer<typeof FirmChanges>;
