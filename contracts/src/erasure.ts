import { z } from 'zod';
import { OneTimeCode } from './session.ts';

/** Erasing a firm for good: the firm's name as it is typed, and a fresh code of the operator's second factor. */
export const NewErasure = z
  .strictObject({
    confirm: z.string().min(1).max(300).describe("the firm's name, typed in full"),
    code: OneTimeCode.describe('of the authenticator app, or a recovery code; each is good once'),
  })
  .meta({ id: 'NewErasure' });
export type NewErasure = z.infer<typeof NewErasure>;

export const Erasure = z
  .object({
    outcome: z
      .enum(['erased', 'erased_before'])
      .describe('erased_before: by a request before; what an interruption had left of it is done now'),
    erasedAt: z.iso.datetime(),
    rows: z.record(z.string(), z.int()).describe('how many went, by table'),
    exportSha256: z.string().describe("of the export's manifest"),
    exportFolder: z
      .string()
      .nullable()
      .describe('where the export is, on the machine of the API; null once it was taken away'),
    workflowsEnded: z.int().describe('by this request'),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof Erasure>;
