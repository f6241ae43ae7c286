import { EVENT_CATALOGUE, isEventKind, MilestoneKind } from '@rap/contracts/automation/events';
import { FACT_CATALOGUE, isFactName, MILESTONE_LABELS, type FactInfo } from '@rap/contracts/automation/facts';
import type { Cond, Json, Match } from '@rap/contracts/automation/plan';
import { PARAM_REFERENCES } from '@rap/contracts/automation/references';
import * as params from '@rap/contracts/automation/step-params';
import type { z } from 'zod';
import type { DefinitionContext } from './context.ts';
import { durationWords, isDuration } from './duration.ts';
import { eventVocabulary, factVocabulary, type Vocabulary } from './facts.ts';

/* The parameters of steps as an advisor would say them. */

export type Names = DefinitionContext['names'];

/** A value, by the name of its parameter. Records are called by their names; what is gone, by "something that is gone". */
export function paramWords(field: string, value: Json | undefined, names: Names): string {
  if (value === undefined || value === null) return 'nothing';
  const refersTo = PARAM_REFERENCES[field];
  if (refersTo !== undefined) return list([value].flat().map((id) => nameOf(refersTo, id, names)));
  const reader = READERS[field];
  const words = reader?.(value, names);
  return words ?? plain(value);
}

type Reader = (value: Json, names: Names) => string | undefined;

const read =
  <T extends z.ZodType>(schema: T, words: (parsed: z.infer<T>, names: Names) => string): Reader =>
  (value, names) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? words(parsed.data, names) : undefined;
  };

const assignee = read(params.Assignee, (who, names) =>
  who === 'owner' ? "the person's advisor" : nameOf('user', who.userId, names),
);
const duration = read(params.Duration, durationWords);

const READERS: Readonly<Record<string, Reader>> = {
  for: duration,
  dueIn: duration,
  in: duration,
  within: read(params.Deadline, (within) =>
    within === 'forever' ? 'for ever' : isDuration(within) ? durationWords(within) : offsetWords(within),
  ),
  notAfter: read(params.NotAfter, (last) =>
    'hours' in last ? `${last.hours} hours after it is due` : `the ${factLabel(last.beforeDate)}`,
  ),
  fact: (value) => (typeof value === 'string' ? factLabel(value) : undefined),
  assignee,
  who: assignee,
  cond: read(params.IfParams.shape.cond, (cond, names) => condWords(cond, names)),
  cases: read(params.BranchParams.shape.cases, (cases, names) =>
    cases.map(({ label, cond }) => `"${label}" if ${condWords(cond, names)}`).join('; '),
  ),
  events: read(params.WaitEventParams.shape.events, (events, names) =>
    events.map(({ label, match }) => `"${label}" when ${matchWords(match, names)}`).join('; '),
  ),
  variants: read(params.SplitParams.shape.variants, (variants) =>
    list(variants.map(({ label, weight }) => `"${label}" ${weight}%`)),
  ),
  days: read(params.WaitHoursParams.shape.days, (days) => list(days.map((day) => WEEK_DAYS[day - 1] ?? ''))),
  milestone: read(MilestoneKind, (milestone) => MILESTONE_LABELS[milestone]),
};

const WEEK_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  sms: 'text',
  email: 'email',
  owner: 'the advisor',
  firm: 'the firm',
  person: 'the person',
  en: 'English',
  es: 'Spanish',
};

function plain(value: Json): string {
  if (typeof value === 'string')
    return PLAIN_WORDS[value] ?? (/^[a-z0-9_]+$/.test(value) ? value.replaceAll('_', ' ') : value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return list(value.map(plain));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const nameOf = (refersTo: keyof Names, id: Json, names: Names): string =>
  (typeof id === 'string' && names[refersTo]?.get(id)) || 'something that is gone';

export const factLabel = (name: string): string => (isFactName(name) ? FACT_CATALOGUE[name].label : name);

function offsetWords({ fact, days, at }: z.infer<typeof params.DateOffset>): string {
  const size = Math.abs(days);
  const shift = days === 0 ? 'on' : `${size} ${size === 1 ? 'day' : 'days'} ${days < 0 ? 'before' : 'after'}`;
  return `until ${shift} the ${factLabel(fact)} at ${at}`;
}

/** A condition as a clause: "age is more than 60 and tags contain Prospect". */
export function condWords(cond: Cond, names: Names, vocabulary: Vocabulary = factVocabulary): string {
  switch (cond.op) {
    case 'all':
    case 'any':
      return cond.of
        .map((part) => {
          const words = condWords(part, names, vocabulary);
          return part.op === 'all' || part.op === 'any' ? `(${words})` : words;
        })
        .join(cond.op === 'all' ? ' and ' : ' or ');
    case 'not':
      return `it is not so that ${condWords(cond.of, names, vocabulary)}`;
    case 'known':
      return `${vocabulary(cond.fact)?.label ?? cond.fact} is known`;
    default:
      return comparisonWords(cond, names, vocabulary);
  }
}

function comparisonWords(
  { op, fact, value }: Exclude<Cond, { op: 'all' | 'any' | 'not' | 'known' }>,
  names: Names,
  vocabulary: Vocabulary,
): string {
  const compared = vocabulary(fact);
  const label = compared?.label ?? fact;
  if (op === 'eq' && compared?.type === 'boolean' && typeof value === 'boolean') {
    const clause = compared.clause ?? `${label} is yes`;
    return value ? clause : `it is not so that ${clause}`;
  }
  const shown = valueWords(compared?.refersTo, value, names);
  const dated = compared?.type === 'date' || compared?.type === 'instant';
  switch (op) {
    case 'eq':
      return `${label} is ${shown}`;
    case 'lt':
      return `${label} is ${dated ? 'before' : 'less than'} ${shown}`;
    case 'gt':
      return `${label} is ${dated ? 'after' : 'more than'} ${shown}`;
    case 'in':
      return `${label} is one of ${shown}`;
    case 'contains':
      return `${label} contain ${shown}`;
  }
}

const valueWords = (refersTo: FactInfo['refersTo'], value: Json, names: Names): string =>
  refersTo === undefined ? plain(value) : list([value].flat().map((id) => nameOf(refersTo, id, names)));

/** The value of a fact, with names for ids. */
export const factValueWords = (fact: string, value: Json, names: Names): string =>
  value === null ? 'nothing' : valueWords(factVocabulary(fact)?.refersTo, value, names);

/** An expected event as a clause: "a lead moves to another stage and "to" is won". */
export function matchWords({ kind, key, where }: Match, names: Names): string {
  const what = isEventKind(kind) ? EVENT_CATALOGUE[kind].label : kind;
  return [
    what,
    ...(key === undefined ? [] : [`it is the one remembered as "${key.var}"`]),
    ...(where === undefined ? [] : [condWords(where, names, eventVocabulary(kind))]),
  ].join(' and ');
}
