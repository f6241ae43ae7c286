import { Alert, Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { createTask } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { ask, once } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { usersQuery } from '../parts/names.ts';
import { sayDone } from '../parts/notify.tsx';
import { useMe } from '../session/session.ts';

/** A new task, of a person when it is made on their page. */
export function AddTask({
  personId,
  onClose,
}: {
  readonly personId?: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const me = useMe();
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const [title, setTitle] = useState('');
  const [detail, setDetail] = useState('');
  const [due, setDue] = useState('');
  const [assigneeId, setAssigneeId] = useState(me.userId);
  const key = useRef(crypto.randomUUID());
  const adding = useMutation({
    mutationFn: () =>
      ask(
        createTask({
          body: {
            title,
            assigneeId,
            ...(detail ? { detail } : {}),
            ...(due ? { dueAt: new Date(due).toISOString() } : {}),
            ...(personId ? { personId } : {}),
          },
          ...once(key.current),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      sayDone('Task added');
      onClose();
    },
    onError: () => (key.current = crypto.randomUUID()),
  });
  const refusal = adding.error instanceof Refusal ? adding.error : undefined;
  const dirty = title !== '' || detail !== '';
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New task" closeOnClickOutside={!dirty} closeOnEscape={!dirty}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {refusal && !refusal.problem.errors && (
            <Alert color="red" role="alert">
              {refusal.message}
            </Alert>
          )}
          <TextInput
            label="What is to be done"
            data-autofocus
            maxLength={200}
            value={title}
            error={refusal?.at('title')}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <Textarea
            label="Details, optional"
            autosize
            minRows={2}
            value={detail}
            error={refusal?.at('detail')}
            onChange={({ currentTarget }) => setDetail(currentTarget.value)}
          />
          <Group grow align="flex-start">
            <TextInput
              label="Due, optional"
              type="datetime-local"
              value={due}
              error={refusal?.at('dueAt')}
              onChange={({ currentTarget }) => setDue(currentTarget.value)}
            />
            <NativeSelect
              label="For"
              value={assigneeId}
              error={refusal?.at('assigneeId')}
              onChange={({ currentTarget }) => setAssigneeId(currentTarget.value)}
              data={
                users.data?.items
                  .filter(({ status }) => status === 'active')
                  .map(({ id, displayName }) => ({ value: id, label: displayName })) ?? []
              }
            />
          </Group>
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={adding.isPending}>
              Add task
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
