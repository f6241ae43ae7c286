import { z } from 'zod';
import { Version } from './paging.ts';

const Name = z.string().trim().min(1).max(80);

/** People who are looked after together; who works for a book sees its people. */
export const Book = z
  .object({ id: z.uuid(), version: z.int(), name: Name, memberIds: z.array(z.uuid()) })
  .meta({ id: 'Book' });
export type Book = z.infer<typeof Book>;

export const BookList = z.object({ items: z.array(Book) }).meta({ id: 'BookList' });
export type BookList = z.infer<typeof BookList>;

export const NewBook = z.strictObject({ name: Name }).meta({ id: 'NewBook' });
export type NewBook = z.infer<typeof NewBook>;

export const BookChanges = z
  .strictObject({
    version: Version,
    name: Name.optional(),
    memberIds: z.array(z.uuid()).max(500).optional().describe('everybody who works for it from now on'),
  })
  .meta({ id: 'BookChanges' });
export type BookChanges = z.infer<typeof BookChanges>;

export const PersonMove = z.strictObject({ version: Version, bookId: z.uuid() }).meta({ id: 'PersonMove' });
export type PersonMove = z.infer<typeof PersonMove>;
