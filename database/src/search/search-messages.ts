import { In } from 'typeorm';
import { CommunicationEntity } from '../communication/communication.entity.ts';
import { checkPlace, type Listed, type ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';

/**
 * One page of the messages that hold every word, newest first. Their words stand sealed; what is compared are keyed hashes,
 * so whole words are found and parts of words are not.
 */
export async function searchMessages(
  ctx: FirmContext,
  words: string,
  limit: number,
  after?: ListPlace,
): Promise<Listed<CommunicationEntity>> {
  checkPlace({ type: 'timestamptz' }, after);
  const tokens = await ctx.sealer.tokens('message', words);
  const found: { id: string; place: string }[] = await ctx.em.query(
    `select message_id as id, sent_at::text as place
       from search.message_ids($1::bigint[], coalesce($2::timestamptz, 'infinity'),
              coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), $4)`,
    [tokens, after?.value ?? null, after?.id ?? null, limit + 1],
  );
  const ids = found.slice(0, limit).map(({ id }) => id);
  const rows = await ctx.em.getRepository(CommunicationEntity).findBy({ firmId: ctx.firmId, id: In(ids) });
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    rows: ids.flatMap((id) => rows.filter((row) => row.id === id)),
    next: last && { value: last.place, id: last.id },
  };
}
