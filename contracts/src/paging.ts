import { z } from 'zod';

/** How often a record was changed, from 1. Postgres keeps it as an int. */
export const Version = z.int().positive().max(2_147_483_647);

/** How much of a list, and where it goes on: `after` is the `next` of the page before. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** When the record was made. */
export const TimeSort = z.enum(['newest', 'oldest']).default('newest');

/** A list of things with names. */
export const NameSort = z.enum(['name', 'newest', 'oldest']).default('name');

/** A list that may also show what was deleted, so that it can be brought back. */
export const RecordsQuery = PageQuery.extend({ deleted: z.stringbool().default(false) });

/** One page of a list; `next` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id });
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** The version that the caller saw; the change is refused when somebody else was first. */
export const VersionSeen = z.strictObject({ version: Version }).meta({ id: 'VersionSeen' });
export type VersionSeen = z.infer<typeof VersionSeen>;

/** The same in the query, where a request has no body. */
export const VersionQuery = z.strictObject({ version: z.coerce.number().pipe(Version) });
export type VersionQuery = z.infer<typeof VersionQuery>;
