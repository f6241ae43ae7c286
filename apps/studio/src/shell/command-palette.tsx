import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { searchPeople } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import { may } from '@rap/domain/policy/abilities';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { useMe } from '../session/session.ts';
import { paletteStore } from './command-palette-store.ts';
import { PLACES } from './places.ts';

const SHORTEST_SEARCH = 2;

/** Every page and every person, by their first letters. */
export function CommandPalette(): React.JSX.Element {
  const me = useMe();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [searched] = useDebouncedValue(words.trim(), 150);
  const people = useQuery({
    queryKey: ['people', 'search', searched],
    queryFn: () => ask(searchPeople({ query: { q: searched } })),
    enabled: searched.length >= SHORTEST_SEARCH && may(me.role, 'person.read'),
    placeholderData: (before) => before,
  });
  const matching = (label: string): boolean => label.toLowerCase().includes(words.trim().toLowerCase());
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'People',
      actions:
        searched.length < SHORTEST_SEARCH
          ? []
          : (people.data?.items ?? []).map(({ person }) => ({
              id: person.id,
              label: fullName(person),
              leftSection: <IconUser size={18} stroke={1.6} />,
              onClick: () => void navigate({ to: '/people/$personId', params: { personId: person.id } }),
            })),
    },
    {
      group: 'Pages',
      actions: PLACES.filter((place) => may(me.role, place.needs) && matching(place.label)).map(
        ({ to, label, icon: Icon }) => ({
          id: to,
          label,
          leftSection: <Icon size={18} stroke={1.6} />,
          onClick: () => void navigate({ to }),
        }),
      ),
    },
  ];
  return (
    <Spotlight
      store={paletteStore}
      shortcut="mod + K"
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={words}
      onQueryChange={setWords}
      // the server has searched already
      filter={(_query, actions) => actions}
      nothingFound={people.isFetching ? 'Searching' : 'Nothing has this name'}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} />,
        placeholder: 'A page, or the name, email or phone of a person',
        'aria-label': 'Search or jump to',
      }}
      scrollable
    />
  );
}
