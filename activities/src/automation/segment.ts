import { ApplicationFailure } from '@temporalio/common';
import type { Plan } from '@rap/contracts/automation/plan';
import type {
  AdvanceInput,
  AdvanceOutput,
  Command,
  Control,
  Facts,
  Give,
  Result,
  RunState,
  TraceStep,
} from '@rap/contracts/automation/run';
import { turn } from '@rap/domain/automation/engine/turn';

/** What a segment finds when it locks its run; see `lockRun` of the Postgres store. */
export type SegmentLock =
  | { readonly kind: 'go'; readonly gate: readonly Control[] }
  | { readonly kind: 'again'; readonly out: AdvanceOutput }
  | { readonly kind: 'stale_segment' | 'db_behind' | 'no_enrolment' };

type ActCommand = Extract<Command, { do: 'act' }>;

/** Where runs are kept. `Tx` is whatever the store's transactions are made of. */
export interface SegmentStore<Tx> {
  /** the immutable plan of a hash */
  plan(firmId: string, hash: string): Promise<Plan>;
  transaction<T>(input: AdvanceInput, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** locks the run's row, so two attempts of one segment cannot overlap */
  lock(tx: Tx, input: AdvanceInput): Promise<SegmentLock>;
  /** receipts, state and answer in the same transaction as everything the segment wrote */
  commit(tx: Tx, input: AdvanceInput, out: AdvanceOutput, steps: readonly TraceStep[]): Promise<void>;
}

/** What can be answered inside the segment's transaction: facts, times and our own writes. */
export interface SegmentWorld<Tx> {
  facts(tx: Tx, state: RunState, names: readonly string[], nowMs: number): Promise<Facts>;
  time(
    tx: Tx,
    state: RunState,
    command: Extract<Command, { do: 'resolveTime' }>,
  ): Promise<Extract<Result, { of: 'resolveTime' }>>;
  write(tx: Tx, input: AdvanceInput, state: RunState, command: ActCommand): Promise<Extract<Result, { of: 'act' }>>;
}

/** Sends at once when the provider has a free token; undefined leaves it to the provider's queue. Never in a transaction. */
export type InlineSend = (input: AdvanceInput, state: RunState, command: ActCommand) => Promise<Result | undefined>;

/** Runs segments until something must be awaited, ended, or sent by the provider's own queue. */
export async function advance<Tx>(
  store: SegmentStore<Tx>,
  world: SegmentWorld<Tx>,
  input: AdvanceInput,
  send?: InlineSend,
): Promise<AdvanceOutput> {
  let out = await runSegment(store, world, input);
  while (send && out.command.do === 'act') {
    const result = await send(input, out.state, out.command);
    if (!result) return out;
    const next = await runSegment(store, world, {
      ...input,
      state: out.state,
      give: { nowMs: input.give.nowMs, result },
    });
    out = { ...next, trail: [...out.trail, ...next.trail] };
  }
  return out;
}

/** One segment: pure steps, facts, times and our own writes in one transaction, with receipts and state. */
async function runSegment<Tx>(
  store: SegmentStore<Tx>,
  world: SegmentWorld<Tx>,
  input: AdvanceInput,
): Promise<AdvanceOutput> {
  const plan = await store.plan(input.firmId, planOfThisTurn(input));
  return store.transaction(input, async (tx) => {
    const lock = await store.lock(tx, input);
    if (lock.kind === 'again') return lock.out;
    if (lock.kind !== 'go') {
      throw ApplicationFailure.nonRetryable(`segment ${input.state.seg} of ${input.run}: ${lock.kind}`, lock.kind);
    }
    const { state, command, steps } = await turns(plan, world, tx, input, lock.gate);
    const { facts: _private, ...kept } = state; // no client data leaves a segment
    const out: AdvanceOutput = {
      state: { ...kept, seg: input.state.seg + 1 },
      command,
      trail: steps.map((step) => `${step.node} ${step.port}`),
    };
    await store.commit(tx, input, out, steps);
    return out;
  });
}

async function turns<Tx>(
  plan: Plan,
  world: SegmentWorld<Tx>,
  tx: Tx,
  input: AdvanceInput,
  gate: readonly Control[],
): Promise<{ state: RunState; command: Command; steps: TraceStep[] }> {
  const { nowMs } = input.give;
  const steps: TraceStep[] = [];
  let { state } = input;
  let give: Give = { ...input.give, controls: [...gate, ...(input.give.controls ?? [])] };
  for (;;) {
    const next = turn(plan, state, give);
    state = next.state;
    steps.push(...next.steps);
    const { command } = next;
    if (command.do === 'facts') {
      give = { nowMs, result: { of: 'facts', values: await world.facts(tx, state, command.names, nowMs) } };
    } else if (command.do === 'resolveTime') {
      give = { nowMs, result: await world.time(tx, state, command) };
    } else if (command.do === 'act' && command.cls === 'write') {
      give = { nowMs, result: await world.write(tx, input, state, command) };
    } else {
      return { state, command, steps };
    }
  }
}

/** A move to a new version takes effect in the very turn that reads it, or its target would be unknown to the old plan. */
function planOfThisTurn({ state, give }: AdvanceInput): string {
  const move = give.controls?.find(
    (control) => control.do === 'migrate' && control.n === state.n && !state.seen.includes(control.id),
  );
  return move?.do === 'migrate' ? move.hash : state.hash;
}
