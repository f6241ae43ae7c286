import type { Role } from '@rap/contracts/actor';
import { seesEveryBook } from '@rap/domain/policy/books';
import { audit } from '../records/record-change.ts';
import type { Books, FirmContext } from '../tenancy/context.ts';
import { hashOfSecret, newSecret } from './secret.ts';

const IDLE = '12 hours';
const ABSOLUTE = '30 days';

/** Of a session `s` of a user `u`: neither revoked nor too old, and the user is still there. */
export const OPEN_SESSION = `s.revoked_at is null and u.status = 'active'
  and s.last_seen_at > clock_timestamp() - interval '${IDLE}' and s.created_at > clock_timestamp() - interval '${ABSOLUTE}'`;

/** The books that somebody sees: those they work for, or all. */
export const booksOf = (role: Role, books: readonly string[]): Books => (seesEveryBook(role) ? '*' : books);

export interface SessionUser {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly displayName: string;
  readonly books: Books;
}

/** Opens a session. The token is `<firm id>.<secret>`; only the secret's SHA-256 is kept. */
export async function openSession(ctx: FirmContext, userId: string, userAgent: string): Promise<string> {
  const secret = newSecret();
  await ctx.em.query(`insert into app.session (user_id, token_hash, user_agent) values ($1, $2, $3)`, [
    userId,
    hashOfSecret(secret),
    userAgent.slice(0, 200),
  ]);
  await audit(ctx, 'app.session.open', { userId });
  return `${ctx.firmId}.${secret}`;
}

/** The firm that a token names; the token still has to be found under it. */
export function firmOfToken(token: string): { firmId: string; secret: string } | undefined {
  const [firmId, secret] = token.split('.');
  if (!firmId || !secret || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(firmId)) return undefined;
  return { firmId, secret };
}

/** Who holds this session, when it is neither revoked nor too old; notes that it was used, once a minute at most. */
export async function findSession(ctx: FirmContext, secret: string): Promise<SessionUser | undefined> {
  const rows: {
    id: string;
    user_id: string;
    role: Role;
    display_name: string;
    books: string[];
    seen_ago: number;
  }[] = await ctx.em.query(
    `select s.id, s.user_id, u.role, u.display_name, extract(epoch from clock_timestamp() - s.last_seen_at)::int as seen_ago,
              array(select m.book_id::text from app.book_member m
                     where m.firm_id = s.firm_id and m.user_id = s.user_id and m.removed_at is null) as books
         from app.session s join app.user u on u.firm_id = s.firm_id and u.id = s.user_id
        where s.firm_id = $1 and s.token_hash = $2 and ${OPEN_SESSION}`,
    [ctx.firmId, hashOfSecret(secret)],
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.seen_ago > 60) {
    await ctx.em.query(
      `update app.session set last_seen_at = clock_timestamp() where firm_id = $1 and id = $2`,
      [ctx.firmId, row.id],
    );
  }
  return {
    sessionId: row.id,
    userId: row.user_id,
    role: row.role,
    displayName: row.display_name,
    books: booksOf(row.role, row.books),
  };
}

/** Ends a session of the user; false when there is none of that id. */
export async function revokeSession(ctx: FirmContext, userId: string, sessionId: string): Promise<boolean> {
  const ended: [unknown[], number] = await ctx.em.query(
    `update app.session set revoked_at = clock_timestamp() where firm_id = $1 and user_id = $2 and id = $3 and revoked_at is null`,
    [ctx.firmId, userId, sessionId],
  );
  if (ended[1] === 1) await audit(ctx, 'app.session.revoke', { userId, sessionId });
  return ended[1] === 1;
}

/** Ends every session of a user but the one that is named; answers how many. */
export async function revokeSessions(ctx: FirmContext, userId: string, except?: string): Promise<number> {
  const ended: [unknown[], number] = await ctx.em.query(
    `update app.session set revoked_at = clock_timestamp()
      where firm_id = $1 and user_id = $2 and revoked_at is null and id is distinct from $3`,
    [ctx.firmId, userId, except ?? null],
  );
  if (ended[1] > 0) await audit(ctx, 'app.session.revoke_all', { userId, sessions: ended[1] });
  return ended[1];
}

export interface OpenSession {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Where somebody is signed in, latest use first. */
export async function openSessions(ctx: FirmContext, userId: string): Promise<OpenSession[]> {
  const rows: { id: string; user_agent: string; created_at: Date; last_seen_at: Date }[] = await ctx.em.query(
    `select id, user_agent, created_at, last_seen_at from app.session
      where firm_id = $1 and user_id = $2 and revoked_at is null
        and last_seen_at > clock_timestamp() - interval '${IDLE}' and created_at > clock_timestamp() - interval '${ABSOLUTE}'
      order by last_seen_at desc, id desc`,
    [ctx.firmId, userId],
  );
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }));
}

/** Whose session it is, or undefined when there is none of that id that is open. */
export async function userOfSession(ctx: FirmContext, sessionId: string): Promise<string | undefined> {
  const rows: { user_id: string }[] = await ctx.em.query(
    `select user_id from app.session where firm_id = $1 and id = $2 and revoked_at is null`,
    [ctx.firmId, sessionId],
  );
  return rows[0]?.user_id;
}
