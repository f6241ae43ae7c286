import { Column, Entity } from 'typeorm';
import type { BookChanges } from '@rap/contracts/book';
import { RecordEntity } from '../records/record-entity.ts';
import { findRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { setBookMembers } from '../user/user-commands.ts';

/** People who are looked after together. */
@Entity({ schema: 'app', name: 'book' })
export class BookEntity extends RecordEntity {
  @Column('text') name!: string;
}

/** Renames a book, and says who works for it. */
export async function changeBook(
  ctx: FirmContext,
  id: string,
  { version, name, memberIds }: BookChanges,
): Promise<WriteOutcome<BookEntity>> {
  const written = await updateRecord(ctx, BookEntity, id, version, name === undefined ? {} : { name });
  if (written.outcome === 'written' && memberIds) await setBookMembers(ctx, id, memberIds);
  return written;
}

/** Those of the ids that are no book of the firm. */
export async function unknownBooks(ctx: FirmContext, ids: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const id of ids) {
    if (!(await findRecord(ctx, BookEntity, id))) missing.push(id);
  }
  return missing;
}
