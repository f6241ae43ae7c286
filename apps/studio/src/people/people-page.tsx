import { Button } from '@mantine/core';
import { listPeople, searchPeople } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { Message } from '../parts/message.tsx';
import { useUserNames } from '../parts/names.ts';
import { PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { briefly, readersZone } from '../parts/when.ts';
import { PeopleFilters } from './people-filters.tsx';
import { useMay, whoCan } from '../session/session.ts';
import table from '../parts/table.module.css';
import { Refused } from '../parts/refused.tsx';

const SHORTEST_SEARCH = 2;

/** Everybody the reader may see, by last name; or those who are searched for, the surest first. */
export function PeoplePage(): React.JSX.Element {
  const mayRead = useMay('person.read');
  const search = useSearch({ from: '/inside/people' });
  const navigate = useNavigate({ from: '/people' });
  const searched = search.words ?? '';
  const { sort = 'name', owner: ownerId, tag: tagId, state } = search;
  const narrowed = Boolean(ownerId ?? tagId ?? state);
  const searching = searched.length >= SHORTEST_SEARCH;
  const owner = useUserNames();
  const all = useInfiniteQuery({
    queryKey: ['people', 'list', sort, ownerId, tagId, state],
    queryFn: ({ pageParam }) =>
      ask(
        listPeople({
          query: {
            limit: 100,
            sort,
            ...(ownerId && { ownerId }),
            ...(tagId && { tagId }),
            ...(state && { state }),
            ...(pageParam && { after: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    placeholderData: (before) => before,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: mayRead,
  });
  const found = useQuery({
    queryKey: ['people', 'search', searched],
    queryFn: () => ask(searchPeople({ query: { q: searched } })),
    enabled: mayRead && searching,
    placeholderData: (before) => before,
  });
  if (!mayRead)
    return (
      <Message
        within="whole"
        title="People are not open to you"
      >{`They are seen by ${whoCan('person.read')}.`}</Message>
    );

  const people = searching
    ? (found.data?.items.map(({ person }) => person) ?? [])
    : (all.data?.pages.flatMap(({ items }) => items) ?? []);
  const asked = searching ? found : all;
  return (
    <>
      <PageHeader
        title="People"
        facts={
          searching
            ? 'The surest first, among everybody'
            : sort === 'newest'
              ? 'Newest first'
              : 'By last name'
        }
      />
      <div className={table.toolbar}>
        <PeopleFilters
          search={search}
          onChange={(changes) =>
            void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false })
          }
        />
      </div>
      <div className={table.scroll}>
        {asked.isPending && <GreyRows count={8} />}
        {asked.error && <Refused error={asked.error} />}
        {!asked.isPending && !asked.error && people.length === 0 && (
          <Message
            title={
              searching ? `Nobody is found by "${searched}"` : narrowed ? 'Nobody matches' : 'Nobody yet'
            }
          >
            {searching
              ? 'Names are found however they are spelled; addresses and numbers have to be whole.'
              : narrowed
                ? `Drop ${[ownerId && 'the advisor', tagId && 'the tag', state && 'the state'].filter(Boolean).join(' or ')} to see more people.`
                : 'People come in by your form, as leads, or by an import.'}
          </Message>
        )}
        {people.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Email</th>
                <th>Phone</th>
                <th>State</th>
                <th>Last contact</th>
                <th>Advisor</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <td className={table.main}>
                    <Link to="/people/$personId" params={{ personId: person.id }}>
                      {fullName(person)}
                    </Link>
                  </td>
                  <td>{person.emails[0]?.address ?? 'None'}</td>
                  <td className="numeric" data-phone="no">
                    {person.phones[0]?.number ?? 'None'}
                  </td>
                  <td data-phone="no">{person.state ?? 'Not given'}</td>
                  <td className="numeric" data-phone="no">
                    {person.lastContactAt ? briefly(new Date(person.lastContactAt)) : 'Not yet'}
                  </td>
                  <td data-phone="no">{owner(person.ownerId) || 'Nobody'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div className={table.foot}>
        <span>
          {people.length} shown{' '}
          {!searching && all.hasNextPage && (
            <Button size="xs" variant="default" ml="xs" onClick={() => void all.fetchNextPage()}>
              Show more
            </Button>
          )}
        </span>
        <span>Times in {readersZone()}</span>
      </div>
    </>
  );
}
