import type { Plan } from '@rap/contracts/automation/plan';
import type { FirmContext } from '../tenancy/context.ts';

/** So many plans a process keeps. */
const MOST_PLANS = 1_000;
const plans = new Map<string, Plan>();
const nameOf = (firmId: string, hash: string): string => `${firmId}/${hash}`;

/** A plan that this process has read before. It is immutable, so it stands for the one in the database. */
export const knownPlan = (firmId: string, hash: string): Plan | undefined => plans.get(nameOf(firmId, hash));

/** The immutable plan of a hash. Throws when it is not there: plans are append-only, so that is a fault of ours. */
export async function loadPlan(ctx: FirmContext, hash: string): Promise<Plan> {
  const known = knownPlan(ctx.firmId, hash);
  if (known) return known;
  const rows: { body: Plan }[] = await ctx.em.query(
    `select body from app.plan where firm_id = $1 and hash = $2`,
    [ctx.firmId, hash],
  );
  const plan = rows[0]?.body;
  if (!plan) throw new Error(`there is no plan ${hash}`);
  if (plans.size >= MOST_PLANS) plans.clear();
  plans.set(nameOf(ctx.firmId, hash), plan);
  return plan;
}
