import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { changeTask } from '@rap/contracts/api-client';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { usePeopleNames } from '../../parts/names.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { useMay } from '../../session/session.ts';
import { onDay } from '../postpone.ts';
import { tasksDueQuery, type Task } from '../task-queries.ts';
import { addDays, dayAt, dayName, moved, weeksOf } from './days.ts';
import { DayCell } from './day-cell.tsx';
import classes from './task-calendar.module.css';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** how far an arrow moves a task, in days */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** as many as one asks for at once */
const MOST = 200;

/** Open tasks by the day on which they are due. One is moved by dragging it, or by Alt with an arrow key. */
export function TaskCalendar({
  assigneeId,
  day = dayName(new Date()),
  as = 'month',
  onGo,
}: {
  readonly assigneeId: string | undefined;
  readonly day?: string | undefined;
  readonly as?: 'month' | 'week' | undefined;
  readonly onGo: (place: { day?: string | undefined; as?: 'week' | undefined }) => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('task.change');
  const onPhone = useMediaQuery('(max-width: 700px)');
  const weeks = weeksOf(day, as);
  const [first = day, last = day] = [weeks[0]?.[0], weeks.at(-1)?.[6]];
  const question = tasksDueQuery(dayAt(first), dayAt(addDays(last, 1)), assigneeId);
  const due = useQuery(question);
  const [over, setOver] = useState<string>();
  const [said, setSaid] = useState('');
  const moving = useMutation({
    mutationFn: ({ task, dueAt }: { task: Task; dueAt: string; undoing?: boolean }) =>
      ask(changeTask({ path: { id: task.id }, body: { version: task.version, dueAt } })),
    onSuccess: (now, { task, undoing }) => {
      const words = `${task.title} is due ${new Date(now.dueAt ?? '').toLocaleDateString('en-US', { dateStyle: 'medium' })}`;
      setSaid(words);
      if (!undoing && task.dueAt)
        sayDone(words, () => moving.mutate({ task: now, dueAt: task.dueAt ?? '', undoing: true }));
    },
    onError: (error) => sayRefused('The task was not moved', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
  const tasks = due.data?.items ?? [];
  const byDay = Map.groupBy(tasks, (task) => dayName(new Date(task.dueAt ?? '')));
  const nameOf = usePeopleNames(tasks.map(({ personId }) => personId));
  const move = (task: Task, to: string): void => {
    if (mayChange && dayName(new Date(task.dueAt ?? '')) !== to)
      moving.mutate({ task, dueAt: onDay(task.dueAt, dayAt(to)) });
  };
  const press = (event: KeyboardEvent, task: Task): void => {
    const by = STEPS[event.key];
    if (!event.altKey || by === undefined) return;
    event.preventDefault();
    move(task, addDays(dayName(new Date(task.dueAt ?? '')), by));
  };
  const drop = (event: DragEvent, to: string): void => {
    event.preventDefault();
    setOver(undefined);
    const task = tasks.find(({ id }) => id === event.dataTransfer.getData('text/plain'));
    if (task) move(task, to);
  };
  const month = dayAt(day).toLocaleDateString('en-US', { month: 'long', year: 'numeric' });
  const today = dayName(new Date());
  const days = weeks.flat();
  const shown = onPhone ? days.filter((one) => byDay.has(one) || one === today) : days;
  return (
    <>
      <Group justify="space-between" className={classes.bar}>
        <Group gap="xs">
          <ActionIcon
            aria-label="Before"
            variant="default"
            size={34}
            onClick={() => onGo({ day: moved(day, as, -1) })}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label="After"
            variant="default"
            size={34}
            onClick={() => onGo({ day: moved(day, as, 1) })}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
          <h2 className={classes.month}>{month}</h2>
          <Button variant="default" onClick={() => onGo({ day: undefined })}>
            Today
          </Button>
        </Group>
        <SegmentedControl
          aria-label="Shown as"
          value={as}
          onChange={(value) => onGo({ as: value === 'week' ? 'week' : undefined })}
          data={[
            { value: 'month', label: 'Month' },
            { value: 'week', label: 'Week' },
          ]}
        />
      </Group>
      {due.error && <Refused error={due.error} />}
      {due.isPending && <GreyRows count={6} />}
      {due.data && (
        <div className={classes.grid} data-as={as}>
          {!onPhone &&
            WEEKDAYS.map((name) => (
              <div key={name} className={classes.weekday}>
                {name}
              </div>
            ))}
          {shown.map((one) => (
            <DayCell
              key={one}
              day={one}
              tasks={byDay.get(one) ?? []}
              nameOf={nameOf}
              today={one === today}
              outside={as === 'month' && one.slice(0, 7) !== day.slice(0, 7)}
              over={over === one}
              mayMove={mayChange}
              onPress={press}
              onOver={() => setOver(one)}
              onDrop={(event) => drop(event, one)}
            />
          ))}
        </div>
      )}
      {tasks.length === MOST && <p>Only the first {MOST} tasks of these days are shown: choose the week.</p>}
      <div role="status" className={classes.unseen}>
        {said}
      </div>
    </>
  );
}
