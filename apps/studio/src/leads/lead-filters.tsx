import { Button, NativeSelect, Popover, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { FILTER_KEYS, FILTERS, isDay, useFilterChoices } from './filter-names.ts';
import { readLeadsSearch, type LeadsSearch } from './leads-search.ts';

const TYPING_MS = 250;
const TYPED_ELSEWHERE = new Set(['name', 'campaign']);

/** What narrows the list; it stands in the address, so that it can be sent to a colleague. */
export function LeadFilters({
  search,
  onChange,
}: {
  readonly search: LeadsSearch;
  readonly onChange: (changes: Partial<LeadsSearch>) => void;
}): React.JSX.Element {
  const choicesOf = useFilterChoices();
  const [name, setName] = useState(search.name ?? '');
  useEffect(() => {
    if (search.name === undefined) setName('');
  }, [search.name]);
  const look = useDebouncedCallback(
    (text: string) => onChange({ name: text.trim() || undefined }),
    TYPING_MS,
  );
  /** A day that is typed only in part is no filter yet. */
  const take = (filter: string, value: string): void => {
    const { dropped, ...read } = readLeadsSearch({ [filter]: value || undefined });
    if (!dropped) onChange({ [filter]: undefined, ...read });
  };
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
      <Popover position="bottom-start" trapFocus withRoles width="min(480px, calc(100vw - 32px))">
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} stroke={1.6} aria-hidden="true" />}>
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Filter">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            {FILTER_KEYS.filter((filter) => !TYPED_ELSEWHERE.has(filter)).map((filter) =>
              isDay(filter) ? (
                <TextInput
                  key={filter}
                  type="date"
                  label={FILTERS[filter]}
                  defaultValue={search[filter] ?? ''}
                  onChange={({ currentTarget: { value } }) => take(filter, value)}
                />
              ) : (
                <NativeSelect
                  key={filter}
                  label={FILTERS[filter]}
                  value={search[filter] ?? ''}
                  data={[{ value: '', label: 'Any' }, ...(choicesOf(filter) ?? [])]}
                  onChange={({ currentTarget: { value } }) => take(filter, value)}
                />
              ),
            )}
          </SimpleGrid>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
