import { z } from 'zod';
import { PageQuery } from './paging.ts';
import { Person } from './person.ts';

export const PeopleSearch = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .describe('a name or its beginning, however it is spelled, a whole e-mail address, or a whole number'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type PeopleSearch = z.infer<typeof PeopleSearch>;

/** Somebody who was looked for, and by what they were found; the surest first. */
export const FoundPerson = z
  .object({ by: z.enum(['email', 'phone', 'name', 'similar_name']), person: Person })
  .meta({ id: 'FoundPerson' });
export type FoundPerson = z.infer<typeof FoundPerson>;
export const FoundPeople = z.object({ items: z.array(FoundPerson) }).meta({ id: 'FoundPeople' });
export type FoundPeople = z.infer<typeof FoundPeople>;

export const MessageSearch = PageQuery.extend({
  q: z.string().trim().min(2).max(200).describe('words that all stand in the message, in any order'),
});
export type MessageSearch = z.infer<typeof MessageSearch>;
