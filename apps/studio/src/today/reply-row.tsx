import { Button } from '@mantine/core';
import { handleReply } from '@rap/contracts/api-client';
import { IconMail, IconMessage } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { KindTile, Row } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import { todayQuery, type Reply } from './today-query.ts';

// what writes is loaded when somebody writes: this is the first page
const AnswerDialog = lazy(async () => ({ default: (await import('./answer-dialog.tsx')).AnswerDialog }));

/** A message that waits for somebody: answered here, or marked as done with the way back. */
export function ReplyRow({ reply }: { readonly reply: Reply }): React.JSX.Element {
  const queries = useQueryClient();
  const mayWrite = useMay('message.send');
  const [answering, setAnswering] = useState(false);
  const marking = useMutation({
    mutationFn: (body: { handled: boolean; version: number }) =>
      ask(handleReply({ path: { id: reply.id }, body })),
    onSuccess: ({ version }, { handled }) => {
      if (handled) {
        sayDone(`Done with ${reply.personName}`, () => marking.mutate({ handled: false, version }));
      }
    },
    onError: (error) => sayRefused('The message was not marked', error),
    onSettled: () => queries.invalidateQueries(todayQuery),
  });
  return (
    <>
      <Row
        tile={<KindTile kind="message" icon={reply.channel === 'email' ? IconMail : IconMessage} />}
        title={
          <Link to="/people/$personId" params={{ personId: reply.personId }}>
            {reply.personName}
          </Link>
        }
        line={`${reply.channel === 'email' ? 'Email' : 'Text'}: ${reply.words}`}
        when={briefly(new Date(reply.occurredAt))}
        action={
          mayWrite && (
            <Button.Group>
              <Button
                variant="default"
                aria-label={`Answer ${reply.personName}`}
                onClick={() => setAnswering(true)}
              >
                Answer
              </Button>
              <Button
                variant="default"
                aria-label={`Done with ${reply.personName}`}
                loading={marking.isPending}
                onClick={() => marking.mutate({ handled: true, version: reply.version })}
              >
                Done
              </Button>
            </Button.Group>
          )
        }
      />
      {answering && (
        <Suspense>
          <AnswerDialog reply={reply} onClose={() => setAnswering(false)} />
        </Suspense>
      )}
    </>
  );
}
