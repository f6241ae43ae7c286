import { Checkbox } from '@mantine/core';
import { recurrenceWords } from '@rap/domain/task/recurrence-words';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Row } from '../parts/rows.tsx';
import { briefly, dayAndTime, lateness } from '../parts/when.ts';
import { OpenTask } from './open-task.tsx';
import { useTick, type Task } from './task-queries.ts';
import classes from './tasks.module.css';

/** One task: ticked in place, with whom it is about, and why it exists when an automation made it. */
export function TaskRow({
  task,
  personName,
  assignee,
  choice,
}: {
  readonly task: Task;
  readonly personName: string;
  readonly assignee?: string | undefined;
  /** while several are chosen the box chooses, and ticks nothing off */
  readonly choice?: { readonly chosen: boolean; readonly onChange: (withShift: boolean) => void } | undefined;
}): React.JSX.Element {
  const tick = useTick();
  const [open, setOpen] = useState(false);
  const due = task.dueAt ? new Date(task.dueAt) : undefined;
  const more = [
    task.priority === 'high' && 'high priority',
    task.recurrence && recurrenceWords(task.recurrence),
    assignee && `for ${assignee}`,
    task.madeBy?.startsWith('run:') && 'made by an automation',
  ]
    .filter(Boolean)
    .join(', ');
  const late = task.status === 'open' && due ? lateness(due) : undefined;
  return (
    <Row
      tile={
        choice ? (
          <Checkbox
            data-choice
            aria-label={`Choose ${task.title}`}
            checked={choice.chosen}
            // a change knows no Shift; a press of the space bar is a click too
            onClick={(event) => choice.onChange(event.shiftKey)}
            onChange={() => undefined}
          />
        ) : (
          <Checkbox
            aria-label={task.status === 'open' ? `Tick off: ${task.title}` : `Open again: ${task.title}`}
            checked={task.status !== 'open'}
            onChange={() => tick(task)}
          />
        )
      }
      title={
        <>
          <button type="button" className={classes.open} onClick={() => setOpen(true)}>
            {task.title}
          </button>
          {open && <OpenTask task={task} onClose={() => setOpen(false)} />}
        </>
      }
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
