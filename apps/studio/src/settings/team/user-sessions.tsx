import { Button, Modal } from '@mantine/core';
import { endSession, listUserSessions, type User } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { browserInWords } from '../account/browser-in-words.ts';

/** Where a user is signed in, and the end of one of them: a computer that was lost, a place that nobody knows. */
export function UserSessions({
  user,
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const queryKey = ['users', user.id, 'sessions'];
  const sessions = useQuery({ queryKey, queryFn: () => ask(listUserSessions({ path: { id: user.id } })) });
  const ending = useMutation({
    mutationFn: (id: string) => ask(endSession({ path: { id } })),
    onSuccess: () => sayDone(`${user.displayName} is signed out there`),
    onError: (error) => sayRefused('They are not signed out there', error),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={`Where ${user.displayName} is signed in`}>
      {sessions.isPending && <GreyRows />}
      {sessions.error && <Refused within="card" error={sessions.error} />}
      {sessions.data?.items.length === 0 && <Message within="card" title="Nowhere" />}
      <RowList label="Sessions">
        {sessions.data?.items.map(({ id, userAgent, createdAt, lastSeenAt, current }) => (
          <Row
            key={id}
            title={browserInWords(userAgent)}
            line={`Signed in ${dayAndTime(new Date(createdAt))}`}
            when={`last seen ${dayAndTime(new Date(lastSeenAt))}`}
            action={
              !current && (
                <Button
                  size="xs"
                  variant="default"
                  loading={ending.isPending && ending.variables === id}
                  onClick={() => ending.mutate(id)}
                >
                  Sign out there
                </Button>
              )
            }
          />
        ))}
      </RowList>
    </Modal>
  );
}
