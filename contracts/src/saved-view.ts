import { z } from 'zod';
import { Version } from './paging.ts';

const Name = z.string().trim().min(1).max(60);
/** What stands behind the ? of the list's address: which filters, which order, which columns. */
const Query = z
  .string()
  .max(2000)
  .regex(/^[^\s#?]*$/, 'as it stands behind the ? of the address');

export const SavedView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    query: z.string(),
    shared: z.boolean().describe('seen by everybody of the firm; else by its owner alone'),
    ownerId: z.uuid(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewList = z.object({ items: z.array(SavedView) }).meta({ id: 'SavedViewList' });
export type SavedViewList = z.infer<typeof SavedViewList>;

export const NewSavedView = z
  .strictObject({ name: Name, query: Query, shared: z.boolean().default(false) })
  .meta({ id: 'NewSavedView' });
export type NewSavedView = z.infer<typeof NewSavedView>;

export const SavedViewChanges = z
  .strictObject({
    version: Version,
    name: Name.optional(),
    query: Query.optional(),
    shared: z.boolean().optional(),
  })
  .meta({ id: 'SavedViewChanges' });
export type SavedViewChanges = z.infer<typeof SavedViewChanges>;
