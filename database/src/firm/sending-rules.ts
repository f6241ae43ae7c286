import { FirmSettings } from '@rap/contracts/firm-settings';
import { recordChange } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { FirmEntity } from './firm.entity.ts';

export type SettingsWritten =
  | { readonly outcome: 'written'; readonly firm: FirmEntity }
  | { readonly outcome: 'stale'; readonly firm: FirmEntity };

/** Changes what is named of the firm's settings, with a record version; without a version it changes what stands now. */
export async function changeSettings(
  ctx: FirmContext,
  changes: Partial<FirmSettings>,
  { version, reason }: { version?: number; reason?: string },
): Promise<SettingsWritten> {
  const firm = await ctx.em.getRepository(FirmEntity).findOneOrFail({
    where: { firmId: ctx.firmId },
    lock: { mode: 'pessimistic_write' },
  });
  if (version !== undefined && version !== firm.version) return { outcome: 'stale', firm };
  firm.settings = FirmSettings.parse({ ...firm.settings, ...changes });
  firm.version += 1;
  await ctx.em
    .getRepository(FirmEntity)
    .update({ firmId: ctx.firmId }, { settings: firm.settings, version: firm.version });
  await recordChange(ctx, {
    table: 'app.firm',
    recordId: ctx.firmId,
    version: firm.version,
    change: 'update',
    snapshot: firm,
    fields: Object.keys(changes),
    ...(reason ? { reason } : {}),
  });
  return { outcome: 'written', firm };
}
