import type { FirmChanges } from '@rap/contracts/firm';
import type { FirmSettings } from '@rap/contracts/firm-settings';
import { recordChange } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { FirmEntity } from './firm.entity.ts';

export type FirmWritten =
  | { readonly outcome: 'written'; readonly row: FirmEntity }
  | { readonly outcome: 'stale'; readonly current: FirmEntity };

/** Changes the firm of the context by compare-and-set. It is its own key, so it is no record like the others. */
export async function changeFirm(
  ctx: FirmContext,
  version: number,
  changes: Omit<FirmChanges, 'version' | 'settings'> & { settings?: FirmSettings },
): Promise<FirmWritten> {
  const { firmId } = ctx;
  const result = await ctx.em
    .createQueryBuilder()
    .update(FirmEntity)
    .set({ ...changes, version: () => 'version + 1' })
    .where('firm_id = :firmId and version = :version', { firmId, version })
    .execute();
  const row = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId });
  if (result.affected !== 1) return { outcome: 'stale', current: row };
  await recordChange(ctx, {
    table: 'app.firm',
    recordId: firmId,
    version: row.version,
    change: 'update',
    snapshot: row,
    fields: Object.keys(changes),
  });
  return { outcome: 'written', row };
}
