import { listTags } from '@rap/contracts/api-client';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { automationsQuery } from '../automations/automation-queries.ts';
import { leadSourcesQuery, usersQuery } from '../parts/names.ts';
import { LOST_REASON_KEYS, LOST_REASONS } from './lost-reasons.ts';
import { STAGE_LABELS, LEAD_STAGES, type LeadsSearch } from './leads-search.ts';

export const FILTERS = {
  stage: 'Stage',
  source: 'Source',
  owner: 'Owner',
  tag: 'Tag',
  state: 'State',
  agreed: 'Agreed to',
  automation: 'In automation',
  from: 'Came in from',
  to: 'Came in until',
  quiet: 'No contact since',
  lost: 'Lost because',
  campaign: 'Campaign',
  name: 'Last name',
} as const;
export type LeadFilter = keyof typeof FILTERS;
export const FILTER_KEYS = Object.keys(FILTERS) as LeadFilter[]; // the keys of a const object are known

interface Choice {
  readonly value: string;
  readonly label: string;
}

export const tagsQuery = queryOptions({
  queryKey: ['tags', 'offered'],
  queryFn: () => ask(listTags({ query: { limit: 200 } })),
});

/** What each filter that is chosen from a list offers. Undefined while the list is on its way. */
export function useFilterChoices(): (filter: LeadFilter) => readonly Choice[] | undefined {
  const sources = useQuery(leadSourcesQuery).data?.items;
  const users = useQuery(usersQuery).data?.items;
  const tags = useQuery(tagsQuery).data?.items;
  const automations = useQuery(automationsQuery).data?.items;
  const named = (items: readonly { id: string; name: string }[] | undefined): Choice[] | undefined =>
    items?.map(({ id, name }) => ({ value: id, label: name }));
  const lists: Partial<Record<LeadFilter, readonly Choice[] | undefined>> = {
    stage: LEAD_STAGES.map((value) => ({ value, label: STAGE_LABELS[value] })),
    source: named(sources),
    owner: users?.map(({ id, displayName }) => ({ value: id, label: displayName })),
    tag: named(tags),
    state: Object.entries(STATE_NAMES).map(([value, label]) => ({ value, label })),
    agreed: [
      { value: 'email', label: 'Email' },
      { value: 'sms', label: 'Texts' },
    ],
    automation: named(automations),
    lost: LOST_REASON_KEYS.map((value) => ({ value, label: LOST_REASONS[value] })),
  };
  return (filter) => lists[filter];
}

const DAYS: ReadonlySet<LeadFilter> = new Set(['from', 'to', 'quiet']);
export const isDay = (filter: LeadFilter): boolean => DAYS.has(filter);

/** A filter in words. */
export function valueInWords(
  filter: LeadFilter,
  search: LeadsSearch,
  choices: readonly Choice[] | undefined,
): string {
  const value = search[filter] ?? '';
  if (isDay(filter)) return new Date(`${value}T00:00`).toLocaleDateString('en-US', { dateStyle: 'medium' });
  if (filter === 'campaign' || filter === 'name') return value;
  if (!choices) return '\u2026';
  return choices.find((choice) => choice.value === value)?.label ?? 'no longer there';
}
