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
  from: z.iso.datetime({ offset: true }).optional().describe('what was done then or later'),
  before: z.iso.datetime({ offset: true }).optional(),
});
export type AuditEventsQuery = z.infer<typeof AuditEventsQuery>;

/** The same question without pages: all of it, as a file. */
export const AuditExportQuery = AuditEventsQuery.omit({ limit: true, after: true });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;

/** Whether the log is as it was written: every seal, every row and every record version recomputed. */
export const AuditVerification = z
  .object({
    ok: z.boolean(),
    at: z.iso.datetime(),
    seals: z.int(),
    rows: z.int().describe('rows that a seal protects'),
    unsealed: z.int().describe('rows since the last seal: the next one protects them'),
    faults: z.array(z.object({ seal: z.int(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;
