import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { OpenTask } from '../open-task.tsx';
import type { Task } from '../task-queries.ts';
import { dayAt } from './days.ts';
import classes from './task-calendar.module.css';

const FULL = { weekday: 'long', month: 'long', day: 'numeric' } as const;

/** One day with what is due on it. */
export function DayCell({
  day,
  tasks,
  nameOf,
  today,
  outside,
  over,
  mayMove,
  onPress,
  onOver,
  onDrop,
}: {
  readonly day: string;
  readonly tasks: readonly Task[];
  readonly nameOf: (personId: string | null) => string;
  readonly today: boolean;
  /** of the month before or after */
  readonly outside: boolean;
  readonly over: boolean;
  readonly mayMove: boolean;
  readonly onPress: (event: KeyboardEvent, task: Task) => void;
  readonly onOver: () => void;
  readonly onDrop: (event: DragEvent) => void;
}): React.JSX.Element {
  const date = dayAt(day);
  return (
    <section
      className={classes.day}
      aria-label={date.toLocaleDateString('en-US', FULL)}
      data-today={today ? '' : undefined}
      data-outside={outside ? '' : undefined}
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        if (!mayMove) return;
        event.preventDefault();
        onOver();
      }}
      onDrop={onDrop}
    >
      <div className={classes.number} aria-hidden="true">
        <span>{date.toLocaleDateString('en-US', { weekday: 'long' })} </span>
        {date.getDate()}
      </div>
      {tasks.map((task) => (
        <Chip key={task.id} task={task} person={nameOf(task.personId)} mayMove={mayMove} onPress={onPress} />
      ))}
    </section>
  );
}

function Chip({
  task,
  person,
  mayMove,
  onPress,
}: {
  readonly task: Task;
  readonly person: string;
  readonly mayMove: boolean;
  readonly onPress: (event: KeyboardEvent, task: Task) => void;
}): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const due = new Date(task.dueAt ?? '');
  return (
    <>
      <button
        type="button"
        className={classes.task}
        data-late={due.getTime() < Date.now() ? '' : undefined}
        data-high={task.priority === 'high' ? '' : undefined}
        draggable={mayMove}
        title={mayMove ? 'Drag it to another day, or press Alt with an arrow key' : undefined}
        onClick={() => setOpen(true)}
        onKeyDown={(event) => onPress(event, task)}
        onDragStart={(event) => event.dataTransfer.setData('text/plain', task.id)}
      >
        <time dateTime={task.dueAt ?? ''}>
          {due.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' }).toLowerCase()}
        </time>{' '}
        {task.title}
        {person && <span>{person}</span>}
      </button>
      {open && <OpenTask task={task} onClose={() => setOpen(false)} />}
    </>
  );
}
