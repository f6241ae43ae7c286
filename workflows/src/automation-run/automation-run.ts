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
  type Control,
  type OpenCommand,
  type PersonEvent,
  type Result,
  type RunInput,
  type Waiting,
} from '@rap/contracts/automation/run';
import { queueBeside } from '@rap/contracts/workflows';
import { assertNever } from '@rap/domain/assert-never';
import { Mailbox, type Refusal } from './mailbox.ts';
import { searchAttributesOf } from './search-attributes.ts';

export const personEvent = defineSignal<[PersonEvent]>(RUN_SIGNAL_EVENT);
export const control = defineUpdate<{ n: number }, [Control]>(RUN_UPDATE_CONTROL);
export const where = defineQuery<{ n: number; at: string } & Partial<Waiting>>(RUN_QUERY_WHERE);

/** Waits longer than this are parked: a fresh history of five events instead of a growing one. */
const PARK_OVER_MS = 10 * 60_000;
const FRESH_HISTORY_EVENTS = 5;

/** How long a message waits whose provider could not be reached in five attempts. */
const SEND_AGAIN_MS = 30 * 60_000;

/** What a run waits for, as whoever operates the server reads it. */
const WAIT_WORDS: Record<Waiting['why'], string> = {
  time: 'waits for its time',
  event: 'waits for what may happen',
  later: 'waits for an hour at which it may go out',
  paused: 'is paused',
  held: 'is on hold',
  attention: 'needs attention',
  fault: 'stands after a fault',
};

type ActCommand = Extract<OpenCommand, { do: 'act' }>;
type WaitCommand = Extract<OpenCommand, { do: 'wait' }>;

const REFUSALS: Record<Refusal, string> = {
  stale_control: 'the run has moved on since you looked',
  busy: 'too many at once',
};

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' } as const;
/** What a program that is wrong throws: it would throw it for ever, and the run would hear nobody. It stands instead. */
const PROGRAM_ERRORS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'ZodError'];
const segment = proxyLocalActivities<AutomationActivities>({
  startToCloseTimeout: '8s',
  localRetryThreshold: '10s',
  retry: { ...retry, nonRetryableErrorTypes: PROGRAM_ERRORS },
});

/** One person inside one automation. Orchestrates only: the interpreter, the plan and client data stay in the segment activity. */
export async function automationRun(input: RunInput): Promise<string> {
  return new AutomationRun(input).run();
}

class AutomationRun {
  private readonly input: RunInput;
  private readonly mailbox: Mailbox;
  private state: RunInput['state'];
  private waiting: Waiting | undefined;
  private result: Result | undefined;
  private label: string | undefined;

  constructor(input: RunInput) {
    // a plain error fails the workflow task, not the run: a worker of the newer release takes it
    if (input.v > 1) throw new Error(`a run of version ${input.v} needs a newer worker`);
    this.input = input;
    this.state = input.state;
    this.mailbox = new Mailbox(input.mail);
    this.waiting = input.parked;
    this.label = input.parked?.label;
    if (input.parked) setCurrentDetails(this.waitWords(input.parked));
    setHandler(personEvent, (event) => this.mailbox.hear(event, this.state));
    // synchronous: an Update is never in flight at a continue-as-new
    setHandler(control, (wish) => this.take(wish), { validator: (wish) => this.validate(wish) });
    setHandler(where, () => ({ n: this.state.n, at: this.state.at, ...this.waiting }));
  }

  async run(): Promise<string> {
    for (;;) {
      await this.wait();
      const out = await this.advance();
      if (out === 'superseded') return out;
      if (out === 'fault') continue;
      switch (out.do) {
        case 'act':
          this.result = await this.send(out);
          break;
        case 'wait':
          await this.standAt(out);
          break;
        case 'end':
          await condition(allHandlersFinished);
          return out.outcome;
        default:
          assertNever(out);
      }
    }
  }

  private async wait(): Promise<void> {
    if (!this.waiting) return;
    const { untilMs, why } = this.waiting;
    const mail = (): boolean => !this.mailbox.isEmpty;
    const leftMs = untilMs === null ? null : untilMs - Date.now();
    if (leftMs === null) await condition(mail);
    else if (leftMs > 0) await condition(mail, leftMs, { summary: `${this.stepLabel}: ${WAIT_WORDS[why]}` });
    this.waiting = undefined;
  }

