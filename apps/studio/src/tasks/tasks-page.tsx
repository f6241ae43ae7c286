import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazyRouteComponent, Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Message } from '../parts/message.tsx';
import { Card, PageBody, PageHeader } from '../parts/page.tsx';
import { GreyRows, RowList } from '../parts/rows.tsx';
import { usePeopleNames, useUserNames } from '../parts/names.ts';
import { readersZone } from '../parts/when.ts';
import { useMay, useMe } from '../session/session.ts';
import table from '../parts/table.module.css';
import { inGroups } from './task-groups.ts';
import { doneTasksQuery, openTasksQuery } from './task-queries.ts';
import { SelectedTasks } from './selected-tasks.tsx';
import { OpenTask } from './open-task.tsx';
import { TaskRow } from './task-row.tsx';
import { useChoosing } from './use-choosing.ts';
import type { TasksSearch } from './tasks-search.ts';
import { Refused } from '../parts/refused.tsx';

// each is for who looks at it
const TaskCalendar = lazyRouteComponent(() => import('./calendar/task-calendar.tsx'), 'TaskCalendar');
const TaskLists = lazyRouteComponent(() => import('./task-lists.tsx'), 'TaskLists');

const VIEWS = [
  { view: 'mine', label: 'Mine' },
  { view: 'everyone', label: "Everyone's" },
  { view: 'calendar', label: 'Calendar' },
  { view: 'done', label: 'Done' },
  { view: 'lists', label: 'Lists' },
] as const;

export function TasksPage(): React.JSX.Element {
  const me = useMe();
  const mayChange = useMay('task.change');
  const { view = 'mine', who, day, as } = useSearch({ from: '/inside/tasks' });
  const navigate = useNavigate({ from: '/tasks' });
  const listed = view === 'mine' || view === 'everyone';
  const [adding, setAdding] = useState(false);
  const open = useQuery({
    ...openTasksQuery(view === 'mine' ? me.userId : undefined),
    enabled: listed,
  });
  const done = useQuery({ ...doneTasksQuery, enabled: view === 'done' });
  const asked = view === 'done' ? done : open;
  const tasks = (listed || view === 'done' ? asked.data?.items : undefined) ?? [];
  const nameOf = usePeopleNames(tasks.map(({ personId }) => personId));
  const userName = useUserNames();
  const go = (place: Partial<TasksSearch>): void =>
    void navigate({ search: (now) => ({ ...now, ...place }), replace: true });
  const groups = view === 'done' ? [{ label: 'Done', tasks }] : inGroups(tasks);
  const choice = useChoosing(groups.flatMap((group) => group.tasks.map(({ id }) => id)));
  const choosing = mayChange && listed ? choice.chosen : undefined;
  return (
    <>
      <PageHeader title="Tasks" facts={`Times in ${readersZone()}`}>
        {mayChange && listed && tasks.length > 0 && (
          <Button variant="default" onClick={choice.chosen ? choice.end : choice.begin}>
            {choice.chosen ? 'Choose no more' : 'Choose several'}
          </Button>
        )}
        {mayChange && (
          <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
            New task
          </Button>
        )}
      </PageHeader>
      <nav className={table.tabs} aria-label="Views">
        {VIEWS.map((one) => (
          <Link
            key={one.view}
            to="/tasks"
            search={{ view: one.view === 'mine' ? undefined : one.view }}
            className={table.tab}
            data-on={one.view === view ? '' : undefined}
            aria-current={one.view === view ? 'page' : undefined}
          >
            {one.label}
          </Link>
        ))}
      </nav>
      <PageBody>
        <div style={{ display: 'grid', gap: 16, paddingTop: 16 }}>
          {choosing && choosing.size > 0 && (
            <SelectedTasks tasks={tasks.filter(({ id }) => choosing.has(id))} onDone={choice.end} />
          )}
          {view === 'calendar' && (
            <Suspense fallback={<GreyRows count={6} />}>
              <div>
                <SegmentedControl
                  aria-label="Whose"
                  mb="md"
                  value={who ?? 'mine'}
                  onChange={(value) => go({ who: value === 'everyone' ? 'everyone' : undefined })}
                  data={[
                    { value: 'mine', label: 'Mine' },
                    { value: 'everyone', label: "Everyone's" },
                  ]}
                />
                <TaskCalendar assigneeId={who ? undefined : me.userId} day={day} as={as} onGo={go} />
              </div>
            </Suspense>
          )}
          {view === 'lists' && (
            <Suspense fallback={<GreyRows />}>
              <TaskLists />
            </Suspense>
          )}
          {(listed || view === 'done') && asked.isPending && <GreyRows count={6} />}
          {asked.error && <Refused error={asked.error} />}
          {(listed || view === 'done') && !asked.isPending && !asked.error && tasks.length === 0 && (
            <Message title={view === 'done' ? 'Nothing done yet' : 'Nothing to do'}>
              Tasks come from you, from colleagues, and from automations: each says why it exists.
            </Message>
          )}
          {groups
            .filter((group) => group.tasks.length > 0)
            .map((group) => (
              <Card key={group.label} title={group.label} aside={group.tasks.length}>
                <RowList label={group.label}>
                  {group.tasks.map((task) => (
                    <TaskRow
                      key={task.id}
                      task={task}
                      personName={nameOf(task.personId)}
                      choice={
                        choosing && {
                          chosen: choosing.has(task.id),
                          onChange: (withShift) => choice.choose(task.id, withShift),
                        }
                      }
                      assignee={view === 'mine' ? undefined : userName(task.assigneeId) || 'nobody yet'}
                    />
                  ))}
                </RowList>
              </Card>
            ))}
        </div>
      </PageBody>
      {adding && <OpenTask onClose={() => setAdding(false)} />}
    </>
  );
}
