import { z } from 'zod';
import { PageQuery, pageOf } from './paging.ts';

/** One line of the audit log: ids, field names and enums, never what was written in a record. */
export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.string(),
    action: z.string(),
    detail: z.record(z.string(), z.unknown()),
    correlationId: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

export const AuditEventPage = pageOf(AuditEvent, 'AuditEventPage');

export const AuditEventsQuery = PageQuery.extend({
  actor: z.string().max(200).optional().describe('as it stands in the log, e.g. `user:<id>`'),
  action: z.string().max(100).optional().describe('how the action begins, e.g. `app.person.`'),
  recordId: z.uuid().optional(),
});
export type AuditEventsQuery = z.infer<typeof AuditEventsQuery>;
