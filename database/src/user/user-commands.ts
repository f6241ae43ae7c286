import type { UserChanges } from '@rap/contracts/user';
import { revokeKeysOf } from '../api-key/api-key.ts';
import type { Directory } from '../identity/directory.ts';
import { revokeSessions } from '../identity/sessions.ts';
import { audit } from '../records/record-change.ts';
import { findRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { UserEntity } from './user.entity.ts';

export type UserWritten =
  | WriteOutcome<UserEntity>
  /** a firm without an owner could never be put right again from inside */
  | { readonly outcome: 'last_owner' };

/** Changes a user. A role counts from the next request on: it is read with the session. */
export async function changeUser(ctx: FirmContext, id: string, input: UserChanges): Promise<UserWritten> {
  const { version, bookIds, ...changes } = input;
  if (changes.role && changes.role !== 'owner' && (await isLastOwner(ctx, id)))
    return { outcome: 'last_owner' };
  const written = await updateRecord(ctx, UserEntity, id, version, changes);
  if (written.outcome === 'written' && bookIds) await setBooksOf(ctx, id, bookIds);
  return written;
}

/** Has a user work for exactly these books from now on. */
async function setBooksOf(ctx: FirmContext, userId: string, bookIds: readonly string[]): Promise<void> {
  await ctx.em.query(
    `update app.book_member set removed_at = clock_timestamp()
      where firm_id = $1 and user_id = $2 and removed_at is null and not (book_id = any ($3))`,
    [ctx.firmId, userId, bookIds],
  );
  await addToBooks(ctx, bookIds, [userId]);
  await audit(ctx, 'app.user.books', { userId, bookIds });
}

/** Ends a membership: sessions and keys end, and the address no longer signs in to this firm. */
export async function deactivateUser(
  ctx: FirmContext,
  directory: Directory,
  id: string,
  version: number,
): Promise<UserWritten> {
  if (await isLastOwner(ctx, id)) return { outcome: 'last_owner' };
  const written = await updateRecord(ctx, UserEntity, id, version, { status: 'left' });
  if (written.outcome !== 'written') return written;
  await directory.remove(ctx, 'login', written.row.email, id);
  await revokeSessions(ctx, id);
  await revokeKeysOf(ctx, id);
  return written;
}

/** The membership goes on: the address signs in to this firm again, by a new session. */
export async function reactivateUser(
  ctx: FirmContext,
  directory: Directory,
  id: string,
  version: number,
): Promise<UserWritten> {
  const before = await findRecord(ctx, UserEntity, id);
  const written = await updateRecord(ctx, UserEntity, id, version, { status: 'active' });
  if (written.outcome === 'written' && before?.status === 'left')
    await directory.put(ctx, 'login', written.row.email, id);
  return written;
}

/** The lock on the owners' rows keeps two owners from leaving at the same moment. */
export async function isLastOwner(ctx: FirmContext, id: string): Promise<boolean> {
  const owners: { id: string }[] = await ctx.em.query(
    `select id from app.user where firm_id = $1 and role = 'owner' and status = 'active' order by id for update`,
    [ctx.firmId],
  );
  return owners.length === 1 && owners[0]?.id === id;
}

/** The books of users, by user. */
export async function booksOfUsers(ctx: FirmContext): Promise<Map<string, string[]>> {
  const rows: { user_id: string; book_id: string }[] = await ctx.em.query(
    `select user_id, book_id from app.book_member where firm_id = $1 and removed_at is null order by book_id`,
    [ctx.firmId],
  );
  const books = new Map<string, string[]>();
  for (const row of rows) books.set(row.user_id, [...(books.get(row.user_id) ?? []), row.book_id]);
  return books;
}

/** Has exactly these users work for a book from now on. */
export async function setBookMembers(
  ctx: FirmContext,
  bookId: string,
  userIds: readonly string[],
): Promise<void> {
  await ctx.em.query(
    `update app.book_member set removed_at = clock_timestamp()
      where firm_id = $1 and book_id = $2 and removed_at is null and not (user_id = any ($3))`,
    [ctx.firmId, bookId, userIds],
  );
  await addToBooks(ctx, [bookId], userIds);
  await audit(ctx, 'app.book.members', { bookId, userIds });
}

export async function addToBooks(
  ctx: FirmContext,
  bookIds: readonly string[],
  userIds: readonly string[],
): Promise<void> {
  await ctx.em.query(
    `insert into app.book_member (book_id, user_id) select b, u from unnest($1::uuid[]) b, unnest($2::uuid[]) u
       on conflict (firm_id, book_id, user_id) do update set removed_at = null`,
    [bookIds, userIds],
  );
}

/** Those of the ids that are no active user of the firm. */
export async function unknownUsers(ctx: FirmContext, ids: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const id of ids) {
    if ((await findRecord(ctx, UserEntity, id))?.status !== 'active') missing.push(id);
  }
  return missing;
}
