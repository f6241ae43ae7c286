import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { leadSourcesQuery, usersQuery } from '../parts/names.ts';
import type { LeadsSearch } from './leads-search.ts';

const TYPING_MS = 250;

/** What narrows the list; it stands in the address, so that it can be sent to a colleague. */
export function LeadFilters({
  search,
  onChange,
}: {
  readonly search: LeadsSearch;
  readonly onChange: (changes: Partial<LeadsSearch>) => void;
}): React.JSX.Element {
  const sources = useQuery(leadSourcesQuery);
  const users = useQuery(usersQuery);
  const [name, setName] = useState(search.name ?? '');
  const look = useDebouncedCallback(
    (text: string) => onChange({ name: text.trim() || undefined }),
    TYPING_MS,
  );
  return (
    <>
      <TextInput
        aria-label="Last name"
        placeholder="Last name"
        w={180}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        value={name}
        onChange={({ currentTarget: { value } }) => {
          setName(value);
          look(value);
        }}
      />
      <NativeSelect
        aria-label="Source"
        value={search.source ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ source: value || undefined })}
        data={[
          { value: '', label: 'Any source' },
          ...(sources.data?.items.map(({ id, name: label }) => ({ value: id, label })) ?? []),
        ]}
      />
      <NativeSelect
        aria-label="Owner"
        value={search.owner ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ owner: value || undefined })}
        data={[
          { value: '', label: 'Any owner' },
          ...(users.data?.items.map(({ id, displayName: label }) => ({ value: id, label })) ?? []),
        ]}
      />
    </>
  );
}
