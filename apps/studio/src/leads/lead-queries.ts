import { countLeads, listLeadRows, type LeadRow } from '@rap/contracts/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { OPEN_STAGES, type LeadsSearch } from './leads-search.ts';

export type { LeadRow };

const WEEK_MS = 7 * 86_400_000;
const PAGE = 100;

/** The question that the address asks. */
function questionOf(search: LeadsSearch): Parameters<typeof listLeadRows>[0] {
  const view = search.view ?? 'open';
  const stages =
    view === 'open' ? OPEN_STAGES.join(',') : view === 'won' || view === 'lost' ? view : undefined;
  const since =
    view === 'week'
      ? new Date(Math.floor((Date.now() - WEEK_MS) / 60_000) * 60_000).toISOString()
      : undefined;
  return {
    query: {
      limit: PAGE,
      sort: search.sort ?? 'newest',
      ...(stages ? { stages } : {}),
      ...(since ? { since } : {}),
      ...(search.source ? { sourceId: search.source } : {}),
      ...(search.owner ? { ownerId: search.owner } : {}),
      ...(search.campaign ? { campaign: search.campaign } : {}),
      ...(search.name ? { name: search.name } : {}),
    },
  };
}

export const leadRowsQuery = (search: LeadsSearch) =>
  infiniteQueryOptions({
    queryKey: ['leads', 'rows', search],
    queryFn: ({ pageParam }) => {
      const asked = questionOf(search);
      return ask(listLeadRows({ query: { ...asked?.query, ...(pageParam ? { after: pageParam } : {}) } }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });

export const leadCountsQuery = queryOptions({
  queryKey: ['leads', 'counts'],
  queryFn: () => ask(countLeads()),
});
