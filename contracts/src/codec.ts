import { z } from 'zod';

const Base64 = z.base64();

/** A payload of Temporal as its UI sends and takes it: bytes in base64. */
const CodecPayload = z.object({
  metadata: z.record(z.string().max(100), Base64).optional(),
  data: Base64.optional(),
});

export const CodecPayloads = z
  .object({ payloads: z.array(CodecPayload).max(1000) })
  .meta({ id: 'CodecPayloads' });
export type CodecPayloads = z.infer<typeof CodecPayloads>;
