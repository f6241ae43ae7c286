import { Button, Group, NativeSelect } from '@mantine/core';
import { useTaskTemplate as makeTasks } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, keyAfter, once } from '../api/ask.ts';
import { counted } from '../parts/counted.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { taskTemplatesQuery } from './task-queries.ts';

/** All tasks of a list at once, instead of one that is typed. */
export function TemplateUse({
  personId,
  onMade,
}: {
  readonly personId: string | undefined;
  readonly onMade: () => void;
}): React.JSX.Element | null {
  const queries = useQueryClient();
  const templates = useQuery(taskTemplatesQuery);
  const [chosen, setChosen] = useState('');
  const key = useRef<string>(crypto.randomUUID());
  const making = useMutation({
    mutationFn: () =>
      ask(makeTasks({ path: { id: chosen }, body: { personId: personId ?? null }, ...once(key.current) })),
    onSuccess: ({ items }) => {
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      if (personId) void queries.invalidateQueries({ queryKey: ['person', personId] });
      sayDone(`${counted(items.length, 'task')} added`);
      onMade();
    },
    onError: (error) => {
      key.current = keyAfter(error, key.current);
      sayRefused('No task was added', error);
    },
  });
  const lists = templates.data?.items ?? [];
  if (lists.length === 0) return null;
  return (
    <Group align="flex-end" wrap="nowrap">
      <NativeSelect
        style={{ flex: 1 }}
        label="Or all of a list"
        value={chosen}
        data={[
          { value: '', label: 'Choose a list' },
          ...lists.map(({ id, name, items }) => ({
            value: id,
            label: `${name}, ${counted(items.length, 'task')}`,
          })),
        ]}
        onChange={({ currentTarget: { value } }) => setChosen(value)}
      />
      <Button
        variant="default"
        disabled={chosen === ''}
        loading={making.isPending}
        onClick={() => making.mutate()}
      >
        Add them
      </Button>
    </Group>
  );
}
