import type { Task } from './task-queries.ts';

export interface TaskGroup {
  readonly label: string;
  readonly tasks: Task[];
}

/** By when they are due, what cannot wait first. */
export function inGroups(tasks: readonly Task[], now = new Date()): TaskGroup[] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  const nextWeek = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7).getTime();
  const labelOf = ({ dueAt }: Task): string => {
    if (dueAt === null) return 'Without a day';
    const due = new Date(dueAt).getTime();
    if (due < now.getTime()) return 'Late';
    if (due < tomorrow) return 'Today';
    return due < nextWeek ? 'Next 7 days' : 'Later';
  };
  const grouped = Map.groupBy(tasks, labelOf);
  return ['Late', 'Today', 'Next 7 days', 'Later', 'Without a day'].map((label) => ({
    label,
    tasks: grouped.get(label) ?? [],
  }));
}
