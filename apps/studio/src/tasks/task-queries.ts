import { completeTask, listTasks, listTaskTemplates, reopenTask, type Task } from '@rap/contracts/api-client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';

export type { Task };

export const openTasksQuery = (assigneeId: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'open', assigneeId ?? 'everyone'],
    queryFn: () =>
      ask(
        listTasks({
          query: { status: 'open', sort: 'due', limit: 200, ...(assigneeId ? { assigneeId } : {}) },
        }),
      ),
  });

/** Open ones that are due within some days. */
export const tasksDueQuery = (from: Date, before: Date, assigneeId: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'due', from.toISOString(), before.toISOString(), assigneeId ?? 'everyone'],
    queryFn: () =>
      ask(
        listTasks({
          query: {
            status: 'open',
            sort: 'due',
            limit: 200,
            dueFrom: from.toISOString(),
            dueBefore: before.toISOString(),
            ...(assigneeId ? { assigneeId } : {}),
          },
        }),
      ),
    placeholderData: (known) => known,
  });

export const taskTemplatesQuery = queryOptions({
  queryKey: ['tasks', 'templates'],
  queryFn: () => ask(listTaskTemplates()),
});

export const doneTasksQuery = queryOptions({
  queryKey: ['tasks', 'done'],
  queryFn: () => ask(listTasks({ query: { status: 'done', sort: 'newest', limit: 100 } })),
});

/** Ticks a task off, with the way back. */
export function useTick(): (task: Task) => void {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['tasks'] });
  const reopening = useMutation({
    mutationFn: (task: Task) => ask(reopenTask({ path: { id: task.id }, body: { version: task.version } })),
    onError: (error) => sayRefused('The task was not opened again', error),
    onSettled: again,
  });
  const completing = useMutation({
    mutationFn: (task: Task) => ask(completeTask({ path: { id: task.id }, body: { version: task.version } })),
    onSuccess: (done) => sayDone(`Done: ${done.title}`, () => reopening.mutate(done)),
    onError: (error) => sayRefused('The task was not ticked off', error),
    onSettled: again,
  });
  return (task) => (task.status === 'open' ? completing : reopening).mutate(task);
}
