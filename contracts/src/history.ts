import { z } from 'zod';

/** One field as it was and as it became. */
export const FieldChange = z
  .object({ field: z.string(), before: z.unknown().nullable(), after: z.unknown().nullable() })
  .meta({ id: 'FieldChange' });

/** One version of a record: who made it, when, and what became different by it. */
export const RecordVersion = z
  .object({
    id: z.uuid(),
    version: z.int(),
    change: z.enum(['create', 'update', 'delete', 'restore']),
    at: z.iso.datetime(),
    actor: z.string().describe('`user:<id>`, `key:<id>`, `run:<id>`, `public:<what>` or `system:<what>`'),
    reason: z.string().nullable(),
    changes: z.array(FieldChange).describe('against the version before; of the first one, all it began with'),
  })
  .meta({ id: 'RecordVersion' });
export type RecordVersion = z.infer<typeof RecordVersion>;
