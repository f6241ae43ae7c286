import { z } from 'zod';
import { Day } from './day.ts';
import { RecordsQuery, TimeSort, Version } from './paging.ts';

const details = {
  title: z.string().trim().min(1).max(200),
  dueOn: Day.nullable(),
};
export const DocumentRequestStatus = z.enum(['requested', 'received', 'waived']);

export const NewDocumentRequest = z
  .strictObject({ personId: z.uuid(), title: details.title, dueOn: details.dueOn.optional() })
  .meta({ id: 'NewDocumentRequest' });
export type NewDocumentRequest = z.infer<typeof NewDocumentRequest>;

export const DocumentRequestChanges = z
  .strictObject({ ...z.object(details).partial().shape, version: Version })
  .meta({ id: 'DocumentRequestChanges' });
export type DocumentRequestChanges = z.infer<typeof DocumentRequestChanges>;

/** A document that a person was asked for. */
export const DocumentRequest = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    ...details,
    status: DocumentRequestStatus,
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DocumentRequest' });
export type DocumentRequest = z.infer<typeof DocumentRequest>;

export const DocumentRequestsQuery = RecordsQuery.extend({
  sort: TimeSort,
  personId: z.uuid().optional(),
  status: DocumentRequestStatus.optional(),
});
export type DocumentRequestsQuery = z.infer<typeof DocumentRequestsQuery>;
