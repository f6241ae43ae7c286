import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { Step } from '@rap/contracts/automation/definition';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import { FACT_CATALOGUE, isFactName } from '@rap/contracts/automation/facts';
import type { Fact, TraceStep, Waiting } from '@rap/contracts/automation/run';
import { graphOf, reachable } from './graph.ts';
import { drawnStep } from './lowered-id.ts';
import { factValueWords } from './words.ts';
import { unsentWords, type DeliveryReason } from './why-unsent.ts';
import { codeWords, drawnPort, reasonOf, stepOf, type Telling } from './why-words.ts';

export interface Journey extends Telling {
  /** the receipts, in their order; facts may have been left out for a reader who may not see them */
  readonly steps: readonly TraceStep[];
  readonly deliveries?: ReadonlyMap<string, DeliveryReason>;
  /** where the person stands now, unless they have come to an end */
  readonly standing?: { readonly node: string } & Waiting;
}

/** One receipt as a line of the record beneath the sentence. */
export interface RecordLine {
  readonly n: number;
  readonly atMs: number;
  readonly label: string;
  readonly words: string;
  readonly facts: readonly { label: string; value: string; source: string; asOfMs?: number }[];
}

export interface Explanation {
  /** the answer, in one sentence */
  readonly sentence: string;
  readonly record: readonly RecordLine[];
}

/** Why somebody did not enter an automation, by the reason that was recorded. */
export function whyNotEntered(reason: string): string {
  return `They did not enter, because ${ENTRY_REASONS[reason] ?? codeWords(reason)}.`;
}

/** The same before anybody has tried. */
export const whyNotNow = (reason: string): string =>
  `They could not enter now, because ${ENTRY_REASONS[reason] ?? codeWords(reason)}.`;

const ENTRY_REASONS: Readonly<Record<string, string>> = {
  already_inside: 'they were inside already',
  entered_before: 'they have been through it before, and it takes each person once',
  too_soon: 'they were through it too short a time ago',
  filter: 'they do not meet the conditions for entering',
  daily_limit: 'as many people as a day allows had entered',
  stopped: 'the automation was stopped',
  held: 'messages and automations are on hold for them',
};

/** The receipts that tell how a step went; others, like a goal reached meanwhile, only name where the person stood. */
const LEAVING: readonly string[] = [
  'act',
  'attention',
  'if',
  'branch',
  'split',
  'waitFor',
  'waitUntil',
  'waitEvent',
  'repeat',
  'exit',
];

/** Why did, or did not, this person come to this step: for a message, why was it, or was it not, sent. */
export function whyStep(journey: Journey, node: string): Explanation {
  const step = journey.definition.nodes[node];
  if (step === undefined) throw new Error(`${node} is no step of this version`);
  const visits = journey.steps.filter(
    ({ kind, node: at }) => LEAVING.includes(kind) && drawnStep(at) === node,
  );
  const last = visits.at(-1);
  const sentence = last === undefined ? whyNever(journey, node, step) : whyLeft(journey, step, last);
  return { sentence, record: recordOf(journey) };
}

const isMessage = ({ kind }: Step): boolean => kind === 'email' || kind === 'sms';
const done = (step: Step): string => (isMessage(step) ? 'was sent' : 'was done');
const notDone = (step: Step): string => (isMessage(step) ? 'was not sent' : 'was not done');

function whyLeft(journey: Journey, step: Step, last: TraceStep): string {
  const { tell, standing } = journey;
  const name = `*${step.label}*`;
  const words = unsentWords(last, journey.deliveries?.get(last.key ?? ''));
  if (last.kind === 'attention') {
    const failed = `it failed on ${tell(last.atMs)} (${words})`;
    return standing?.why === 'attention'
      ? `${name} is held: ${failed}, and somebody has to look at it.`
      : `${name} ${notDone(step)}: ${failed}.`;
  }
  switch (last.port) {
    case 'refused':
      return `${name} ${notDone(step)} on ${tell(last.atMs)}: ${words}.`;
    case 'later': {
      const until =
        typeof standing?.untilMs === 'number'
          ? `; it goes out on ${tell(standing.untilMs)} at the earliest`
          : '';
      return `${name} has not been sent yet: ${words}${until}.`;
    }
    case 'error':
      return `${name} failed on ${tell(last.atMs)}: ${words}.`;
    default:
      return `${name} ${done(step)} on ${tell(last.atMs)}${becauseBefore(journey, last)}.`;
  }
}

/** The decision nearest before a step is why the person came to it; without one, what started the automation. */
function becauseBefore(journey: Journey, last: TraceStep): string {
  const before = journey.steps.filter(({ n }) => n < last.n).toReversed();
  for (const trace of before) {
    const reason = reasonOf(trace, journey);
    if (reason !== undefined) return `, because ${reason}`;
  }
  const { kind } = journey.definition.trigger;
  return `, because they had entered this automation, which begins when ${EVENT_CATALOGUE[kind].label}`;
}

