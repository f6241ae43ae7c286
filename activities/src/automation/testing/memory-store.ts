import type { Plan } from '@rap/contracts/automation/plan';
import type { AdvanceInput, AdvanceOutput, Control, TraceStep } from '@rap/contracts/automation/run';
import type { SegmentLock, SegmentStore } from '../segment.ts';

/** Keeps one run in memory, with the store's contract: what does not commit leaves no trace, and answers may be asked again. */
export class MemoryStore implements SegmentStore<null> {
  readonly steps: TraceStep[] = [];
  /** what the rows of pauses and holds demand */
  gate: Control[] = [];
  seg = 0;
  chain: string | undefined;
  /** called just before and just after each commit; throwing is the death of the worker at that point */
  beforeCommit: () => void = () => undefined;
  afterCommit: () => void = () => undefined;
  private out: AdvanceOutput | undefined;
  private readonly plans: Map<string, Plan>;
  private readonly snapshot: () => () => void;

  /** `snapshot` of whatever else a transaction writes answers how to undo it. */
  constructor(plans: readonly Plan[], snapshot: () => () => void = () => () => undefined) {
    this.plans = new Map(plans.map((plan) => [plan.hash, plan]));
    this.snapshot = snapshot;
  }

  plan(_firmId: string, hash: string): Promise<Plan> {
    const plan = this.plans.get(hash);
    return plan ? Promise.resolve(plan) : Promise.reject(new Error(`there is no plan ${hash}`));
  }

  async transaction<T>(_input: AdvanceInput, work: (tx: null) => Promise<T>): Promise<T> {
    const undo = this.snapshot();
    const before = this.seg;
    let value: T;
    try {
      value = await work(null);
    } catch (error) {
      undo();
      throw error;
    }
    if (this.seg > before) this.afterCommit();
    return value;
  }

  lock(_tx: null, input: AdvanceInput): Promise<SegmentLock> {
    this.chain ??= input.chain;
    if (this.chain !== input.chain) return Promise.resolve({ kind: 'stale_segment' });
    if (this.seg < input.state.seg) return Promise.resolve({ kind: 'db_behind' });
    if (this.seg > input.state.seg && this.out) {
      return Promise.resolve({ kind: 'again', out: structuredClone(this.out) });
    }
    return Promise.resolve({ kind: 'go', gate: { before: this.gate, after: [] } });
  }

  commit(_tx: null, _input: AdvanceInput, out: AdvanceOutput, steps: readonly TraceStep[]): Promise<void> {
    this.beforeCommit();
    this.out = structuredClone(out);
    this.seg = out.state.seg;
    this.steps.push(...steps);
    return Promise.resolve();
  }
}
