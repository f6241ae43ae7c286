import { STEP_CATALOGUE, type Port } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition, DraftStep, StepTarget } from '@rap/contracts/automation/definition';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import type { Json } from '@rap/contracts/automation/plan';
import { TRIGGER_PARAMS } from '@rap/contracts/automation/trigger-params';
import type { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { paramTitle } from './param-title.ts';
import { condWords, matchWords, paramWords, type Names } from './words.ts';

/** One thing that differs, in words; `before` is absent for something new, `after` for something gone. */
export interface ChangeDetail {
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

export interface DefinitionChange {
  readonly what: 'added' | 'removed' | 'changed';
  readonly about: 'name' | 'beginning' | 'step' | 'goal' | 'rules';
  /** the step's or goal's id, where it is one */
  readonly id?: string;
  readonly label: string;
  readonly details: readonly ChangeDetail[];
}

/** What differs between two versions, as somebody would tell it who approves the newer one. Empty when nothing does. */
export function diffDefinitions(
  before: DraftDefinition,
  after: DraftDefinition,
  names: Names = {},
): readonly DefinitionChange[] {
  const changed = (about: 'name' | 'beginning' | 'rules', label: string, details: ChangeDetail[]) =>
    details.length === 0 ? [] : [{ what: 'changed' as const, about, label, details }];
  return [
    ...changed('name', 'Name', detail('Name', before.name, after.name)),
    ...changed('beginning', 'The beginning', triggerDetails(before, after, names)),
    ...stepChanges(before, after, names),
    ...goalChanges(before, after, names),
    ...changed('rules', 'Who enters, and when it stops', ruleDetails(before, after, names)),
  ];
}

function detail(field: string, before: string | undefined, after: string | undefined): ChangeDetail[] {
  if (before === after) return [];
  return [{ field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/** Compares by value, because two values may read the same and yet differ. */
function paramDetails(
  schema: (field: string) => z.ZodType,
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
  names: Names,
): ChangeDetail[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({
      field: paramTitle(schema(field), field),
      ...(before[field] === undefined ? {} : { before: paramWords(field, before[field], names) }),
      ...(after[field] === undefined ? {} : { after: paramWords(field, after[field], names) }),
    }));
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

const targetWords = (definition: DraftDefinition, to: StepTarget | undefined): string | undefined =>
  to === undefined ? undefined : to === 'END' ? 'the end' : `*${definition.nodes[to]?.label ?? to}*`;

function triggerDetails(before: DraftDefinition, after: DraftDefinition, names: Names): ChangeDetail[] {
  const [a, b] = [before.trigger, after.trigger];
  const starts = ({ kind }: DraftDefinition['trigger']) => `when ${EVENT_CATALOGUE[kind].label}`;
  return [
    ...detail('Starts', starts(a), starts(b)),
    ...paramDetails(
      (field) => TRIGGER_PARAMS[field in b.params ? b.kind : a.kind],
      a.params,
      b.params,
      names,
    ),
    ...(a.next === b.next
      ? []
      : detail('First step', targetWords(before, a.next), targetWords(after, b.next))),
  ];
}

function stepChanges(before: DraftDefinition, after: DraftDefinition, names: Names): DefinitionChange[] {
  const ids = [...new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])];
  return ids.flatMap((id): DefinitionChange[] => {
    const [a, b] = [before.nodes[id], after.nodes[id]];
    if (a === undefined && b === undefined) return [];
    if (a === undefined && b !== undefined)
      return [{ what: 'added', about: 'step', id, label: b.label, details: [] }];
    if (b === undefined && a !== undefined)
      return [{ what: 'removed', about: 'step', id, label: a.label, details: [] }];
    if (a === undefined || b === undefined) return [];
    const schema = (field: string) => STEP_CATALOGUE[field in b.params ? b.kind : a.kind].params;
    const details = [
      ...detail('Name', a.label, b.label),
      ...detail('Kind', STEP_CATALOGUE[a.kind].label, STEP_CATALOGUE[b.kind].label),
      ...paramDetails(schema, a.params, b.params, names),
      ...portDetails(before, after, a, b),
      ...detail('Note', a.note, b.note),
    ];
    return details.length === 0 ? [] : [{ what: 'changed', about: 'step', id, label: b.label, details }];
  });
}

function portDetails(
  before: DraftDefinition,
  after: DraftDefinition,
  a: DraftStep,
  b: DraftStep,
): ChangeDetail[] {
  const known: readonly Port[] = [a, b].flatMap((step) => STEP_CATALOGUE[step.kind].ports(step.params));
  const ports = [...new Set([...Object.keys(a.ports), ...Object.keys(b.ports)])];
  return ports
    .filter((port) => a.ports[port] !== b.ports[port])
    .flatMap((port) => {
      const label = known.findLast(({ id }) => id === port)?.label ?? port;
      return detail(`When ${label}`, targetWords(before, a.ports[port]), targetWords(after, b.ports[port]));
    });
}

function goalChanges(before: DraftDefinition, after: DraftDefinition, names: Names): DefinitionChange[] {
  const ids = [...new Set([...before.goals, ...after.goals].map(({ id }) => id))];
  return ids.flatMap((id): DefinitionChange[] => {
    const a = before.goals.find((goal) => goal.id === id);
    const b = after.goals.find((goal) => goal.id === id);
    const label = (b ?? a)?.label ?? id;
    if (a === undefined) return [{ what: 'added', about: 'goal', id, label, details: [] }];
    if (b === undefined) return [{ what: 'removed', about: 'goal', id, label, details: [] }];
    const details = [
      ...detail('Name', a.label, b.label),
      ...(same(a.match, b.match)
        ? []
        : [
            {
              field: 'Reached',
              before: `when ${matchWords(a.match, names)}`,
              after: `when ${matchWords(b.match, names)}`,
            },
          ]),
      ...(a.to === b.to ? [] : detail('Leads to', targetWords(before, a.to), targetWords(after, b.to))),
    ];
    return details.length === 0 ? [] : [{ what: 'changed', about: 'goal', id, label, details }];
  });
}

function ruleDetails(before: DraftDefinition, after: DraftDefinition, names: Names): ChangeDetail[] {
  const words = ({ settings: { reentry, filter, maxPerDay, failureStop, maxSteps } }: DraftDefinition) => ({
    'The same person': reentryWords(reentry),
    'Who may enter': filter === undefined ? 'everybody' : condWords(filter, names),
    'People a day': maxPerDay === undefined ? 'any number' : `at most ${maxPerDay}`,
    'Stops itself': `when ${failureStop.pct}% of at least ${failureStop.min} people came to an error`,
    'Steps per person': `at most ${maxSteps}`,
  });
  const [a, b] = [Object.entries(words(before)), Object.entries(words(after))];
  return a.flatMap(([field, value], index) => detail(field, value, b[index]?.[1]));
}

function reentryWords(reentry: DraftDefinition['settings']['reentry']): string {
  if (typeof reentry === 'object') return `enters again after ${reentry.afterDays} days`;
  switch (reentry) {
    case 'never':
      return 'enters once';
    case 'afterEnd':
      return 'enters again after coming to the end';
    case 'eachOccurrence':
      return 'enters each time';
  }
}
