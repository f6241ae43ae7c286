import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { Definition, Step } from '@rap/contracts/automation/definition';
import type { Facts, TraceStep } from '@rap/contracts/automation/run';
import { durationWords, isDuration } from './duration.ts';
import { factsOf } from './facts.ts';
import { drawnStep } from './lowered-id.ts';
import { condWords, factLabel, type Names } from './words.ts';

/** How instants read to whoever asks: in their zone, "Tue, Nov 24 at 9:06 am". */
export type TellInstant = (atMs: number) => string;

/** The same for everybody who looks: a zone, and the year only when it is not this one. */
export function instantWords(zone: string, nowMs: number): TellInstant {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const parts = (atMs: number) => new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const thisYear = parts(nowMs).get('year');
  return (atMs) => {
    const at = parts(atMs);
    const year = at.get('year') === thisYear ? '' : `, ${at.get('year')}`;
    const day = `${at.get('weekday')}, ${at.get('month')} ${at.get('day')}${year}`;
    return `${day} at ${at.get('hour')}:${at.get('minute')} ${at.get('dayPeriod')?.toLowerCase()}`;
  };
}

/** What a reason is told from. */
export interface Telling {
  readonly definition: Definition;
  readonly names: Names;
  readonly tell: TellInstant;
}

export const stepOf = (definition: Definition, { node }: Pick<TraceStep, 'node'>): Step | undefined =>
  definition.nodes[drawnStep(node)];

/** A machine's word as people would write it: the fallback where nobody has put it better. */
export const codeWords = (code: string | undefined): string =>
  code?.replaceAll('_', ' ') ?? 'no reason was given';

/**
 * Why a person went on from a step by the way they took, completing a sentence that ends in "because ...". Undefined for
 * steps that decide nothing: that something was done is no reason for what came after.
 */
export function reasonOf(trace: TraceStep, telling: Telling): string | undefined {
  if (trace.kind === 'goal') {
    const goal = telling.definition.goals.find(({ id }) => id === trace.port);
    return `the goal *${goal?.label ?? trace.port}* was reached`;
  }
  if (trace.kind === 'control' && trace.port === 'end') return 'somebody ended the automation for them';
  const step = stepOf(telling.definition, trace);
  if (step === undefined) return undefined;
  if (trace.kind === 'control' && trace.port === 'skip') return `somebody skipped *${step.label}*`;
  switch (step.kind) {
    case 'if': {
      const clause = condWords(step.params.cond, telling.names);
      return trace.port === 'yes'
        ? clause
        : (unknownIn(factsOf(step.params.cond), trace) ?? `it was not so that ${clause}`);
    }
    case 'branch': {
      const hit = step.params.cases.find(({ id }) => trace.port === `case:${id}`);
      if (hit) return condWords(hit.cond, telling.names);
      const facts = step.params.cases.flatMap(({ cond }) => factsOf(cond));
      const cases = step.params.cases.map(({ cond }) => condWords(cond, telling.names)).join(', nor that ');
      return unknownIn(facts, trace) ?? `it was not so that ${cases}`;
    }
    case 'split': {
      const arm = step.params.variants.find(({ id }) => trace.port === `variant:${id}`);
      return `the split *${step.label}* put them in "${arm?.label ?? trace.port}"`;
    }
    case 'wait.date': {
      const date = factLabel(step.params.fact);
      if (trace.port === 'missing') return `the ${date} was not known`;
      return trace.port === 'past' ? `the ${date} had passed` : `the ${date} was due`;
    }
    case 'wait.event':
      return awaitedWords(trace, step, telling);
    case 'approval':
    case 'automation.call':
      return answerWords(trace, step, telling);
    case 'email':
    case 'sms':
      return trace.port === 'refused' ? `*${step.label}* could not be sent` : failureWords(trace, step.label);
    default:
      return failureWords(trace, step.label);
  }
}

const failureWords = ({ port }: TraceStep, label: string): string | undefined =>
  port === 'error' ? `*${label}* failed` : undefined;

/** Unknown facts are named: "it was not so" would claim more than anybody knows. */
function unknownIn(facts: readonly string[], { facts: read = {} }: TraceStep): string | undefined {
  const unknown = facts.filter((name) => isUnknown(read, name));
  return unknown.length === 0 ? undefined : `${unknown.map(factLabel).join(' and ')} was not known`;
}

const isUnknown = (facts: Facts, name: string): boolean => {
  const fact = facts[name];
  return fact !== undefined && 'unknown' in fact;
};

function awaitedWords(
  trace: TraceStep,
  step: Extract<Step, { kind: 'wait.event' }>,
  { tell }: Telling,
): string {
  const came = step.params.events.find(({ id }) => trace.port === `case:${id}`);
  if (came) return `"${came.label}" had happened`;
  const awaited = step.params.events.map(({ label }) => `"${label}"`);
  const within = limitWords(step.params.within, tell(trace.atMs));
  return awaited.length === 1
    ? `${awaited[0]} had not happened ${within}`
    : `neither ${awaited.join(' nor ')} had happened ${within}`;
}

function answerWords(
  trace: TraceStep,
  step: Extract<Step, { kind: 'approval' | 'automation.call' }>,
  { tell }: Telling,
): string | undefined {
  if (trace.kind !== 'waitEvent') return undefined;
  const answer = STEP_CATALOGUE[step.kind]
    .ports(step.params)
    .find(({ id }) => id === drawnPort(step.kind, trace.port));
  if (trace.port === 'timeout')
    return `*${step.label}* had no answer ${limitWords(step.params.within, tell(trace.atMs))}`;
  return `*${step.label}* was answered: ${answer?.label ?? trace.port}`;
}

const limitWords = (
  within: Extract<Step, { kind: 'approval' }>['params']['within'],
  until: string,
): string => (within !== 'forever' && isDuration(within) ? `within ${durationWords(within)}` : `by ${until}`);

/** The way out as it was drawn, from the one the interpreter noted. */
export function drawnPort(kind: Step['kind'], port: string): string {
  if (kind === 'approval' || kind === 'automation.call') {
    const answer = port.replace(/^case:/, '');
    return kind === 'automation.call' && port !== 'timeout' ? `event:${answer}` : answer;
  }
  return kind === 'wait.event' ? port.replace(/^case:/, 'event:') : port;
}
