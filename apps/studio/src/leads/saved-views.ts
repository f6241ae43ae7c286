import { listSavedViews, type SavedView } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { readLeadsSearch, type LeadsSearch } from './leads-search.ts';

export const savedViewsQuery = queryOptions({
  queryKey: ['savedViews', 'leads'],
  queryFn: () => ask(listSavedViews()),
});

/** The list that a view keeps; what of it makes no sense any more is told, as with any address. */
export const searchOf = (view: SavedView): LeadsSearch => ({
  ...readLeadsSearch(Object.fromEntries(new URLSearchParams(view.query))),
  saved: view.id,
});

/** What of an address a view keeps: all that narrows, orders and shows, and not where it came from. */
export function queryOf({ saved: _from, dropped: _told, ...search }: LeadsSearch): string {
  const pairs = Object.entries(search).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return new URLSearchParams(pairs.toSorted(([a], [b]) => a.localeCompare(b))).toString();
}
