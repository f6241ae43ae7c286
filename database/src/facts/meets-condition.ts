import type { Cond } from '@rap/contracts/automation/plan';
import { evaluate, factsOf } from '@rap/domain/automation/engine/condition';
import type { FirmContext } from '../tenancy/context.ts';
import { loadFacts } from './load-facts.ts';

/** Whether a person's facts make a condition true; unknown is not true. */
export async function meetsCondition(
  ctx: FirmContext,
  personId: string,
  cond: Cond,
  nowMs: number,
): Promise<boolean> {
  return evaluate(cond, await loadFacts(ctx, personId, factsOf(cond), nowMs)) === true;
}
