import { Button } from '@mantine/core';
import { deleteTaskTemplate, type TaskTemplate } from '@rap/contracts/api-client';
import { IconListCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { AskFirst } from '../parts/ask-first.tsx';
import { counted } from '../parts/counted.ts';
import { Message } from '../parts/message.tsx';
import { sayDone } from '../parts/notify.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows, KindTile, Row, RowList } from '../parts/rows.tsx';
import { useMay } from '../session/session.ts';
import { TaskListDialog } from './task-list-dialog.tsx';
import { taskTemplatesQuery } from './task-queries.ts';

/** What is always done together: before a review, for a new client. */
export function TaskLists(): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('task.change');
  const templates = useQuery(taskTemplatesQuery);
  const [open, setOpen] = useState<TaskTemplate | 'new'>();
  const [leaving, setLeaving] = useState<TaskTemplate>();
  const removing = useMutation({
    mutationFn: ({ id, version }: TaskTemplate) =>
      ask(deleteTaskTemplate({ path: { id }, query: { version } })),
    onSuccess: () => {
      setLeaving(undefined);
      sayDone('The list is deleted');
      void queries.invalidateQueries(taskTemplatesQuery);
    },
  });
  const lists = templates.data?.items ?? [];
  const add = mayChange && (
    <Button size="xs" variant="default" onClick={() => setOpen('new')}>
      New list
    </Button>
  );
  return (
    <Card title="Lists of tasks" aside={add}>
      {templates.isPending && <GreyRows />}
      {templates.error && <Refused within="card" error={templates.error} />}
      {templates.data && lists.length === 0 && (
        <Message within="card" title="No list yet">
          Write down once what is always done together, for example before an annual review, and add all of it
          to a person at once.
        </Message>
      )}
      <RowList label="Lists of tasks">
        {lists.map((list) => (
          <Row
            key={list.id}
            tile={<KindTile kind="work" icon={IconListCheck} />}
            title={list.name}
            line={list.items.map(({ title }) => title).join(', ')}
            when={counted(list.items.length, 'task')}
            action={
              mayChange && (
                <Button.Group>
                  <Button variant="default" size="xs" onClick={() => setOpen(list)}>
                    Change
                  </Button>
                  <Button variant="default" size="xs" onClick={() => setLeaving(list)}>
                    Delete
                  </Button>
                </Button.Group>
              )
            }
          />
        ))}
      </RowList>
      {open && <TaskListDialog list={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
      {leaving && (
        <AskFirst
          title={`Delete “${leaving.name}”`}
          verb="Delete it"
          pending={removing.isPending}
          error={removing.error}
          onYes={() => removing.mutate(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          Tasks that came of it stay as they are.
        </AskFirst>
      )}
    </Card>
  );
}
