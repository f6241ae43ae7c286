import type { AdvanceInput, AdvanceOutput, Control, TraceStep } from '@rap/contracts/automation/run';
import type { Plan } from '@rap/contracts/automation/plan';
import type { SegmentLock, SegmentStore } from '@rap/activities/automation/segment';

/** Keeps one run in memory, with the store's contract: a repeated segment gets its first answer again. */
export class MemoryStore implements SegmentStore<null> {
  readonly steps: TraceStep[] = [];
  readonly answers = new Map<number, AdvanceOutput>();
  gate: Control[] = [];
  private chain: string | undefined;
  private readonly plans: Map<string, Plan>;
  /** called after each commit; throwing loses the answer */
  afterCommit: () => void = () => undefined;

  constructor(...plans: Plan[]) {
    this.plans = new Map(plans.map((plan) => [plan.hash, plan]));
  }

  plan(_firmId: string, hash: string): Promise<Plan> {
    const plan = this.plans.get(hash);
    return plan ? Promise.resolve(plan) : Promise.reject(new Error(`there is no plan ${hash}`));
  }

  async transaction<T>(_input: AdvanceInput, work: (tx: null) => Promise<T>): Promise<T> {
    const committed = this.answers.size;
    const value = await work(null);
    if (this.answers.size > committed) this.afterCommit();
    return value;
  }

  lock(_tx: null, input: AdvanceInput): Promise<SegmentLock> {
    this.chain ??= input.chain;
    if (this.chain !== input.chain) return Promise.resolve({ kind: 'stale_segment' });
    const out = this.answers.get(input.state.seg);
    return Promise.resolve(out ? { kind: 'again', out } : { kind: 'go', gate: this.gate });
  }

  commit(_tx: null, input: AdvanceInput, out: AdvanceOutput, steps: readonly TraceStep[]): Promise<void> {
    this.answers.set(input.state.seg, structuredClone(out));
    this.steps.push(...steps);
    return Promise.resolve();
  }
}
