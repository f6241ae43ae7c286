import { newId } from '../records/new-id.ts';
import { insertRecord } from '../records/write-record.ts';
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
  const id = await newId(ctx);
  const note = await insertRecord(ctx, NoteEntity, {
    id,
    personId: input.personId,
    bodySealed: await ctx.sealer.seal({ table: 'app.note', column: 'body', rowId: id }, input.body),
    effectKey: input.effectKey ?? null,
    occurredAt: new Date(ctx.now()),
  });
  ctx.emit({ subjectId: input.personId, kind: 'note.added', payload: { noteId: id } });
  return note;
}
