import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { changeTaskTemplate, createTaskTemplate, type TaskTemplate } from '@rap/contracts/api-client';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { sayDone } from '../parts/notify.tsx';
import { WholeRefusal } from '../parts/whole-refusal.tsx';
import { taskTemplatesQuery } from './task-queries.ts';

type Item = TaskTemplate['items'][number];
const FRESH: Item = { title: '', detail: '', dueInDays: 0, assignee: 'starter', priority: 'normal' };
const WHOSE = [
  { value: 'starter', label: 'Whoever adds it' },
  { value: 'advisor', label: 'The advisor' },
  { value: 'nobody', label: 'Nobody yet' },
];

/** A list of tasks with its days and for whom each is. */
export function TaskListDialog({
  list,
  onClose,
}: {
  readonly list: TaskTemplate | undefined;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [name, setName] = useState(list?.name ?? '');
  const [items, setItems] = useState<readonly Item[]>(list?.items ?? [FRESH]);
  const saving = useMutation({
    mutationFn: () => {
      const body = { name, items: items.filter(({ title }) => title.trim() !== '') };
      return list
        ? ask(changeTaskTemplate({ path: { id: list.id }, body: { ...body, version: list.version } }))
        : ask(createTaskTemplate({ body }));
    },
    onSuccess: () => {
      sayDone('The list is saved');
      void queries.invalidateQueries(taskTemplatesQuery);
      onClose();
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const set = (at: number, changes: Partial<Item>): void =>
    setItems((before) => before.map((item, no) => (no === at ? { ...item, ...changes } : item)));
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} size="xl" title={list ? list.name : 'New list'}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <WholeRefusal refusal={refusal} fieldsToo />
          <TextInput
            label="Name of the list"
            data-autofocus
            maxLength={100}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          {items.map((item, at) => (
            <Group key={at} role="group" aria-label={`Task ${at + 1}`} align="flex-end" gap="xs">
              <TextInput
                style={{ flex: '1 1 220px' }}
                label="What is to be done"
                maxLength={200}
                value={item.title}
                onChange={({ currentTarget: { value } }) => set(at, { title: value })}
              />
              <NumberInput
                w={110}
                label="Due after days"
                min={0}
                max={730}
                placeholder="no day"
                value={item.dueInDays ?? ''}
                onChange={(days) => set(at, { dueInDays: days === '' ? null : Number(days) })}
              />
              <NativeSelect
                w={150}
                label="For"
                data={WHOSE}
                value={item.assignee}
                onChange={({ currentTarget: { value } }) => set(at, { assignee: value as Item['assignee'] })}
              />
              <ActionIcon
                size={34}
                aria-label={`Take task ${at + 1} off the list`}
                disabled={items.length === 1}
                onClick={() => setItems(items.filter((_item, no) => no !== at))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          ))}
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<IconPlus size={14} />}
              disabled={items.length >= 50}
              onClick={() => setItems([...items, FRESH])}
            >
              Another task
            </Button>
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" disabled={name.trim() === ''} loading={saving.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
