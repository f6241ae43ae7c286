import { z } from 'zod';
import { PageQuery, Version } from './paging.ts';

export const ProposalStatus = z.enum(['open', 'accepted', 'refused']);
export type ProposalStatus = z.infer<typeof ProposalStatus>;

/** What a form may propose for a person who is known already. */
export const ProposedChanges = z
  .strictObject({
    firstName: z.string(),
    lastName: z.string(),
    state: z.string(),
    phone: z.string().describe('E.164; added to the numbers of the person'),
  })
  .partial();
export type ProposedChanges = z.infer<typeof ProposedChanges>;

export const ProposedField = z.enum(['firstName', 'lastName', 'state', 'phone']);
export type ProposedField = z.infer<typeof ProposedField>;

/** Details that came by a form for a person who is known: nothing of it is in the record until somebody accepts it. */
export const Proposal = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    submissionId: z.uuid(),
    changes: ProposedChanges,
    status: ProposalStatus,
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof Proposal>;

export const ProposalsQuery = PageQuery.extend({
  personId: z.uuid().optional(),
  status: ProposalStatus.optional(),
});
export type ProposalsQuery = z.infer<typeof ProposalsQuery>;

export const ProposalAccepted = z
  .strictObject({
    version: Version,
    fields: z.array(ProposedField).min(1).optional().describe('all of them when left out'),
  })
  .meta({ id: 'ProposalAccepted' });
export type ProposalAccepted = z.infer<typeof ProposalAccepted>;
