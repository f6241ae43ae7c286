import { runIdOf, type RunInput } from '@rap/contracts/automation/run';
import { noteShellStarted, runsAwaitingShell } from '@rap/database/enrolment/adopted';
import { releaseRun } from '@rap/database/enrolment/reconcile';
import type { Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';

const PAGE = 100;

/** Starts the workflow of a run; does nothing when one of that id runs. */
export interface ShellStarter {
  start(workflowId: string, input: RunInput, options: { again: true }): Promise<void>;
}

/**
 * Gives adopted runs their workflows, each parked where its row stands. A start that is repeated after a crash finds the
 * workflow there. Answers how many were started.
 */
export async function startAdopted(
  db: TenantDb,
  runs: ShellStarter,
  firmIds: readonly string[],
): Promise<number> {
  let started = 0;
  for (const firmId of firmIds) {
    const who = whoOf(firmId);
    for (const id of await db.run(who, (ctx) => runsAwaitingShell(ctx, PAGE))) {
      const input = await db.run(who, (ctx) => releaseRun(ctx, id));
      if (input) {
        await runs.start(runIdOf({ firmId, enrolmentId: id }), input, { again: true });
        started += 1;
      }
      await db.run(who, (ctx) => noteShellStarted(ctx, id));
    }
  }
  return started;
}

const whoOf = (firmId: string): Who => ({
  firmId,
  actor: 'system:relay',
  books: '*',
  correlationId: `adopted:${firmId}`,
});