  private async advance(): Promise<OpenCommand | 'superseded' | 'fault'> {
    const { workflowId, firstExecutionRunId } = workflowInfo();
    let out: AdvanceOutput;
    try {
      out = await segment.advance.executeWithOptions(
        { summary: this.label === undefined ? 'begins' : `goes on after: ${this.label}` },
        [
          {
            who: this.input.who,
            ...this.correlation(),
            firmId: this.input.who.firmId,
            run: workflowId,
            chain: firstExecutionRunId,
            state: this.state,
            give: {
              nowMs: Date.now(),
              ...this.mailbox.contents(),
              ...(this.result ? { result: this.result } : {}),
            },
          },
        ],
      );
    } catch (error) {
      return this.standAtFault(error);
    }
    this.state = out.state;
    this.result = undefined;
    this.label = out.label;
    this.mailbox.dropTaken(this.state);
    const { command } = out;
    const now = command.do === 'wait' ? [this.waitWords(command)] : [];
    setCurrentDetails([...out.trail, ...now].join('\n\n'));
    return command;
  }

  /** A run never fails. It stands, with the pending result kept, until somebody sends a control. */
  private async standAtFault(error: unknown): Promise<'superseded' | 'fault'> {
    const cause = error instanceof ActivityFailure ? error.cause : error; // a local activity rejects with the bare failure
    if (!(cause instanceof ApplicationFailure)) throw error;
    if (cause.type === 'stale_segment') return 'superseded';
    this.mailbox.dropAimed();
    const known = this.mailbox.controlCount;
    this.waiting = { why: 'fault', untilMs: null };
    setCurrentDetails(`${this.waitWords(this.waiting)} (${cause.type ?? 'unknown'})`);
    // not "until there is mail": mail that is there already would make it spin
    await condition(() => this.mailbox.controlCount > known);
    this.waiting = undefined;
    return 'fault';
  }

  private async send(command: ActCommand): Promise<Result> {
    const { who } = this.input;
    const { workflowId, taskQueue } = workflowInfo();
    const sending = proxyActivities<AutomationActivities>({
      startToCloseTimeout: '30s',
      taskQueue: queueBeside(taskQueue, 'sending'),
      summary: `${this.stepLabel}: ${command.effect.kind}`,
      retry: { ...retry, maximumAttempts: 5, maximumInterval: '30s' },
    });
    try {
      return await sending.send({
        who,
        ...this.correlation(),
        firmId: who.firmId,
        run: workflowId,
        person: this.state.person,
        hash: this.state.hash,
        node: command.node,
        key: command.key,
        effect: command.effect,
        nowMs: Date.now(),
      });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const { cause } = error;
      const code = cause instanceof ApplicationFailure ? (cause.type ?? 'unknown') : 'no_answer';
      if (error.retryState === 'NON_RETRYABLE_FAILURE') {
        return { of: 'act', failed: { code, message: cause?.message ?? error.message } };
      }
      // a run inside a retrying activity hears no control; a run at "later" does
      return { of: 'act', laterMs: Date.now() + SEND_AGAIN_MS, reason: code };
    }
  }

  private async standAt(command: WaitCommand): Promise<void> {
    if (!this.mailbox.isEmpty) return;
    this.waiting = {
      why: command.why,
      untilMs: command.untilMs,
      ...(this.label === undefined ? {} : { label: this.label }),
    };
    const info = workflowInfo();
    const long = command.untilMs === null || command.untilMs - Date.now() > PARK_OVER_MS;
    if ((long && info.historyLength > FRESH_HISTORY_EVENTS) || info.continueAsNewSuggested)
      await this.park(this.waiting);
  }

  private async park(parked: Waiting): Promise<void> {
    await condition(allHandlersFinished);
    const { who, search } = this.input;
    const continueAsParked = makeContinueAsNewFunc<typeof automationRun>({
      typedSearchAttributes: searchAttributesOf(who, search, this.state),
    });
    await continueAsParked({
      v: 1,
      who,
      search,
      ...this.correlation(),
      state: this.state,
      mail: this.mailbox.contents(),
      parked,
    });
  }

  /** What the step at hand is called; an answer of an older release names only its id. */
  private get stepLabel(): string {
    return this.label ?? this.state.at;
  }

  private waitWords({ why, untilMs }: Waiting): string {
    const until = untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`;
    return `${this.stepLabel}: ${WAIT_WORDS[why]}${until}`;
  }

  private correlation(): Pick<RunInput, 'correlationId'> {
    const { correlationId } = this.input;
    return correlationId === undefined ? {} : { correlationId };
  }

  private take(wish: Control): { n: number } {
    this.mailbox.take(wish, this.state);
    return { n: this.state.n };
  }

  private validate(wish: Control): void {
    const refusal = this.mailbox.refuses(wish, this.state);
    if (refusal) throw ApplicationFailure.nonRetryable(REFUSALS[refusal], refusal);
  }
}
