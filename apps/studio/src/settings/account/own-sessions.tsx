import { Button } from '@mantine/core';
import { endSession, listSessions, signOutEverywhere } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tellSessionEnded } from '../../api/ask.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { browserInWords } from './browser-in-words.ts';

const QUERY_KEY = ['ownSessions'];

/** Every place where the account is signed in to this firm. */
export function OwnSessions(): React.JSX.Element {
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: QUERY_KEY, queryFn: () => ask(listSessions()) });
  const ending = useMutation({
    mutationFn: (id: string) => ask(endSession({ path: { id } })),
    onSuccess: () => sayDone('It is signed out there'),
    onError: (error) => sayRefused('It is not signed out there', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: QUERY_KEY }),
  });
  const leaving = useMutation({
    mutationFn: () => ask(signOutEverywhere()),
    onSuccess: tellSessionEnded,
    onError: (error) => sayRefused('Nothing is signed out', error),
  });
  const items = sessions.data?.items ?? [];
  return (
    <Card
      title="Where you are signed in"
      aside={
        <Button size="xs" variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          Sign out everywhere
        </Button>
      }
    >
      {sessions.error && <Refused error={sessions.error} within="card" />}
      <RowList label="Where you are signed in">
        {items.map(({ id, userAgent, createdAt, lastSeenAt, current }) => (
          <Row
            key={id}
            title={browserInWords(userAgent)}
            line={current ? <Status tone="ok">Here</Status> : `Signed in ${dayAndTime(new Date(createdAt))}`}
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
    </Card>
  );
}
