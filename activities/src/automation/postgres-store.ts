import type { Plan } from '@rap/contracts/automation/plan';
import type { AdvanceInput, AdvanceOutput, TraceStep } from '@rap/contracts/automation/run';
import { knownPlan, loadPlan } from '@rap/database/enrolment/load-plan';
import { afterSegment } from '@rap/database/enrolment/after-segment';
import { commitSegment, lockRun, sealStep } from '@rap/database/enrolment/run-store';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { SegmentLock, SegmentStore } from './segment.ts';

/** Runs as they are kept in Postgres. Plans are immutable, so each is read once a process. */
export class PostgresStore implements SegmentStore<FirmContext> {
  private readonly db: TenantDb;

  constructor(db: TenantDb) {
    this.db = db;
  }

  plan(firmId: string, hash: string): Promise<Plan> {
    const known = knownPlan(firmId, hash);
    if (known) return Promise.resolve(known);
    const who: Who = { firmId, actor: 'system:engine', books: '*', correlationId: hash };
    return this.db.run(who, (ctx) => loadPlan(ctx, hash));
  }

  transaction<T>(input: AdvanceInput, work: (ctx: FirmContext) => Promise<T>): Promise<T> {
    return this.db.run(runActor(input), work);
  }

  lock(ctx: FirmContext, input: AdvanceInput): Promise<SegmentLock> {
    return lockRun(ctx, input.who.enrolmentId, input.chain, input.state, input.give.controls ?? []);
  }

  async commit(
    ctx: FirmContext,
    input: AdvanceInput,
    out: AdvanceOutput,
    steps: readonly TraceStep[],
  ): Promise<void> {
    const { enrolmentId } = input.who;
    const stored = await Promise.all(steps.map((step) => sealStep(ctx, enrolmentId, step)));
    await commitSegment(ctx, enrolmentId, input.chain, out, stored);
    await afterSegment(ctx, input.who, out);
  }
}

/** A run acts in its own name and sees the whole firm: who may start automations is decided when they are published. */
export const runActor = (input: Pick<AdvanceInput, 'firmId' | 'run' | 'correlationId'>): Who => ({
  firmId: input.firmId,
  actor: `run:${input.run}`,
  books: '*',
  correlationId: input.correlationId ?? input.run,
});
