import { Injectable } from '@nestjs/common';
import type { ApiKey, ApiKeyList, MadeApiKey, NewApiKey } from '@rap/contracts/api-key';
import { ApiKeyEntity, makeApiKey, revokeApiKey } from '@rap/database/api-key/api-key';
import { unknownBooks } from '@rap/database/book/book';
import type { FirmContext } from '@rap/database/tenancy/context';
import { KEY_SCOPES } from '@rap/domain/policy/abilities';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound } from '../http/problem-error.ts';

/** Keys of the firm's programs. */
@Injectable()
export class ApiKeyService {
  async list(ctx: FirmContext, me: Principal): Promise<ApiKeyList> {
    authorise(me, 'key.manage');
    const rows = await ctx.em
      .getRepository(ApiKeyEntity)
      .find({ where: { firmId: ctx.firmId }, order: { id: 'DESC' } });
    return { items: rows.map(present) };
  }

  async create(ctx: FirmContext, me: Principal, input: NewApiKey): Promise<MadeApiKey> {
    authorise(me, 'key.manage');
    const unknown = input.scopes.filter((scope) => !KEY_SCOPES.some((known) => known === scope));
    if (unknown.length > 0) {
      const message = `A key cannot be given ${unknown.join(', ')}.`;
      throw invalid([
        { field: 'scopes', code: 'unknown_scope', message, fix: `Choose from ${KEY_SCOPES.join(', ')}.` },
      ]);
    }
    if ((await unknownBooks(ctx, input.bookIds ?? [])).length > 0) {
      throw invalid([{ field: 'bookIds', code: 'unknown_book', message: 'There is no such book.' }]);
    }
    const { row, token } = await makeApiKey(ctx, me.userId, input);
    return { ...present(row), token };
  }

  async revoke(ctx: FirmContext, me: Principal, id: string): Promise<ApiKey> {
    authorise(me, 'key.manage');
    const row = await revokeApiKey(ctx, id);
    if (!row) throw notFound('key');
    return present(row);
  }
}

const present = (row: ApiKeyEntity): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  bookIds: row.bookIds,
  madeById: row.madeById,
  expiresAt: row.expiresAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
