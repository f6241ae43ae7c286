import type { TimeSpec } from '@rap/contracts/automation/plan';
import type { Result } from '@rap/contracts/automation/run';
import { loadFacts } from './load-facts.ts';
import { FirmEntity } from '../firm/firm.entity.ts';
import { whereabouts } from '../person/person-zone.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { resolveTime } from '@rap/domain/time/resolve-time';

/** Works an instant out on the person's or the firm's clock, with the fact it is counted from. */
export async function resolveTimeOf(
  ctx: FirmContext,
  personId: string,
  spec: TimeSpec,
  nowMs: number,
): Promise<Extract<Result, { of: 'resolveTime' }>> {
  const zone = spec.zone === 'person' ? (await whereabouts(ctx, personId)).zone : await firmZone(ctx);
  let factDate: string | undefined;
  if (spec.by === 'date') {
    const fact = (await loadFacts(ctx, personId, [spec.fact], nowMs))[spec.fact];
    if (fact && 'value' in fact && typeof fact.value === 'string') factDate = fact.value;
  }
  return { of: 'resolveTime', ...resolveTime(spec, { nowMs, zone, factDate }) };
}

async function firmZone(ctx: FirmContext): Promise<string> {
  return (await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId })).timeZone;
}
