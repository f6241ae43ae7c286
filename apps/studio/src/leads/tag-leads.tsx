import { Button, Menu } from '@mantine/core';
import { changePeople, type PeopleBulk } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, once } from '../api/ask.ts';
import { counted } from '../parts/counted.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { tagsQuery } from './filter-names.ts';
import type { LeadRow } from './lead-queries.ts';

/** Puts a tag on the people of the chosen leads. */
export function TagLeads({
  leads,
  onDone,
}: {
  readonly leads: readonly LeadRow[];
  readonly onDone: () => void;
}): React.JSX.Element | null {
  const queries = useQueryClient();
  const tags = useQuery(tagsQuery);
  const items = [...new Set(leads.map(({ personId }) => personId))].map((id) => ({ id }));
  const tagging = useMutation({
    mutationFn: (bulk: PeopleBulk) => ask(changePeople({ body: bulk, ...once(crypto.randomUUID()) })),
    onError: (error) => sayRefused('The tag was not put on', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  const offered = tags.data?.items.filter(({ retiredAt }) => retiredAt === null) ?? [];
  if (offered.length === 0) return null;
  const tag = (tagId: string, name: string): void =>
    tagging.mutate(
      { do: 'tag', tagId, items },
      {
        onSuccess: ({ done }) => {
          sayDone(`“${name}” put on ${counted(done, 'person', 'people')}`, () =>
            tagging.mutate({ do: 'untag', tagId, items }),
          );
          onDone();
        },
      },
    );
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" loading={tagging.isPending}>
          Tag
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {offered.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => tag(id, name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
