import { Button } from '@mantine/core';
import { decideQuestion, type Decision } from '@rap/contracts/api-client';
import { IconHelp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { KindTile, Row } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import { todayQuery, type Question } from './today-query.ts';

/** What an automation asks before it goes on with a person. */
export function QuestionRow({ question }: { readonly question: Question }): React.JSX.Element {
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: (decision: Decision['decision']) =>
      ask(decideQuestion({ path: { id: question.id }, body: { decision, version: question.version } })),
    onSuccess: (_answer, decision) => sayDone(`${decision === 'approved' ? 'Yes' : 'No'} was answered`),
    onError: (error) => sayRefused('Nothing was decided', error),
    onSettled: () => queries.invalidateQueries(todayQuery),
  });
  return (
    <Row
      tile={<KindTile kind="decide" icon={IconHelp} />}
      title={question.question}
      line={
        <>
          {question.automationName} asks about{' '}
          <Link to="/people/$personId" params={{ personId: question.personId }}>
            {question.personName}
          </Link>
        </>
      }
      when={briefly(new Date(question.askedAt))}
      action={
        <Button.Group>
          <Button
            variant="default"
            aria-label={`Yes: ${question.question}`}
            loading={deciding.isPending}
            onClick={() => deciding.mutate('approved')}
          >
            Yes
          </Button>
          <Button
            variant="default"
            aria-label={`No: ${question.question}`}
            disabled={deciding.isPending}
            onClick={() => deciding.mutate('rejected')}
          >
            No
          </Button>
        </Button.Group>
      }
    />
  );
}
