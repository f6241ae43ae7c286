import { seesEveryBook } from '@rap/domain/policy/books';
import { Column, Entity } from 'typeorm';
import type { Role } from '@rap/contracts/actor';
import type { NewApiKey } from '@rap/contracts/api-key';
import { hashOfSecret, newSecret } from '../identity/secret.ts';
import { firmOfToken } from '../identity/sessions.ts';
import { RecordEntity } from '../records/record-entity.ts';
import { insertRecord, updateRecord } from '../records/write-record.ts';
import type { Books, FirmContext } from '../tenancy/context.ts';

const MARK = 'rap_';
const PREFIX_LENGTH = 6;
const DAY_MS = 86_400_000;

/** A key by which a program asks in the name of the firm. */
@Entity({ schema: 'app', name: 'api_key' })
export class ApiKeyEntity extends RecordEntity {
  @Column('text') name!: string;
  @Column('text') prefix!: string;
  @Column('bytea') tokenHash!: Buffer;
  @Column('text', { array: true }) scopes!: string[];
  @Column('uuid', { array: true, nullable: true }) bookIds!: string[] | null;
  @Column('uuid') madeById!: string;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}

/** Makes a key. The token is `rap_<firm id>.<secret>`; it is answered here and never again. */
export async function makeApiKey(
  ctx: FirmContext,
  madeById: string,
  { name, scopes, bookIds, expiresInDays }: NewApiKey,
): Promise<{ row: ApiKeyEntity; token: string }> {
  const secret = newSecret();
  const row = await insertRecord(ctx, ApiKeyEntity, {
    name,
    prefix: secret.slice(0, PREFIX_LENGTH),
    tokenHash: hashOfSecret(secret),
    scopes: [...new Set(scopes)],
    bookIds,
    madeById,
    expiresAt: new Date(ctx.now() + expiresInDays * DAY_MS),
  });
  return { row, token: `${MARK}${ctx.firmId}.${secret}` };
}

/** Ends a key; one that has ended stays as it is. Undefined when there is none of that id. */
export async function revokeApiKey(ctx: FirmContext, id: string): Promise<ApiKeyEntity | undefined> {
  const row = await ctx.em.getRepository(ApiKeyEntity).findOneBy({ firmId: ctx.firmId, id });
  if (!row || row.revokedAt) return row ?? undefined;
  const written = await updateRecord(ctx, ApiKeyEntity, id, row.version, { revokedAt: new Date(ctx.now()) });
  return written.outcome === 'written' ? written.row : row;
}

/** Ends every key that a user has made: they end with the membership. */
export async function revokeKeysOf(ctx: FirmContext, madeById: string): Promise<void> {
  const rows = await ctx.em.getRepository(ApiKeyEntity).findBy({ firmId: ctx.firmId, madeById });
  for (const { id } of rows) await revokeApiKey(ctx, id);
}

export interface KeyHolder {
  readonly keyId: string;
  readonly userId: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly books: Books;
}

/** The firm that a key names, when it has the form of one. */
export const firmOfKey = (token: string): { firmId: string; secret: string } | undefined =>
  token.startsWith(MARK) ? firmOfToken(token.slice(MARK.length)) : undefined;

/**
 * Who asks by this key, when it is neither revoked nor expired: at most what its maker may do and see now. Notes that it was
 * used, once a minute at most.
 */
export async function findApiKey(ctx: FirmContext, secret: string): Promise<KeyHolder | undefined> {
  const rows: {
    id: string;
    made_by_id: string;
    role: Role;
    scopes: string[];
    book_ids: string[] | null;
    books: string[];
    rested: boolean;
  }[] = await ctx.em.query(
    `select k.id, k.made_by_id, u.role, k.scopes, k.book_ids::text[],
            coalesce(k.last_used_at < clock_timestamp() - interval '1 minute', true) as rested,
            array(select m.book_id::text from app.book_member m
                   where m.firm_id = k.firm_id and m.user_id = k.made_by_id and m.removed_at is null) as books
       from app.api_key k join app.user u on u.firm_id = k.firm_id and u.id = k.made_by_id
      where k.firm_id = $1 and k.token_hash = $2 and k.revoked_at is null
        and k.expires_at > clock_timestamp() and u.status = 'active'`,
    [ctx.firmId, hashOfSecret(secret)],
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.rested) {
    await ctx.em.query(
      `update app.api_key set last_used_at = clock_timestamp() where firm_id = $1 and id = $2`,
      [ctx.firmId, row.id],
    );
  }
  const { id: keyId, made_by_id: userId, role, scopes } = row;
  return { keyId, userId, role, scopes, books: booksOf(row) };
}

function booksOf(row: { role: Role; book_ids: string[] | null; books: string[] }): Books {
  if (seesEveryBook(row.role)) return row.book_ids ?? '*';
  return row.books.filter((book) => !row.book_ids || row.book_ids.includes(book));
}
