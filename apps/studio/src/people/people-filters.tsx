import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { listTags } from '@rap/contracts/api-client';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { usersQuery } from '../parts/names.ts';
import type { PeopleSearch } from './people-search.ts';

const TYPING_MS = 250;

/** What narrows the list; it stands in the address. Who is searched for is sought among everybody. */
export function PeopleFilters({
  search,
  onChange,
}: {
  readonly search: PeopleSearch;
  readonly onChange: (changes: Partial<PeopleSearch>) => void;
}): React.JSX.Element {
  const users = useQuery(usersQuery);
  const tags = useQuery({
    queryKey: ['tags', 'all'],
    queryFn: () => ask(listTags({ query: { limit: 200 } })),
  });
  const [words, setWords] = useState(search.words ?? '');
  const [state, setState] = useState(search.state ?? '');
  const look = useDebouncedCallback(
    (text: string) => onChange({ words: text.trim() || undefined }),
    TYPING_MS,
  );
  return (
    <>
      <TextInput
        aria-label="Search people"
        placeholder="Name, email or phone"
        w={240}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        value={words}
        onChange={({ currentTarget: { value } }) => {
          setWords(value);
          look(value);
        }}
      />
      <NativeSelect
        aria-label="Advisor"
        value={search.owner ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ owner: value || undefined })}
        data={[
          { value: '', label: 'Any advisor' },
          ...(users.data?.items.map(({ id, displayName: label }) => ({ value: id, label })) ?? []),
        ]}
      />
      <NativeSelect
        aria-label="Tag"
        value={search.tag ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ tag: value || undefined })}
        data={[
          { value: '', label: 'Any tag' },
          ...(tags.data?.items.map(({ id, name: label }) => ({ value: id, label })) ?? []),
        ]}
      />
      <TextInput
        aria-label="State, two letters"
        placeholder="State"
        w={72}
        maxLength={2}
        value={state}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value.toUpperCase();
          setState(next);
          if (next.length !== 1) onChange({ state: next || undefined });
        }}
      />
      <NativeSelect
        aria-label="Order"
        value={search.sort ?? 'name'}
        onChange={({ currentTarget: { value } }) =>
          onChange({ sort: value === 'newest' ? 'newest' : undefined })
        }
        data={[
          { value: 'name', label: 'By last name' },
          { value: 'newest', label: 'Newest first' },
        ]}
      />
    </>
  );
}
