import { Alert, Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { FILTER_KEYS, FILTERS, useFilterChoices, valueInWords, type LeadFilter } from './filter-names.ts';
import type { LeadsSearch } from './leads-search.ts';

const LIST = new Intl.ListFormat('en-US', { type: 'conjunction' });
const isFilter = (key: string): key is LeadFilter => Object.hasOwn(FILTERS, key);

/** What narrows the list now, each taken away by itself, and what of the address was not understood. */
export function FilterChips({
  search,
  onChange,
}: {
  readonly search: LeadsSearch;
  readonly onChange: (changes: Partial<LeadsSearch>) => void;
}): React.JSX.Element | null {
  const choicesOf = useFilterChoices();
  const on = FILTER_KEYS.filter((filter) => search[filter] !== undefined);
  const dropped = search.dropped?.map((key) => (isFilter(key) ? FILTERS[key] : `\u201c${key}\u201d`)) ?? [];
  if (on.length === 0 && dropped.length === 0) return null;
  return (
    <Group gap="xs" px={32} py={8}>
      {dropped.length > 0 && (
        <Alert
          color="yellow"
          role="status"
          w="100%"
          styles={{ label: { color: 'var(--rap-text)' } }}
          withCloseButton
          closeButtonLabel="Close this note"
          onClose={() => onChange({ dropped: undefined })}
          title="Part of the address made no sense and was left out"
        >
          {LIST.format(dropped)}. The list is shown without it; choose the filter again to narrow the list.
        </Alert>
      )}
      {on.map((filter) => {
        const words = `${FILTERS[filter]}: ${valueInWords(filter, search, choicesOf(filter))}`;
        return (
          <Button
            key={filter}
            size="compact-sm"
            variant="default"
            maw="100%"
            rightSection={<IconX size={14} stroke={1.75} aria-hidden="true" />}
            aria-label={`Remove filter ${words}`}
            onClick={() => onChange({ [filter]: undefined })}
          >
            {words}
          </Button>
        );
      })}
      {on.length > 1 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onChange(Object.fromEntries(FILTER_KEYS.map((filter) => [filter, undefined])))}
        >
          Remove all
        </Button>
      )}
    </Group>
  );
}
