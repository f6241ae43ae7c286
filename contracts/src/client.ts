import { z } from 'zod';
import { Day } from './day.ts';
import { RecordsQuery, TimeSort, Version } from './paging.ts';

const details = { status: z.enum(['active', 'former']), since: Day };

export const NewClient = z
  .strictObject({ personId: z.uuid(), since: details.since })
  .meta({ id: 'NewClient' });
export type NewClient = z.infer<typeof NewClient>;

export const ClientChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'ClientChanges' });
export type ClientChanges = z.infer<typeof ClientChanges>;

/** The advisory relationship with a person. */
export const Client = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    leadId: z.uuid().nullable().describe('the inquiry that it came from'),
    ...details,
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof Client>;

export const ClientsQuery = RecordsQuery.extend({
  sort: TimeSort,
  personId: z.uuid().optional(),
  status: details.status.optional(),
});
export type ClientsQuery = z.infer<typeof ClientsQuery>;
