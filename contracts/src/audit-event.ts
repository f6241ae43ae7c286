import { z } from 'zod';
import { PageQuery, pageOf, Version } from './paging.ts';

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

/**
 * Records whose versions are opened from the audit log. What is not named is not opened: the log also covers records that
 * hold secrets or links by which one signs in.
 */
export const OPENED_TABLES = [
  'app.approval',
  'app.automation',
  'app.automation_version',
  'app.book',
  'app.client',
  'app.communication',
  'app.document_request',
  'app.firm',
  'app.household',
  'app.lead',
  'app.lead_form',
  'app.lead_form_consent',
  'app.lead_source',
  'app.legal_hold',
  'app.meeting',
  'app.message_order',
  'app.note',
  'app.opt_out',
  'app.permission',
  'app.person',
  'app.person_email',
  'app.person_hold',
  'app.person_phone',
  'app.person_proposal',
  'app.saved_view',
  'app.tag',
  'app.task',
  'app.task_template',
  'app.template',
  'app.template_version',
  'app.user',
] as const;

/** One version of a record as the audit log names it. */
export const AuditVersionQuery = z.strictObject({
  table: z.enum(OPENED_TABLES),
  recordId: z.uuid(),
  version: z.coerce.number().pipe(Version),
});
export type AuditVersionQuery = z.infer<typeof AuditVersionQuery>;
