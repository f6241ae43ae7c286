import { Injectable } from '@nestjs/common';
import type { NewNote, Note, NoteChanges, NotesQuery } from '@rap/contracts/note';
import type { Page } from '@rap/contracts/paging';
import { addNote, changeNote, openNote } from '@rap/database/note/note-commands';
import { NoteEntity } from '@rap/database/note/note.entity';
import { BY_TIME, listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged, settled } from '../http/settled.ts';

const note = { what: 'note', show: presentNote };

@Injectable()
export class NoteService {
  async list(ctx: FirmContext, me: Principal, query: NotesQuery): Promise<Page<Note>> {
    authorise(me, 'person.read');
    const { limit, after, deleted, sort, ...where } = query;
    return paged(
      ctx,
      note,
      await listRecords(ctx, NoteEntity, {
        where,
        order: BY_TIME[sort],
        limit,
        deleted,
        after: readCursor(after),
      }),
    );
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Note> {
    authorise(me, 'person.read');
    return presentNote(ctx, await found(ctx, NoteEntity, id, note.what));
  }

  async create(ctx: FirmContext, me: Principal, input: NewNote): Promise<Note> {
    authorise(me, 'person.change');
    return presentNote(ctx, await addNote(ctx, input));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: NoteChanges): Promise<Note> {
    authorise(me, 'person.change');
    return settled(ctx, note, await changeNote(ctx, id, input.version, input.body));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Note> {
    authorise(me, 'person.change');
    return settled(ctx, note, await deleteRecord(ctx, NoteEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Note> {
    authorise(me, 'person.change');
    return settled(ctx, note, await restoreRecord(ctx, NoteEntity, id, version));
  }
}

async function presentNote(ctx: FirmContext, row: NoteEntity): Promise<Note> {
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    body: await openNote(ctx, row),
    occurredAt: row.occurredAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
