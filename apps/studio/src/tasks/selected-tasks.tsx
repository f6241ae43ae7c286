import { Button, Menu } from '@mantine/core';
import { changeTasks, reopenTask, type Task, type TasksBulk } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, once } from '../api/ask.ts';
import { counted } from '../parts/counted.ts';
import { usersQuery } from '../parts/names.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';

/** What can be done with all the tasks that are chosen, each with its way back. */
export function SelectedTasks({
  tasks,
  onDone,
}: {
  readonly tasks: readonly Task[];
  readonly onDone: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const changing = useMutation({
    mutationFn: (bulk: TasksBulk) => ask(changeTasks({ body: bulk, ...once(crypto.randomUUID()) })),
    onError: (error) => sayRefused('The tasks were not changed', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
  const items = tasks.map(({ id, version }) => ({ id, version }));
  const change = async (
    bulk: TasksBulk,
    words: string,
    back: (task: Task, version: number) => Promise<unknown>,
  ): Promise<void> => {
    const answer = await changing.mutateAsync(bulk);
    const versions = new Map(answer.rows.flatMap((row) => (row.done ? [[row.id, row.version ?? 1]] : [])));
    const undo = async (): Promise<void> => {
      try {
        for (const task of tasks) {
          const version = versions.get(task.id);
          if (version !== undefined) await back(task, version);
        }
      } catch (error) {
        sayRefused('Not all of it was taken back', error);
      } finally {
        await queries.invalidateQueries({ queryKey: ['tasks'] });
      }
    };
    const refused =
      answer.refused > 0 ? `, ${answer.refused} had been changed by somebody else meanwhile` : '';
    sayDone(`${words}: ${counted(answer.done, 'task')}${refused}.`, () => void undo());
    onDone();
  };
  const assign = (assigneeId: string | null, name: string): Promise<void> =>
    change({ do: 'assign', assigneeId, items }, `Given to ${name}`, (task, version) =>
      changing.mutateAsync({ do: 'assign', assigneeId: task.assigneeId, items: [{ id: task.id, version }] }),
    );
  return (
    <div
      role="toolbar"
      aria-label="Chosen tasks"
      style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}
    >
      <strong>{counted(tasks.length, 'task')} chosen</strong>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void change({ do: 'complete', items }, 'Done', (task, version) =>
            ask(reopenTask({ path: { id: task.id }, body: { version } })),
          )
        }
      >
        Done
      </Button>
      <Menu>
        <Menu.Target>
          <Button size="xs" variant="default">
            Give to
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {users.data?.items
            .filter(({ status }) => status === 'active')
            .map(({ id, displayName }) => (
              <Menu.Item key={id} onClick={() => void assign(id, displayName)}>
                {displayName}
              </Menu.Item>
            ))}
          <Menu.Item onClick={() => void assign(null, 'nobody')}>Nobody</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void change({ do: 'delete', items }, 'Deleted', (task, version) =>
            changing.mutateAsync({ do: 'restore', items: [{ id: task.id, version }] }),
          )
        }
      >
        Delete
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Choose none
      </Button>
    </div>
  );
}
