import { ApplicationFailure } from '@temporalio/common';
import type { Plan } from '@rap/contracts/automation/plan';
import type {
  AdvanceInput,
  AdvanceOutput,
  Command,
  Control,
  Facts,
  Give,
  OpenCommand,
  Result,
  RunState,
  TraceStep,
  Turn,
} from '@rap/contracts/automation/run';
import { labelOf, receiptWords } from '@rap/domain/automation/definition/run-words';
import { turn } from '@rap/domain/automation/engine/turn';

/** What a segment finds when it locks its run. */
export type SegmentLock =
  /** go on; `gate` is what the rows of pauses and holds demand, with the rows' own instants, before and after what came */
  | { readonly kind: 'go'; readonly gate: SegmentGate }
  /** the run is further than the state handed in: its latest answer was lost and is given again */
  | { readonly kind: 'again'; readonly out: AdvanceOutput }
  /** another workflow chain owns the run; the database is older than the history; there is no such run */
  | { readonly kind: 'stale_segment' | 'db_behind' | 'no_enrolment' };

export interface SegmentGate {
  readonly before: readonly Control[];
  readonly after: readonly Control[];
}

type ActCommand = Extract<Command, { do: 'act' }>;
type ActResult = Extract<Result, { of: 'act' }>;

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
  /** what cannot be done is answered as `failed`; throwing undoes the whole segment and has it tried again */
  write(tx: Tx, input: AdvanceInput, state: RunState, command: ActCommand): Promise<ActResult>;
}

/**
 * Sends at once when the provider has a free token; undefined leaves it to the provider's queue. Called in no transaction.
 * Throwing leaves it to the queue as well: that one counts attempts and waits, this activity must not.
 */
export type InlineSend = (
  input: AdvanceInput,
  state: RunState,
  command: ActCommand,
) => Promise<ActResult | undefined>;

/**
 * Runs segments until something must be awaited, ended, or sent by the provider's own queue. Class idempotent write: keyed by
 * the run and the ordinal of its segment, so a retry is answered what was committed. Throws `ApplicationFailure` of the types
 * `stale_segment`, `db_behind`, `no_enrolment`, `engine_fault` (for good) and `newer_state` (tried again by a newer worker).
 */
export async function advance<Tx>(
  store: SegmentStore<Tx>,
  world: SegmentWorld<Tx>,
  input: AdvanceInput,
  send?: InlineSend,
): Promise<AdvanceOutput> {
  if (input.state.v > 1)
    throw ApplicationFailure.retryable(`a state of version ${input.state.v}`, 'newer_state');
  let out = await runSegment(store, world, input);
  while (send && out.command.do === 'act') {
    const result = await send(input, out.state, out.command).catch(() => undefined);
    if (!result) return out;
    const give: Give = { nowMs: input.give.nowMs, result };
    const next = await runSegment(store, world, { ...input, state: out.state, give });
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
      throw ApplicationFailure.nonRetryable(
        `segment ${input.state.seg} of ${input.run}: ${lock.kind}`,
        lock.kind,
      );
    }
    const { state, command, steps } = await takeTurns(plan, world, tx, input, lock.gate);
    const { facts: _clientData, ...kept } = state; // nothing of it may stand in a history
    const out: AdvanceOutput = {
      state: { ...kept, seg: input.state.seg + 1 },
      command,
      trail: steps.map((step) => receiptWords(plan, step)),
      label: labelOf(plan, state.at),
    };
    await store.commit(tx, input, out, steps);
    return out;
  });
}

async function takeTurns<Tx>(
  plan: Plan,
  world: SegmentWorld<Tx>,
  tx: Tx,
  input: AdvanceInput,
  gate: SegmentGate,
): Promise<{ state: RunState; command: OpenCommand; steps: TraceStep[] }> {
  const { nowMs } = input.give;
  const steps: TraceStep[] = [];
  let { state } = input;
  let give: Give = {
    ...input.give,
    controls: [...gate.before, ...(input.give.controls ?? []), ...gate.after],
  };
  for (;;) {
    const next = takeTurn(plan, state, give);
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

/** `turn` is pure: what it throws once it throws for ever, so the run must stand and not try again. */
function takeTurn(plan: Plan, state: RunState, give: Give): Turn {
  try {
    return turn(plan, state, give);
  } catch (error) {
    // the message may hold what was handed in; its name and where it was thrown do not
    const [name, frames] = error instanceof Error ? [error.name, framesOf(error)] : ['unknown', []];
    throw ApplicationFailure.nonRetryable(
      `the interpreter failed at ${state.at}: ${name}`,
      'engine_fault',
      ...frames,
    );
  }
}

/** The innermost calls, by function, file and line; where the files lie on the machine is left out. */
const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .map((line) => line.trim().replace(/\(?\S*\/([^/]+?)\)?$/, '$1'));

/** A move to a new version takes effect in the very turn that reads it: the old plan does not know its target. */
function planOfThisTurn({ state, give }: AdvanceInput): string {
  const aimed = give.controls?.find((control) => 'n' in control && !state.seen.includes(control.id));
  const moves = aimed?.do === 'migrate' && aimed.n === state.n && give.result === undefined;
  return moves ? aimed.hash : state.hash;
}
