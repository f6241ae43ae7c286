import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  makeContinueAsNewFunc,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AutomationActivities } from '@rap/activities/automation/automation-activities';
import {
  RUN_QUERY_WHERE,
  RUN_SIGNAL_EVENT,
  RUN_UPDATE_CONTROL,
  type AdvanceOutput,
  type Command,
  type Control,
  type PersonEvent,
  type Result,
  type RunInput,
  type Waiting,
} from '@rap/contracts/automation/run';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { searchAttributesOf } from './search-attributes.ts';

export const personEvent = defineSignal<[PersonEvent]>(RUN_SIGNAL_EVENT);
export const control = defineUpdate<{ n: number }, [Control]>(RUN_UPDATE_CONTROL);
export const where = defineQuery<{ n: number; at: string } & Partial<Waiting>>(RUN_QUERY_WHERE);

/** Waits longer than this are parked: a fresh history of five events instead of a growing one. */
const PARK_OVER_MS = 10 * 60_000;
const MAX_CONTROLS = 20;
const FRESH_HISTORY_EVENTS = 5;

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' } as const;
const segment = proxyLocalActivities<AutomationActivities>({
  startToCloseTimeout: '8s',
  localRetryThreshold: '10s',
  retry,
});
/** On the sending queue beside our own: `automations` has `sending`, `x-automations` has `x-sending`. */
const sending = () =>
  proxyActivities<AutomationActivities>({
    startToCloseTimeout: '30s',
    taskQueue: workflowInfo().taskQueue.replace(new RegExp(`${TASK_QUEUES.automations}$`), TASK_QUEUES.sending),
    // a run inside a retrying activity hears no control; a run at "later" does
    retry: { ...retry, maximumAttempts: 5, maximumInterval: '30s' },
  });

/** One person inside one automation. Orchestrates only: the interpreter, the plan and client data stay in the segment activity. */
export async function automationRun(input: RunInput): Promise<string> {
  return new AutomationRun(input).run();
}

class AutomationRun {
  private readonly input: RunInput;
  private readonly events: PersonEvent[];
  private readonly controls: Control[];
  private state: RunInput['state'];
  private waiting: Waiting | undefined;
  private result: Result | undefined;

  constructor(input: RunInput) {
    this.input = input;
    this.state = input.state;
    this.events = [...(input.mail?.events ?? [])];
    this.controls = [...(input.mail?.controls ?? [])];
    this.waiting = input.parked;
    setHandler(personEvent, (event) => this.hear(event));
    // synchronous: an Update is never in flight at a continue-as-new
    setHandler(control, (wish) => this.take(wish), { validator: (wish) => this.mayTake(wish) });
    setHandler(where, () => ({ n: this.state.n, at: this.state.at, ...this.waiting }));
  }

  async run(): Promise<string> {
    for (;;) {
      await this.wait();
      const out = await this.advance();
      if (out === 'superseded') return out;
      if (out === 'fault') continue;
      const { command } = out;
      if (command.do === 'act') {
        this.result = await this.send(command);
      } else if (command.do === 'end') {
        await condition(allHandlersFinished);
        return command.outcome;
      } else if (command.do === 'wait' && !this.hasMail()) {
        this.waiting = { why: command.why, untilMs: command.untilMs };
        await this.parkWhenLong(this.waiting);
      }
    }
  }

  private async wait(): Promise<void> {
    if (!this.waiting) return;
    const { untilMs } = this.waiting;
    const leftMs = untilMs === null ? null : untilMs - Date.now();
    if (leftMs === null) await condition(() => this.hasMail());
    else if (leftMs > 0) await condition(() => this.hasMail(), leftMs);
    this.waiting = undefined;
  }

  private async advance(): Promise<AdvanceOutput | 'superseded' | 'fault'> {
    const { workflowId, firstExecutionRunId } = workflowInfo();
    let out: AdvanceOutput;
    try {
      out = await segment.advance({
        who: this.input.who,
        firmId: this.input.who.firmId,
        run: workflowId,
        chain: firstExecutionRunId,
        state: this.state,
        give: {
          nowMs: Date.now(),
          events: [...this.events],
          controls: [...this.controls],
          ...(this.result ? { result: this.result } : {}),
        },
      });
    } catch (error) {
      return this.stand(error);
    }
    this.state = out.state;
    this.result = undefined;
    // the answer may be that of an earlier attempt, which had less mail: only what the state says it took is gone
    keep(this.events, (event) => event.seq > this.state.topSeq);
    keep(this.controls, (wish) => !this.state.seen.includes(wish.id));
    setCurrentDetails(out.trail.join('\n\n'));
    return out;
  }

  /** A run never fails. It stands, with the pending result kept, until somebody sends a control. */
  private async stand(error: unknown): Promise<'superseded' | 'fault'> {
    const cause = error instanceof ActivityFailure ? error.cause : error; // a local activity rejects with the bare failure
    if (!(cause instanceof ApplicationFailure)) throw error;
    if (cause.type === 'stale_segment') return 'superseded';
    const known = this.controls.length;
    this.waiting = { why: 'fault', untilMs: null };
    // not "until there is mail": mail that is there already would make it spin
    await condition(() => this.controls.length > known);
    this.waiting = undefined;
    return 'fault';
  }

  private async send(command: Extract<Command, { do: 'act' }>): Promise<Result> {
    const { who } = this.input;
    try {
      return await sending().send({
        who,
        firmId: who.firmId,
        run: workflowInfo().workflowId,
        person: this.state.person,
        hash: this.state.hash,
        node: command.node,
        key: command.key,
        effect: command.effect,
        nowMs: Date.now(),
      });
    } catch (error) {
      if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure) {
        return { of: 'act', failed: { code: error.cause.type ?? 'unknown', message: error.cause.message } };
      }
      throw error;
    }
  }

  private async parkWhenLong(wait: Waiting): Promise<void> {
    const info = workflowInfo();
    const long = wait.untilMs === null || wait.untilMs - Date.now() > PARK_OVER_MS;
    if (!(long && info.historyLength > FRESH_HISTORY_EVENTS) && !info.continueAsNewSuggested) return;
    await condition(allHandlersFinished);
    const { who, search } = this.input;
    const park = makeContinueAsNewFunc<typeof automationRun>({
      typedSearchAttributes: searchAttributesOf(who, search, this.state),
    });
    await park({
      v: 1,
      who,
      search,
      state: this.state,
      mail: { events: this.events, controls: this.controls },
      parked: wait,
    });
  }

  private hear(event: PersonEvent): void {
    if (event.seq <= this.state.topSeq || this.events.some((known) => known.seq === event.seq)) return;
    this.events.push(event);
  }

  private take(wish: Control): { n: number } {
    const known = this.state.seen.includes(wish.id) || this.controls.some((other) => other.id === wish.id);
    if (!known) this.controls.push(wish);
    return { n: this.state.n };
  }

  private mayTake(wish: Control): void {
    if ('n' in wish && wish.n !== this.state.n) {
      throw ApplicationFailure.nonRetryable('the run has moved on since you looked', 'stale_control');
    }
    if (this.controls.length >= MAX_CONTROLS) throw ApplicationFailure.nonRetryable('too many at once', 'busy');
  }

  private hasMail(): boolean {
    return this.events.length + this.controls.length > 0;
  }
}

function keep<T>(list: T[], wanted: (item: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(wanted));
}
