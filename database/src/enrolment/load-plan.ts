import type { Plan } from '@rap/contracts/automation/plan';
import type { FirmContext } from '../tenancy/context.ts';

/** The immutable plan of a hash. Throws when it is not there: plans are append-only, so that is a fault of ours. */
export async function loadPlan(ctx: FirmContext, hash: string): Promise<Plan> {
  const rows: { body: Plan }[] = await ctx.em.query(
    `select body from app.plan where firm_id = $1 and hash = $2`,
    [ctx.firmId, hash],
  );
  const plan = rows[0]?.body;
  if (!plan) throw new Error(`there is no plan ${hash}`);
  return plan;
}
