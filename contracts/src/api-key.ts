import { z } from 'zod';

export const NewApiKey = z
  .strictObject({
    name: z.string().trim().min(1).max(80).describe('what it is for'),
    scopes: z.array(z.string().max(60)).min(1).max(60).describe('what it may do, e.g. `person.read`'),
    bookIds: z
      .array(z.uuid())
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('the books whose people it sees; every book that its maker sees when null'),
    expiresInDays: z.int().min(1).max(366),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

/** A key by which a program asks in the name of the firm. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('how the key begins, to tell it from others'),
    scopes: z.array(z.string()),
    bookIds: z.array(z.uuid()).nullable(),
    madeById: z.uuid(),
    expiresAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyList = z.object({ items: z.array(ApiKey) }).meta({ id: 'ApiKeyList' });
export type ApiKeyList = z.infer<typeof ApiKeyList>;

export const MadeApiKey = ApiKey.extend({
  token: z.string().describe('shown this once: send it as `Authorization: Bearer ...`'),
}).meta({ id: 'MadeApiKey' });
export type MadeApiKey = z.infer<typeof MadeApiKey>;
