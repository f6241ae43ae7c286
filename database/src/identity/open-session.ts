import type { Role } from '@rap/contracts/actor';
import type { Books, FirmContext } from '../tenancy/context.ts';
import { booksOf, OPEN_SESSION } from './sessions.ts';

/** What the holder of a session may see now; undefined once it has ended. Looking does not count as using it. */
export async function openSessionOf(
  ctx: FirmContext,
  sessionId: string,
): Promise<{ readonly role: Role; readonly books: Books } | undefined> {
  const rows: { role: Role; books: string[] }[] = await ctx.em.query(
    `select u.role, array(select m.book_id::text from app.book_member m
              where m.firm_id = s.firm_id and m.user_id = s.user_id and m.removed_at is null) as books
       from app.session s join app.user u on u.firm_id = s.firm_id and u.id = s.user_id
      where s.firm_id = $1 and s.id = $2 and ${OPEN_SESSION}`,
    [ctx.firmId, sessionId],
  );
  const row = rows[0];
  return row && { role: row.role, books: booksOf(row.role, row.books) };
}
