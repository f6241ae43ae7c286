import { EVENT_CATALOGUE, isEventKind } from '@rap/contracts/automation/events';
import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import { Deadline, Duration } from '@rap/contracts/automation/step-params';
import type { DefinitionContext } from '../context.ts';
import { aboutMs, durationWords, fixedMs, HOUR_MS, isDuration } from '../duration.ts';
import { reachable, type Edge, type Graph } from '../graph.ts';
import { matchesOf } from '../matches.ts';
import { fault, named } from '../report.ts';

const FIVE_YEARS_MS = 5 * 366 * 24 * HOUR_MS;

const isSend = (step: DraftStep): boolean => step.kind === 'email' || step.kind === 'sms';

/** The lengths of time a step names, with the parameter each stands in. */
function durationsOf(step: DraftStep): { field: string; duration: Duration }[] {
  return ['for', 'within', 'dueIn', 'in'].flatMap((field) => {
    const parsed = Duration.safeParse(step.params[field]);
    return parsed.success ? [{ field, duration: parsed.data }] : [];
  });
}

/** Nobody waits for ever unawares. */
export function deadlineProblems(definition: DraftDefinition): DefinitionProblem[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) => {
    if (!('within' in paramShape(step)) || step.params['within'] !== undefined) return [];
    const awaited = matchesOf(definition).find((placed) => placed.node === node)?.match.kind;
    const what =
      awaited !== undefined && isEventKind(awaited)
        ? `until ${EVENT_CATALOGUE[awaited].label}`
        : `at ${named(step)}`;
    return [fault('no_deadline', `How long shall we wait ${what}?`, { node, field: 'within' })];
  });
}

const WAITS_FOR_AN_END: readonly string[] = ['wait.event', 'automation.call', 'approval'];
const paramShape = (step: DraftStep): Record<string, unknown> =>
  WAITS_FOR_AN_END.includes(step.kind) ? { within: true } : {};

/** No wait outlasts five years, and seconds are for trials. */
export function durationProblems(
  definition: DraftDefinition,
  context: DefinitionContext,
): DefinitionProblem[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) =>
    durationsOf(step).flatMap(({ field, duration }) => {
      const at = { node, field };
      if (aboutMs(duration) > FIVE_YEARS_MS) {
        return [
          fault(
            'wait_too_long',
            `${named(step)}: ${durationWords(duration)} is too long; five years is the most`,
            at,
          ),
        ];
      }
      if (duration.unit === 'seconds' && !context.allowTestDurations) {
        return [fault('test_duration', `${named(step)} counts in seconds; that is for trials only`, at)];
      }
      return [];
    }),
  );
}

/** A message inside a repeat has at least an hour between one round and the next, whichever way the round goes. */
export function burstProblems(graph: Graph): DefinitionProblem[] {
  return [...graph.steps].flatMap(([repeat, step]) => {
    const { body } = step.ports;
    if (step.kind !== 'repeat' || body === undefined) return [];
    const quick = (edge: Edge) => edge.from !== repeat && !takesAnHour(graph, edge);
    const soon = reachable(graph, [body], quick);
    const sends = [...soon].filter((node) => {
      const inner = graph.steps.get(node);
      return inner !== undefined && isSend(inner) && reachable(graph, [node], quick).has(repeat);
    });
    return sends.slice(0, 1).map(() => {
      const max = typeof step.params['max'] === 'number' ? step.params['max'] : 'many';
      return fault(
        'burst',
        `This could send ${max} messages at once: let at least an hour pass inside ${named(step)}`,
        {
          node: repeat,
          port: 'body',
        },
      );
    });
  });
}

/** A date may have passed when it is come to again, and hours may be open: neither is sure to take time. */
function takesAnHour(graph: Graph, { from, port }: Edge): boolean {
  const step = graph.steps.get(from);
  if (step === undefined) return false;
  const length =
    port === 'timeout' ? step.params['within'] : port === 'next' ? step.params['for'] : undefined;
  const parsed = Deadline.safeParse(length);
  return (
    parsed.success && isDuration(parsed.data) && (fixedMs(parsed.data) ?? aboutMs(parsed.data)) >= HOUR_MS
  );
}

/** What follows a date says until when it may go out: after an outage, yesterday's reminder is worse than none. */
export function expiryProblems(graph: Graph): DefinitionProblem[] {
  const dates = [...graph.steps].flatMap(([, step]) =>
    step.kind === 'wait.date' ? (step.ports['next'] ?? []) : [],
  );
  const isWait = (node: string) => {
    const kind = graph.steps.get(node)?.kind;
    return kind !== undefined && STEP_CATALOGUE[kind].cls === 'wait';
  };
  const after = reachable(graph, dates, ({ from }) => !isWait(from));
  return [...graph.steps]
    .filter(([node, step]) => after.has(node) && isSend(step) && step.params['notAfter'] === undefined)
    .map(([node, step]) =>
      fault('expiry_missing', `Until when may ${named(step)} still go out? It follows a date`, {
        node,
        field: 'notAfter',
      }),
    );
}
