import { z } from 'zod';

/** From and until which minute of the day texts may arrive, on the clock of wherever the person is; null for not at all. */
export const DayHours = z
  .strictObject({
    fromMinute: z.int().min(0).max(1439),
    untilMinute: z.int().min(1).max(1440),
  })
  .refine(({ fromMinute, untilMinute }) => fromMinute < untilMinute, {
    path: ['untilMinute'],
    message: 'must be after fromMinute',
  })
  .nullable();
export type DayHours = z.infer<typeof DayHours>;

/** When texts may arrive in one state. 47 CFR 64.1200(c)(1), 8 am to 9 pm, holds whatever stands here. */
export const StateHours = z
  .strictObject({
    state: z.string().regex(/^[A-Z]{2}$/, 'the two letters of a state, as the post writes it'),
    weekday: DayHours,
    saturday: DayHours,
    sunday: DayHours,
    holiday: DayHours.describe('federal holidays and those of the state'),
  })
  .meta({ id: 'StateHours' });
export type StateHours = z.infer<typeof StateHours>;
