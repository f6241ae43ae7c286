import { Button, Menu } from '@mantine/core';
import { changeTasks, type Task, type TasksBulk } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, once } from '../api/ask.ts';
import { counted } from '../parts/counted.ts';
import { usersQuery } from '../parts/names.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { nextMonday, onDay, tomorrow } from './postpone.ts';

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
  const seen = ({ id, version }: Pick<Task, 'id' | 'version'>) => ({ id, version });
  const items = tasks.map(seen);
  /** Changes all, names each that was refused with its reason, and offers to put the others back. */
  const change = async (
    bulk: TasksBulk,
    words: string,
    back: (changed: readonly Task[]) => readonly TasksBulk[],
  ): Promise<void> => {
    const answer = await changing.mutateAsync(bulk);
    const changed = answer.rows.flatMap((row) => {
      const task = tasks.find(({ id }) => id === row.id);
      return row.done && task ? [{ ...task, version: row.version ?? task.version }] : [];
    });
    const undo = (): void => back(changed).forEach((one) => changing.mutate(one));
    if (changed.length > 0) sayDone(`${words}: ${counted(changed.length, 'task')}.`, undo);
    for (const { id, problem } of answer.rows) {
      if (problem)
        sayRefused(`Not changed: ${tasks.find((task) => task.id === id)?.title ?? 'a task'}`, problem);
    }
    onDone();
  };
  const assign = (assigneeId: string | null, name: string): Promise<void> =>
    change({ do: 'assign', assigneeId, items }, `Given to ${name}`, (changed) =>
      [...Map.groupBy(changed, (task) => task.assigneeId)].map(([to, some]) => ({
        do: 'assign',
        assigneeId: to,
        items: some.map(seen),
      })),
    );
  const postpone = (day: Date): Promise<void> =>
    change(
      { do: 'due', items: tasks.map((task) => ({ ...seen(task), dueAt: onDay(task.dueAt, day) })) },
      'Postponed',
      (changed) => [{ do: 'due', items: changed.map((task) => ({ ...seen(task), dueAt: task.dueAt })) }],
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
          void change({ do: 'complete', items }, 'Done', (changed) => [
            { do: 'reopen', items: changed.map(seen) },
          ])
        }
      >
        Done
      </Button>
      <Menu>
        <Menu.Target>
          <Button size="xs" variant="default">
            Postpone
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void postpone(tomorrow())}>To tomorrow</Menu.Item>
          <Menu.Item onClick={() => void postpone(nextMonday())}>To next Monday</Menu.Item>
        </Menu.Dropdown>
      </Menu>
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
          void change({ do: 'delete', items }, 'Deleted', (changed) => [
            { do: 'restore', items: changed.map(seen) },
          ])
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
