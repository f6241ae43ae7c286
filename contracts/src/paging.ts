import { z } from 'zod';

/** How much of a list, and where it goes on: `after` is the `next` of the page before. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list; `next` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id });
export interface Page<T> {
  items: T[];
  next: string | null;
}
