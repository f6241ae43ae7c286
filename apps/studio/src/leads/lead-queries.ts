import { countLeads, listLeadRows, type LeadRow } from '@rap/contracts/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { midnight } from '../parts/when.ts';
import { STAGES_OF_VIEW, viewOf, type LeadsSearch } from './leads-search.ts';

export type { LeadRow };

const WEEK_MS = 7 * 86_400_000;
const PAGE = 100;

/** The question that the address asks. */
function questionOf(search: LeadsSearch): NonNullable<Parameters<typeof listLeadRows>[0]>['query'] {
  const view = viewOf(search);
  const stages = search.stage ?? STAGES_OF_VIEW[view].join(',');
  const sinces = [
    ...(view === 'week'
      ? [new Date(Math.floor((Date.now() - WEEK_MS) / 60_000) * 60_000).toISOString()]
      : []),
    ...(search.from ? [midnight(search.from)] : []),
  ];
  const since = sinces.toSorted().at(-1);
  return {
    limit: PAGE,
    sort: search.sort ?? 'newest',
    ...(stages ? { stages } : {}),
    ...(since ? { since } : {}),
    ...(search.to ? { until: midnight(search.to, 1) } : {}),
    ...(search.source ? { sourceId: search.source } : {}),
    ...(search.owner ? { ownerId: search.owner } : {}),
    ...(search.tag ? { tagId: search.tag } : {}),
    ...(search.state ? { state: search.state } : {}),
    ...(search.agreed ? { consent: search.agreed } : {}),
    ...(search.automation ? { automationId: search.automation } : {}),
    ...(search.quiet ? { noContactSince: midnight(search.quiet) } : {}),
    ...(search.lost ? { lostReason: search.lost } : {}),
    ...(search.campaign ? { campaign: search.campaign } : {}),
    ...(search.name ? { name: search.name } : {}),
  };
}

/** Where all that the address asks for is had as a file. */
export function exportAddress(search: LeadsSearch): string {
  const { limit: _page, ...question } = questionOf(search) ?? {};
  const words = Object.entries(question).map(([key, value]) => [key, String(value)]);
  return `/api/lead-rows/export?${new URLSearchParams(words)}`;
}

export const leadRowsQuery = (search: LeadsSearch) =>
  infiniteQueryOptions({
    queryKey: ['leads', 'rows', search],
    queryFn: ({ pageParam }) =>
      ask(listLeadRows({ query: { ...questionOf(search), ...(pageParam ? { after: pageParam } : {}) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });

export const leadCountsQuery = queryOptions({
  queryKey: ['leads', 'counts'],
  queryFn: () => ask(countLeads()),
});
