import { z } from 'zod';
import { RecordsQuery, TimeSort, Version } from './paging.ts';

const Body = z.string().trim().min(1).max(20_000);

export const NewNote = z.strictObject({ personId: z.uuid(), body: Body }).meta({ id: 'NewNote' });
export type NewNote = z.infer<typeof NewNote>;

export const NoteChanges = z.strictObject({ body: Body, version: Version }).meta({ id: 'NoteChanges' });
export type NoteChanges = z.infer<typeof NoteChanges>;

export const Note = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    body: z.string(),
    occurredAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof Note>;

export const NotesQuery = RecordsQuery.extend({ sort: TimeSort, personId: z.uuid() });
export type NotesQuery = z.infer<typeof NotesQuery>;
