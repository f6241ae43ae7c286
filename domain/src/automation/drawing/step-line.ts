import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import { EVENT_CATALOGUE, isEventKind } from '@rap/contracts/automation/events';
import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { StepKind } from '@rap/contracts/automation/step-params';
import { paramWords, type Names } from '../definition/words.ts';

/** The parameter that says most about a step of its kind. */
const TELLING: Readonly<Record<StepKind, string | undefined>> = {
  'wait.for': 'for',
  'wait.date': undefined,
  'wait.event': 'events',
  'wait.hours': 'days',
  if: 'cond',
  branch: 'cases',
  split: 'variants',
  repeat: 'max',
  exit: 'outcome',
  email: undefined,
  sms: undefined,
  'webhook.out': 'endpointId',
  task: 'title',
  field: 'field',
  tag: 'tagId',
  stage: 'to',
  notify: 'text',
  note: 'text',
  owner: 'userId',
  'document.request': 'title',
  'automation.start': 'automationId',
  'automation.call': 'automationId',
  approval: 'question',
};

export interface LineNames {
  readonly records: Names;
  /** names of templates by key */
  readonly templates: ReadonlyMap<string, string>;
}

/** The second line of a step: what kind it is and what it does, for example "Email, Your guide and one question". */
export function stepLine({ kind, params }: DraftStep, { records, templates }: LineNames): string {
  const { label } = STEP_CATALOGUE[kind];
  if (kind === 'email' || kind === 'sms') {
    const key = params['template'];
    return typeof key === 'string'
      ? `${label}, ${templates.get(key) ?? key}`
      : `${label}, no template chosen yet`;
  }
  if (kind === 'wait.date') {
    return params['fact'] === undefined
      ? `${label}, not chosen yet`
      : paramWords('within', { ...params }, records);
  }
  const telling = TELLING[kind];
  const value = telling === undefined ? undefined : params[telling];
  if (telling === undefined || value === undefined || (Array.isArray(value) && value.length === 0))
    return label;
  const words = paramWords(telling, value, records);
  if (kind === 'if') return words;
  if (kind === 'tag') return `${params['action'] === 'remove' ? 'Take off' : 'Put on'} ${words}`;
  return `${label}, ${words}`;
}

/** The two lines of the beginning. */
export function triggerLines(
  { trigger }: DraftDefinition,
  { records }: LineNames,
): { title: string; line: string } {
  const title =
    BEGINNINGS[trigger.kind] ??
    (isEventKind(trigger.kind) ? EVENT_CATALOGUE[trigger.kind].label : trigger.kind);
  const told = Object.entries(trigger.params).filter(([, value]) => value !== undefined);
  const line = told.map(([field, value]) => paramWords(field, value, records)).join(', ');
  return { title: title.charAt(0).toUpperCase() + title.slice(1), line: line || 'Everybody it happens to' };
}

const BEGINNINGS: Readonly<Record<string, string>> = {
  manual: 'begun by hand',
  automation: 'begun by another automation',
  webhook: 'another system tells us',
};
