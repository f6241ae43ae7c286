import { runIdOf, type RunInput } from '@rap/contracts/automation/run';
import { openRuns, releaseRun } from '@rap/database/enrolment/reconcile';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';

const PAGE = 200;

/** Knows which runs Temporal has open, and starts one again. */
export interface RunRestarter {
  isOpen(workflowId: string): Promise<boolean>;
  start(workflowId: string, input: RunInput, options: { again: true }): Promise<void>;
}

export interface Reconciled {
  /** runs that are open in Postgres */
  readonly open: number;
  /** of them, started again because Temporal had no open workflow; not 0 is worth an alarm */
  readonly restarted: number;
}

/**
 * Starts again, from the stored state, what Temporal lost: a history that is gone, a server restored from an older backup.
 * Whatever runs is left alone.
 */
export async function reconcile(
  db: TenantDb,
  runs: RunRestarter,
  firmIds: readonly string[],
): Promise<Reconciled> {
  let [open, restarted] = [0, 0];
  for (const firmId of firmIds) {
    const who = {
      firmId,
      actor: 'system:reconcile',
      books: '*',
      correlationId: `reconcile:${firmId}`,
    } as const;
    let after: string | undefined;
    for (;;) {
      const page = await db.run(who, (ctx) => openRuns(ctx, PAGE, after));
      for (const { id } of page) {
        open += 1;
        if (await runs.isOpen(runIdOf({ firmId, enrolmentId: id }))) continue;
        const input = await db.run(who, (ctx) => releaseRun(ctx, id));
        if (!input) continue;
        await runs.start(runIdOf(input.who), input, { again: true });
        restarted += 1;
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
  }
  return { open, restarted };
}
