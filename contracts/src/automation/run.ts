import type { ActClass, Anchor, Effect, Json, NodeId, Target, TimeSpec } from './plan.ts';

/** One fact with where it comes from and when it was read, or why it is not known. */
export type Fact = { value: Json; source: string; asOfMs: number } | { unknown: string };
export type Facts = Record<string, Fact>;

/** An event of the person, numbered by the outbox. `data` holds ids, enums and numbers only. */
export interface PersonEvent {
  seq: number;
  kind: string;
  atMs: number;
  data?: Record<string, Json>;
}

/** Up to which event, and until when, something had happened. */
export interface Mark {
  seq: number;
  atMs: number;
}

export interface PendingWait {
  untilMs: number | null;
  sinceSeq: number;
  startedMs: number;
  /** while it stood frozen, without overlaps: what its deadline was moved by */
  frozen?: { sinceMs: number; untilMs: number }[];
}

/** `freeze`: the clock stands, deadlines move by the time it stood. `holdSends`: waits run on, nothing is done. */
export type PauseMode = 'freeze' | 'holdSends';
/** What an automation as a whole may be told besides: everybody inside ends where they stand. */
export type AutomationPause = PauseMode | 'endEveryone';

/** All that a person's run is between two turns: small, plain JSON. */
export interface RunState {
  /** version of this shape; a release reads its own and the one before */
  v: 1;
  hash: string;
  person: string;
  /** ordinal of the next trace step */
  n: number;
  /** ordinal of the next segment */
  seg: number;
  /** the latest time heard from the driver, epoch ms */
  nowMs: number;
  at: Target;
  stage: 'enter' | 'ready' | 'wait';
  /** read for the node it stands at; never leaves a segment */
  facts?: Facts;
  visits: Record<NodeId, number>;
  loops: Record<NodeId, number>;
  vars: Record<string, Json>;
  marks: Record<Anchor, Mark>;
  /** events up to here were looked at for goals */
  goalSeq: number;
  /** events not yet consumed, by number; at most 50 */
  inbox: PersonEvent[];
  /** highest event number ever received; the relay delivers in order, so what is not higher is a duplicate */
  topSeq: number;
  /** ids of the last 20 controls taken: a repeated one does nothing */
  seen: string[];
  wait?: PendingWait;
  pause?: { mode: PauseMode; sinceMs: number };
  hold?: { reason: string; sinceMs: number };
  attention?: { node: Target; code: string; message: string };
  outcome?: string;
}

export type WaitReason = 'time' | 'event' | 'paused' | 'held' | 'attention' | 'later';

/** What the driver has to do before the next turn. */
export type Command =
  | { do: 'facts'; node: NodeId; names: string[] }
  | { do: 'resolveTime'; node: NodeId; spec: TimeSpec; nowMs: number }
  | { do: 'act'; node: NodeId; key: string; cls: ActClass; effect: Effect }
  | { do: 'wait'; why: WaitReason; untilMs: number | null }
  | { do: 'end'; outcome: string };

/** What a segment leaves to the shell of the run: it answers facts, times and our own writes itself. */
export type OpenCommand = Extract<Command, { do: 'act' | 'wait' | 'end' }>;

/** The driver's answer to a command. */
export type Result =
  | { of: 'facts'; values: Facts }
  | { of: 'resolveTime'; atMs: number }
  | { of: 'resolveTime'; missing: string }
  /** `seq`: the person's highest event number when the effect was claimed, before anything left the house */
  | { of: 'act'; done: Json; seq: number }
  | { of: 'act'; refused: string }
  | { of: 'act'; laterMs: number; reason: string }
  | { of: 'act'; failed: { code: string; message: string } };

/** What a person does to a run. `n` is the ordinal they were looking at: compare and set. */
export type Control = { id: string } & (
  | { do: 'pause'; mode: PauseMode; sinceMs?: number }
  /** `atMs`: when the clock went on, if that was before now */
  | { do: 'resume'; atMs?: number }
  | { do: 'hold'; reason: string; sinceMs?: number }
  | { do: 'release' }
  | { do: 'retry' | 'skip'; n: number }
  | { do: 'end'; reason: string }
  | { do: 'moveWait'; n: number; untilMs: number }
  | { do: 'migrate'; n: number; hash: string; to: Target }
);

/** The receipt of one step; the row of `step_event`. */
export interface TraceStep {
  n: number;
  node: Target;
  visit: number;
  kind: string;
  port: string;
  atMs: number;
  facts?: Facts;
  key?: string;
  eventSeq?: number;
  note?: string;
}

export interface Give {
  nowMs: number;
  result?: Result;
  events?: PersonEvent[];
  controls?: Control[];
}

export interface Turn {
  state: RunState;
  command: Command;
  steps: TraceStep[];
}

/** Every activity input names its firm; an interceptor of the worker refuses one that does not. */
export interface FirmScoped {
  firmId: string;
}

/** Whose run it is. The workflow id is `run:{firmId}:{enrolmentId}`, which is also the prefix of effect keys. */
export interface RunWho extends FirmScoped {
  automationId: string;
  enrolmentId: string;
}

/** Input of the automation run; also what it continues-as-new with. Ids and state only. */
export interface RunInput {
  v: 1;
  who: RunWho;
  state: RunState;
  /** opaque, for the Temporal UI's search */
  search: { advisorId?: string; automationVersion: string };
  /** of the request or event that put the person in; everything that the run does carries it */
  correlationId?: string;
  mail?: { events: PersonEvent[]; controls: Control[] };
  parked?: Waiting;
}

/** What a run waits for; `fault` when the engine itself could not go on. */
export interface Waiting {
  why: WaitReason | 'fault';
  untilMs: number | null;
  /** what the step is called at which it waits; the runs of the first release do not say */
  label?: string;
}

export interface AdvanceInput {
  who: RunWho;
  correlationId?: string;
  firmId: string;
  run: string;
  chain: string;
  state: RunState;
  give: Give;
}

export interface AdvanceOutput {
  state: RunState;
  command: OpenCommand;
  /** the steps just taken in the words of the automation, for the Temporal UI; no personal data */
  trail: string[];
  /** what the step is called at which it now stands; the answers of the first release do not say */
  label?: string;
}

export interface SendInput extends FirmScoped {
  who: RunWho;
  correlationId?: string;
  run: string;
  person: string;
  hash: string;
  node: NodeId;
  key: string;
  effect: Effect;
  nowMs: number;
}

export const RUN_WORKFLOW = 'automationRun';
export const RUN_SIGNAL_EVENT = 'personEvent';
export const RUN_UPDATE_CONTROL = 'control';
export const RUN_QUERY_WHERE = 'where';

export const runIdOf = (who: Pick<RunWho, 'firmId' | 'enrolmentId'>): string =>
  `run:${who.firmId}:${who.enrolmentId}`;

/** The enrolment of a run, from the run's id. */
export const enrolmentOfRun = (runId: string): string | undefined => /^run:[^:]+:([^:]+)/.exec(runId)?.[1];
