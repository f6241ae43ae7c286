import { timelineOfPerson, type TimelineItem } from '@rap/contracts/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import type { PersonSearch } from '../person-search.ts';

interface Place {
  readonly from?: string;
  readonly around?: string;
}

/** As many as stay in the page at once: what lies further is fetched again when one comes back to it. */
const MOST_PAGES = 12;

/** The instant at which a day of the reader's calendar ends. */
export function endOfDay(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1);
}

/** What happened with somebody, newest first, from the newest or from the end of a day on, in both directions. */
export function useTimeline(personId: string, { show, day }: PersonSearch) {
  const kinds = show?.toSorted().join(',');
  const first: Place = day ? { around: endOfDay(day).toISOString() } : {};
  const timeline = useInfiniteQuery({
    queryKey: ['person', personId, 'timeline', kinds ?? 'all', day ?? 'newest'],
    queryFn: ({ pageParam }) =>
      ask(timelineOfPerson({ path: { id: personId }, query: { ...pageParam, ...(kinds ? { kinds } : {}) } })),
    initialPageParam: first,
    getNextPageParam: ({ older }): Place | undefined => (older === null ? undefined : { from: older }),
    getPreviousPageParam: ({ newer }): Place | undefined => (newer === null ? undefined : { from: newer }),
    maxPages: MOST_PAGES,
  });
  const seen = new Set<string>();
  // while pages are fetched again one by one, an item may stand in two of them
  const items: TimelineItem[] = (timeline.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ id }) => !seen.has(id) && seen.add(id));
  return { ...timeline, items };
}
