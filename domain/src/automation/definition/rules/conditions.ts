import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import { isEventKind } from '@rap/contracts/automation/events';
import { factInfo } from '@rap/contracts/automation/facts';
import { Cond, type Json } from '@rap/contracts/automation/plan';
import { z } from 'zod';
import type { DefinitionContext } from '../context.ts';
import {
  comparisonsOf,
  eventVocabulary,
  factVocabulary,
  type Comparable,
  type Vocabulary,
} from '../facts.ts';
import { matchesOf } from '../matches.ts';
import { fault, named, type Place } from '../report.ts';

interface PlacedCond {
  readonly cond: Cond;
  readonly vocabulary: Vocabulary;
  readonly owner: string;
  readonly at: Place;
}

/** Every fact and every event field exists, and is compared with something of its own kind. */
export function conditionProblems(
  definition: DraftDefinition,
  { names }: DefinitionContext,
): DefinitionProblem[] {
  return conditionsOf(definition).flatMap(({ cond, vocabulary, owner, at }) =>
    comparisonsOf(cond).flatMap((comparison) => {
      const compared = vocabulary(comparison.fact);
      if (compared === undefined) {
        return vocabulary === factVocabulary
          ? [fault('fact_unknown', `${owner}: "${comparison.fact}" is nothing we know about a person`, at)]
          : [fault('field_unknown', `${owner}: "${comparison.fact}" is nothing this event tells`, at)];
      }
      if (comparison.op === 'known') return [];
      const misfit = misfitOf(compared, comparison.op, comparison.value);
      if (misfit !== undefined) return [fault('type_unfit', `${owner}: ${compared.label} ${misfit}`, at)];
      const { refersTo } = compared;
      const ids = refersTo === undefined ? [] : [comparison.value].flat();
      return ids
        .filter((id) => refersTo !== undefined && !(typeof id === 'string' && names[refersTo]?.has(id)))
        .map(() =>
          fault(
            'reference_unknown',
            `${owner}: ${compared.label} is compared with something that is not there`,
            at,
          ),
        );
    }),
  );
}

const Cases = z.array(z.looseObject({ cond: Cond }).nullable().catch(null));

function conditionsOf(definition: DraftDefinition): PlacedCond[] {
  const { filter } = definition.settings;
  const inSteps = Object.entries(definition.nodes).flatMap(([node, step]) => {
    const owner = named(step);
    const single = step.kind === 'if' ? Cond.safeParse(step.params['cond']).data : undefined;
    const cases = step.kind === 'branch' ? (Cases.safeParse(step.params['cases']).data ?? []) : [];
    return [
      ...(single ? [{ cond: single, vocabulary: factVocabulary, owner, at: { node, field: 'cond' } }] : []),
      ...cases.flatMap((entry) =>
        entry ? [{ cond: entry.cond, vocabulary: factVocabulary, owner, at: { node, field: 'cases' } }] : [],
      ),
    ];
  });
  const inMatches = matchesOf(definition).flatMap(({ match, node, owner }) =>
    match.where && isEventKind(match.kind)
      ? [{ cond: match.where, vocabulary: eventVocabulary(match.kind), owner, at: { node, field: 'events' } }]
      : [],
  );
  return [
    ...(filter
      ? [{ cond: filter, vocabulary: factVocabulary, owner: 'Who may enter', at: { field: 'filter' } }]
      : []),
    ...inSteps,
    ...inMatches,
  ];
}

/** Every expected event is of a kind that exists. */
export function eventProblems(definition: DraftDefinition): DefinitionProblem[] {
  return matchesOf(definition)
    .filter(({ match }) => !isEventKind(match.kind))
    .map(({ match, node, owner }) =>
      fault('event_unknown', `${owner}: "${match.kind}" is nothing that can happen here`, {
        node,
        field: 'events',
      }),
    );
}

/** A date that a step counts from is a fact, and a date. */
export function dateProblems(definition: DraftDefinition): DefinitionProblem[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) =>
    ['fact', 'within', 'notAfter'].flatMap((field) => {
      const name = field === 'fact' ? textOf(step.params[field]) : dateNamedBy(step.params[field]);
      if (name === undefined) return [];
      const info = factInfo(name);
      if (info === undefined) {
        return [
          fault('fact_unknown', `${named(step)}: "${name}" is nothing we know about a person`, {
            node,
            field,
          }),
        ];
      }
      return info.type === 'date' || info.type === 'instant'
        ? []
        : [
            fault('type_unfit', `${named(step)}: ${info.label} is not a date; choose a date`, {
              node,
              field,
            }),
          ];
    }),
  );
}

const textOf = (param: Json | undefined): string | undefined =>
  typeof param === 'string' ? param : undefined;

const NamesDate = z.union([
  z.looseObject({ fact: z.string() }).transform(({ fact }) => fact),
  z.looseObject({ beforeDate: z.string() }).transform(({ beforeDate }) => beforeDate),
]);
const dateNamedBy = (param: Json | undefined): string | undefined => NamesDate.safeParse(param).data;

const ARTICLES: Record<Comparable['type'], string> = {
  text: 'is a text; compare it with a text',
  code: 'is a word; compare it with a word',
  number: 'is a number; compare it with a number',
  date: 'is a date; compare it with a date',
  instant: 'is a point in time; compare it with a point in time',
  boolean: 'is yes or no; compare it with yes or no',
  choice: 'is a choice; compare it with one of the choices',
  id: 'is chosen from a list; compare it with something from that list',
  list: 'is a list; ask whether it contains something',
};

const ORDERED: readonly Comparable['type'][] = ['number', 'date', 'instant'];

/** What is wrong with a comparison, completing the sentence that begins with the fact's name. */
function misfitOf(
  compared: Comparable,
  op: 'eq' | 'lt' | 'gt' | 'in' | 'contains',
  value: Json,
): string | undefined {
  const wrong = ARTICLES[compared.type];
  const fits = (one: Json) => SHAPES[compared.type].safeParse(one).success && isChoice(compared, one);
  if (compared.type === 'list') return op === 'contains' && fits(value) ? undefined : wrong;
  if (op === 'contains') return 'is a single value; only a list can contain something';
  if (op === 'in') return Array.isArray(value) && value.length > 0 && value.every(fits) ? undefined : wrong;
  if ((op === 'lt' || op === 'gt') && !ORDERED.includes(compared.type))
    return 'has no order; ask whether it equals something';
  if (fits(value)) return undefined;
  return compared.type === 'choice' ? `is one of ${compared.choices?.join(', ')}` : wrong;
}

const isChoice = ({ choices }: Comparable, value: Json): boolean =>
  choices === undefined || (typeof value === 'string' && choices.includes(value));

const SHAPES: Record<Comparable['type'], z.ZodType> = {
  text: z.string(),
  code: z.string(),
  number: z.number(),
  date: z.iso.date(),
  instant: z.iso.datetime(),
  boolean: z.boolean(),
  choice: z.string(),
  id: z.string(),
  list: z.string(),
};
