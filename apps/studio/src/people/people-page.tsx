import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { listPeople, searchPeople } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { Message } from '../parts/message.tsx';
import { useUserNames } from '../parts/names.ts';
import { PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { briefly, readersZone } from '../parts/when.ts';
import { useMay, whoCan } from '../session/session.ts';
import table from '../parts/table.module.css';
import { Refused } from '../parts/refused.tsx';

const SHORTEST_SEARCH = 2;

/** Everybody the reader may see, by last name; or those who are searched for, the surest first. */
export function PeoplePage(): React.JSX.Element {
  const mayRead = useMay('person.read');
  const [words, setWords] = useState('');
  const [searched] = useDebouncedValue(words.trim(), 200);
  const searching = searched.length >= SHORTEST_SEARCH;
  const owner = useUserNames();
  const all = useInfiniteQuery({
    queryKey: ['people', 'list'],
    queryFn: ({ pageParam }) =>
      ask(listPeople({ query: { limit: 100, ...(pageParam ? { after: pageParam } : {}) } })),
    initialPageParam: '',
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
      <Message title="People are not open to you">{`They are seen by ${whoCan('person.read')}.`}</Message>
    );

  const people = searching
    ? (found.data?.items.map(({ person }) => person) ?? [])
    : (all.data?.pages.flatMap(({ items }) => items) ?? []);
  const asked = searching ? found : all;
  return (
    <>
      <PageHeader title="People" facts="By last name" />
      <div className={table.toolbar}>
        <TextInput
          aria-label="Search people"
          placeholder="Name, email or phone"
          w={280}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <div className={table.scroll}>
        {asked.isPending && <GreyRows count={8} />}
        {asked.error && <Refused error={asked.error} />}
        {!asked.isPending && !asked.error && people.length === 0 && (
          <Message title={searching ? `Nobody is found by "${searched}"` : 'Nobody yet'}>
            {searching
              ? 'Names are found however they are spelled; addresses and numbers have to be whole.'
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
