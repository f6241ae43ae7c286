import { Alert, Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { changeTask, createTask } from '@rap/contracts/api-client';
import { TaskPriority } from '@rap/contracts/task';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask, keyAfter, once } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { usersQuery } from '../parts/names.ts';
import { sayDone } from '../parts/notify.tsx';
import { readersZone } from '../parts/when.ts';
import { useMay, useMe, whoCan } from '../session/session.ts';
import { fieldOf } from './field-of-instant.ts';
import { RecurrenceField } from './recurrence-field.tsx';
import { TaskHistory } from './task-history.tsx';
import type { Task } from './task-queries.ts';
import { TemplateUse } from './template-use.tsx';
import { TaskWhy } from './task-why.tsx';

const PRIORITIES = [
  { value: 'low', label: 'Low' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High' },
];

/** A new task, of a person when it is made on their page; or one that is there, with why it exists. */
export function TaskDialog({
  task,
  personId,
  onClose,
}: {
  readonly task?: Task;
  readonly personId?: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const me = useMe();
  const mayChange = useMay('task.change');
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const [before] = useState({
    title: task?.title ?? '',
    detail: task?.detail ?? '',
    due: task?.dueAt ? fieldOf(new Date(task.dueAt)) : '',
    assigneeId: task ? (task.assigneeId ?? '') : me.userId,
    priority: task?.priority ?? 'normal',
    recurrence: task?.recurrence ?? null,
  });
  const [typed, setTyped] = useState(before);
  const key = useRef<string>(crypto.randomUUID());
  const saving = useMutation({
    mutationFn: (version: number | undefined) => {
      const { title, detail, due, assigneeId, priority, recurrence } = typed;
      const told = {
        title,
        priority,
        recurrence,
        detail: detail || null,
        assigneeId: assigneeId || null,
        // seconds that a program has set are not lost by another title
        ...(due === before.due ? {} : { dueAt: due ? new Date(due).toISOString() : null }),
      };
      return task && version !== undefined
        ? ask(changeTask({ path: { id: task.id }, body: { ...told, version } }))
        : ask(createTask({ body: { ...told, ...(personId ? { personId } : {}) }, ...once(key.current) }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      sayDone(task ? 'The task is changed' : 'Task added');
      onClose();
    },
    onError: (error) => (key.current = keyAfter(error, key.current)),
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const theirs = refusal?.code === 'stale_version' ? (refusal.problem.current as Task) : undefined;
  const dirty = JSON.stringify(typed) !== JSON.stringify(before);
  const field = (name: 'title' | 'detail' | 'due') => ({
    disabled: !mayChange,
    error: refusal?.at(name === 'due' ? 'dueAt' : name),
    value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTyped((now) => ({ ...now, [name]: value })),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate(task?.version);
  };
  return (
    <FormDialog opened onClose={onClose} title={task ? 'Task' : 'New task'} dirty={dirty}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {theirs ? (
            <Alert color="red" role="alert" title="Somebody else has changed it meanwhile">
              {`It is now "${theirs.title}"${theirs.detail ? `: ${theirs.detail}` : ''}. What you typed is still here.`}
              <Group mt="xs">
                <Button size="xs" variant="default" onClick={() => saving.mutate(theirs.version)}>
                  Save mine over it
                </Button>
              </Group>
            </Alert>
          ) : (
            refusal &&
            !refusal.problem.errors && (
              <Alert color="red" role="alert">
                {refusal.message}
              </Alert>
            )
          )}
          {task?.madeBy && <TaskWhy madeBy={task.madeBy} step={task.madeAtStep} />}
          <TextInput label="What is to be done" data-autofocus maxLength={200} {...field('title')} />
          <Textarea label="Details, optional" autosize minRows={2} {...field('detail')} />
          <Group grow align="flex-start">
            <TextInput label={`Due, optional, ${readersZone()}`} type="datetime-local" {...field('due')} />
            <NativeSelect
              label="For"
              disabled={!mayChange}
              value={typed.assigneeId}
              error={refusal?.at('assigneeId')}
              onChange={({ currentTarget: { value } }) => setTyped((now) => ({ ...now, assigneeId: value }))}
              data={[
                { value: '', label: 'Nobody yet' },
                ...(users.data?.items
                  .filter(({ status }) => status === 'active')
                  .map(({ id, displayName }) => ({ value: id, label: displayName })) ?? []),
              ]}
            />
          </Group>
          <RecurrenceField
            value={typed.recurrence}
            due={typed.due}
            disabled={!mayChange}
            error={refusal?.at('recurrence')}
            onChange={(recurrence) => setTyped((now) => ({ ...now, recurrence }))}
          />
          <NativeSelect
            label="Priority"
            disabled={!mayChange}
            value={typed.priority}
            data={PRIORITIES}
            onChange={({ currentTarget: { value } }) =>
              setTyped((now) => ({ ...now, priority: TaskPriority.parse(value) }))
            }
          />
          {!task && mayChange && <TemplateUse personId={personId} onMade={onClose} />}
          {task && <TaskHistory taskId={task.id} />}
          <Group justify="flex-end" mt="xs">
            {!mayChange && <span>It is changed by {whoCan('task.change')}.</span>}
            <Button variant="default" onClick={onClose}>
              {mayChange ? 'Cancel' : 'Close'}
            </Button>
            {mayChange && (
              <Button type="submit" disabled={task !== undefined && !dirty} loading={saving.isPending}>
                {task ? 'Save' : 'Add task'}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
