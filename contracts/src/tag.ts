import { z } from 'zod';
import { NameSort, pageOf, PageQuery, Version } from './paging.ts';

const Name = z.string().trim().min(1).max(60);

export const NewTag = z.strictObject({ name: Name }).meta({ id: 'NewTag' });
export type NewTag = z.infer<typeof NewTag>;

export const TagChanges = z
  .strictObject({
    name: Name.optional(),
    retired: z.boolean().optional().describe('no longer offered; people who have it keep it'),
    version: Version,
  })
  .meta({ id: 'TagChanges' });
export type TagChanges = z.infer<typeof TagChanges>;

export const Tag = z
  .object({ id: z.uuid(), version: z.int(), name: Name, retiredAt: z.iso.datetime().nullable() })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof Tag>;

export const TagOfPerson = z.strictObject({ tagId: z.uuid() }).meta({ id: 'TagOfPerson' });
export type TagOfPerson = z.infer<typeof TagOfPerson>;

export const TagsQuery = PageQuery.extend({
  sort: NameSort,
  retired: z.stringbool().optional().describe('both when left out'),
});
export type TagsQuery = z.infer<typeof TagsQuery>;
export const TagPage = pageOf(Tag, 'TagPage');

/** The tags of one person, all of them. */
export const TagList = z.object({ items: z.array(Tag) }).meta({ id: 'TagList' });
