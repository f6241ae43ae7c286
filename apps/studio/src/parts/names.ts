import { listLeadSources, listUsers, namesOfPeople } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { useMay } from '../session/session.ts';

/** The API gives that many names at once. */
const MOST_NAMES = 200;

/** Names of people by id, for lists that hold ids; one request for a list. */
export function usePeopleNames(ids: readonly (string | null)[]): (id: string | null) => string {
  const mayRead = useMay('person.read');
  const wanted = [...new Set(ids.filter((id) => id !== null))].toSorted().slice(0, MOST_NAMES);
  const { data } = useQuery({
    queryKey: ['people', 'names', wanted],
    queryFn: () => ask(namesOfPeople({ query: { ids: wanted.join(',') } })),
    enabled: mayRead && wanted.length > 0,
    placeholderData: (before) => before,
  });
  const names = new Map(data?.items.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
}

export const usersQuery = { queryKey: ['users'], queryFn: () => ask(listUsers()) };

/** Everybody who works in the firm. */
export function useUserNames(): (id: string | null) => string {
  const { data } = useQuery(usersQuery);
  const names = new Map(data?.items.map(({ id, displayName }) => [id, displayName]));
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
}

export const leadSourcesQuery = {
  queryKey: ['leadSources'],
  queryFn: () => ask(listLeadSources({ query: { limit: 200 } })),
};
