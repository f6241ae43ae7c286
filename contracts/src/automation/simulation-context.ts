import { z } from 'zod';
import { StateHours } from '../state-hours.ts';
import { OptOutScope, OptOutSource, Purpose } from '../consent.ts';

const KnownFact = z.object({
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
  source: z.string(),
  asOfMs: z.number(),
});

/** What the gate reads about one channel: the primary address, what was agreed there, what went out and came in. */
export const SimulatedChannel = z
  .object({
    addressFault: z.enum(['bounced', 'no_texts', 'removed']).nullable(),
    permissions: z.array(z.object({ purpose: Purpose })),
    optOuts: z.array(z.object({ scope: OptOutScope, source: OptOutSource })),
    sentAtMs: z.array(z.number()).describe('messages of the last seven days, epoch ms'),
    lastInboundMs: z.number().nullable().describe('when the person last wrote, epoch ms'),
    perDay: z.int().describe('the most messages in a day'),
    perWeek: z.int().describe('the most messages in seven days'),
  })
  .meta({ id: 'SimulatedChannel' });
export type SimulatedChannel = z.infer<typeof SimulatedChannel>;

/** All that a simulation of one person needs, as it stands now; the simulation itself asks nobody and sends nothing. */
export const SimulationContext = z
  .object({
    personId: z.uuid(),
    asOfMs: z.number().describe('when it was read, epoch ms'),
    zone: z.string().describe('IANA zone that the dates of the person are read on'),
    firmZone: z.string(),
    facts: z.record(z.string(), z.union([KnownFact, z.object({ unknown: z.string() })])),
    places: z.object({ zones: z.array(z.string()), states: z.array(z.string()) }),
    hold: z.object({ reason: z.string() }).nullable(),
    firm: z.object({
      stopSending: z.boolean(),
      blackoutDays: z.array(z.string()),
      safeHoursOnly: z.boolean(),
      stateHours: z.array(StateHours),
      conversationMinutes: z.int(),
    }),
    email: SimulatedChannel.nullable().describe('null: the person has no email address'),
    sms: SimulatedChannel.nullable().describe('null: the person has no phone number'),
  })
  .meta({ id: 'SimulationContext' });
export type SimulationContext = z.infer<typeof SimulationContext>;