/** Somebody who never came to a step either still may, or took a way from which it cannot be reached. */
function whyNever(journey: Journey, node: string, step: Step): string {
  const { steps, standing, tell } = journey;
  const name = `*${step.label}*`;
  const graph = graphOf(journey.definition);
  const ahead = (from: string) => reachable(graph, [drawnStep(from)]).has(node);
  if (standing && ahead(standing.node)) return `${name} is still ahead: ${standingWords(journey, standing)}.`;
  const turning = steps.findLast((trace) => ahead(trace.node));
  if (turning === undefined) return `${name} ${notDone(step)}: it was never on their way.`;
  const passed = stepOf(journey.definition, turning);
  const reason = reasonOf(turning, journey) ?? (passed && `*${passed.label}* ${done(passed)}`);
  return `${name} ${notDone(step)}, because on ${tell(turning.atMs)} ${reason}.`;
}

function standingWords({ definition, tell }: Journey, standing: { node: string } & Waiting): string {
  const label = stepOf(definition, standing)?.label ?? 'the beginning';
  const until = standing.untilMs === null ? '' : ` until ${tell(standing.untilMs)}`;
  switch (standing.why) {
    case 'attention':
    case 'fault':
      return `they are held at *${label}*, and somebody has to look at it`;
    case 'paused':
      return `the automation is paused, and they stand at *${label}*`;
    case 'held':
      return `messages and automations are on hold for them, and they stand at *${label}*`;
    case 'later':
      return `*${label}* waits for an hour at which it may go out${until}`;
    case 'time':
    case 'event':
      return `they wait at *${label}*${until}`;
  }
}

/** Where somebody stands and how they came there, or how they came to the end. */
export function whyHere(journey: Journey): Explanation {
  const { steps, standing } = journey;
  const last = steps.at(-1);
  const reason = steps
    .toReversed()
    .map((trace) => reasonOf(trace, journey))
    .find((words) => words !== undefined);
  const because = reason === undefined ? '' : `, because ${reason}`;
  const sentence =
    standing !== undefined
      ? `${capitalised(standingWords(journey, standing))}${because}.`
      : last === undefined
        ? 'They have just entered.'
        : `They came to the end on ${journey.tell(last.atMs)}${because}.`;
  return { sentence, record: recordOf(journey) };
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Every receipt that is given, in words and in its order; each is told without the others. */
export function recordOf(journey: Journey): readonly RecordLine[] {
  return journey.steps.map((trace) => ({
    n: trace.n,
    atMs: trace.atMs,
    label: labelOf(journey, trace),
    words: lineWords(journey, trace),
    facts: Object.entries(trace.facts ?? {}).map(([name, fact]) => factLine(journey, name, fact)),
  }));
}

function labelOf({ definition }: Journey, trace: TraceStep): string {
  if (trace.kind === 'goal') return definition.goals.find(({ id }) => id === trace.port)?.label ?? 'Goal';
  if (trace.kind === 'control') return 'By hand';
  return stepOf(definition, trace)?.label ?? 'The end';
}

function lineWords(journey: Journey, trace: TraceStep): string {
  const step = stepOf(journey.definition, trace);
  const delivery = journey.deliveries?.get(trace.key ?? '');
  const after = trace.note === undefined && !delivery ? '' : `: ${unsentWords(trace, delivery)}`;
  if (trace.kind === 'goal') return 'reached';
  if (trace.kind === 'inbox') return 'the oldest of too many unread events was dropped';
  if (trace.kind === 'attention') return `held for somebody to look at${after}`;
  if (trace.kind === 'control') return `${CONTROL_WORDS[trace.port] ?? trace.port}${after}`;
  if (step === undefined || step.kind === 'exit') return 'came to the end';
  if (trace.port === 'later') return `not yet${after}`;
  const port = STEP_CATALOGUE[step.kind]
    .ports(step.params)
    .find(({ id }) => id === drawnPort(step.kind, trace.port));
  return `${port?.label ?? (trace.kind === 'act' ? 'asked' : 'went on')}${after}`;
}

const CONTROL_WORDS: Readonly<Record<string, string>> = {
  pause: 'paused',
  resume: 'resumed',
  hold: 'put on hold',
  release: 'released from hold',
  retry: 'tried again',
  skip: 'skipped',
  end: 'ended',
  moveWait: 'moved to another time',
  migrate: 'moved to another version',
  refused: 'came too late',
};

function factLine({ names }: Journey, name: string, fact: Fact): RecordLine['facts'][number] {
  const info = isFactName(name) ? FACT_CATALOGUE[name] : undefined;
  const label = info?.label ?? name;
  if ('unknown' in fact) return { label, value: 'not known', source: codeWords(fact.unknown) };
  return { label, value: factValueWords(name, fact.value, names), source: fact.source, asOfMs: fact.asOfMs };
}
