import { FirmSettings } from '@rap/contracts/firm-settings';
import type { FirmContext } from '../tenancy/context.ts';
import { FirmEntity } from './firm.entity.ts';

/** What the firm has decided for itself, with the careful defaults where it has not. */
export async function firmSettings(ctx: FirmContext): Promise<FirmSettings> {
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  return FirmSettings.parse(firm.settings);
}
