import { z } from 'zod/mini';

export const TIMELINE_KINDS = [
  'message',
  'call',
  'note',
  'task',
  'meeting',
  'document',
  'step',
  'change',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** What the address says about a person's timeline. What makes no sense there is left out. */
export const PersonSearch = z.object({
  show: z.catch(z.optional(z.array(z.enum(TIMELINE_KINDS))), undefined),
  /** the day that one jumped to */
  day: z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))), undefined),
});
export type PersonSearch = z.infer<typeof PersonSearch>;
