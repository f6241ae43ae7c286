import { z } from 'zod/mini';

export const LEAD_STAGES = ['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost'] as const;
export type LeadStage = (typeof LEAD_STAGES)[number];
export const OPEN_STAGES: readonly LeadStage[] = ['new', 'contacted', 'meeting_booked', 'proposal'];

export const LEAD_SORTS = ['newest', 'oldest', 'name', 'stage', 'lastContact'] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

/** What the address says about the list. What makes no sense there is left out: a list is better than a fault. */
export const LeadsSearch = z.object({
  view: z.catch(z.optional(z.enum(['open', 'week', 'won', 'lost', 'all'])), undefined),
  as: z.catch(z.optional(z.enum(['table', 'board'])), undefined),
  sort: z.catch(z.optional(z.enum(LEAD_SORTS)), undefined),
  source: z.catch(z.optional(z.uuid()), undefined),
  owner: z.catch(z.optional(z.uuid()), undefined),
  campaign: z.catch(z.optional(z.string().check(z.maxLength(200))), undefined),
  name: z.catch(z.optional(z.string().check(z.maxLength(100))), undefined),
});
export type LeadsSearch = z.infer<typeof LeadsSearch>;

export const STAGE_LABELS: Readonly<Record<LeadStage, string>> = {
  new: 'New',
  contacted: 'Contacted',
  meeting_booked: 'Meeting booked',
  proposal: 'Proposal',
  won: 'Won',
  lost: 'Lost',
};
