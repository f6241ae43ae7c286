import { z } from 'zod/mini';

const day = z.catch(z.optional(z.iso.date()), undefined);

/** Filters of the audit log, in the address: one sends a colleague what one has found. What is nonsense is left out. */
export const AuditSearch = z.object({
  actor: z.catch(z.optional(z.string().check(z.maxLength(200))), undefined),
  kind: z.catch(z.optional(z.string().check(z.maxLength(100))), undefined),
  record: z.catch(z.optional(z.string().check(z.maxLength(60))), undefined),
  from: day,
  until: day,
});
export type AuditSearch = z.infer<typeof AuditSearch>;
