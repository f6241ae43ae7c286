import { newId } from '../records/new-id.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { NoteEntity } from './note.entity.ts';

/** Writes a note on a person, sealed; for an automation's step once by its effect key. */
export async function addNote(
  ctx: FirmContext,
  input: { personId: string; body: string; effectKey?: string },
): Promise<NoteEntity> {
  if (input.effectKey) {
    const made = await ctx.em
      .getRepository(NoteEntity)
      .findOneBy({ firmId: ctx.firmId, effectKey: input.effectKey });
    if (made) return made;
  }
  const id = newId();
  const note = await insertRecord(ctx, NoteEntity, {
    id,
    personId: input.personId,
    bodySealed: await ctx.sealer.seal(bodyOf(id), input.body),
    effectKey: input.effectKey ?? null,
    occurredAt: new Date(ctx.now()),
  });
  ctx.emit({ subjectId: input.personId, kind: 'note.added', payload: { noteId: id } });
  return note;
}

/** Rewrites a note; what it said before stays in its versions. */
export async function changeNote(
  ctx: FirmContext,
  id: string,
  version: number,
  body: string,
): Promise<WriteOutcome<NoteEntity>> {
  return updateRecord(ctx, NoteEntity, id, version, { bodySealed: await ctx.sealer.seal(bodyOf(id), body) });
}

/** The words of a note the actor may see. */
export async function openNote(ctx: FirmContext, note: NoteEntity): Promise<string> {
  return ctx.sealer.open(bodyOf(note.id), note.bodySealed);
}

const bodyOf = (id: string) => ({ table: 'app.note', column: 'body', rowId: id });
