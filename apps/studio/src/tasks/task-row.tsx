import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Row } from '../parts/rows.tsx';
import { briefly, dayAndTime, lateness } from '../parts/when.ts';
import { useTick, type Task } from './task-queries.ts';

/** One task: ticked in place, with whom it is about, and why it exists when an automation made it. */
export function TaskRow({
  task,
  personName,
  assignee,
}: {
  readonly task: Task;
  readonly personName: string;
  readonly assignee?: string | undefined;
}): React.JSX.Element {
  const tick = useTick();
  const due = task.dueAt ? new Date(task.dueAt) : undefined;
  const more = [
    task.priority === 'high' && 'high priority',
    assignee && `for ${assignee}`,
    task.madeBy && 'made by an automation',
  ]
    .filter(Boolean)
    .join(', ');
  const late = task.status === 'open' && due ? lateness(due) : undefined;
  return (
    <Row
      tile={
        <Checkbox
          aria-label={task.status === 'open' ? `Tick off: ${task.title}` : `Open again: ${task.title}`}
          checked={task.status !== 'open'}
          onChange={() => tick(task)}
        />
      }
      title={task.title}
      line={
        <>
          {task.personId && (
            <Link to="/people/$personId" params={{ personId: task.personId }}>
              {personName}
            </Link>
          )}
          {task.personId && more && ', '}
          {more}
        </>
      }
      when={late ?? (due ? <span title={dayAndTime(due)}>{briefly(due)}</span> : 'No day')}
      late={late !== undefined}
    />
  );
}
