import { Button } from '@mantine/core';
import { markTodaySeen, type Today } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { Message } from '../parts/message.tsx';
import { sayRefused } from '../parts/notify.tsx';
import { Card } from '../parts/page.tsx';
import { Row, RowList } from '../parts/rows.tsx';
import { dayAndTime } from '../parts/when.ts';
import { inWords } from './in-words.ts';
import { todayQuery } from './today-query.ts';

/** What automations did since the reader last looked; the reader says when it is read. */
export function DoneCard({ today }: { readonly today: Today }): React.JSX.Element {
  const queries = useQueryClient();
  const reading = useMutation({
    mutationFn: () => ask(markTodaySeen({ body: { until: today.asOf } })),
    onError: (error) => sayRefused('It is still shown as new', error),
    onSettled: () => queries.invalidateQueries(todayQuery),
  });
  return (
    <Card
      title="Done by automations"
      aside={`Since ${dayAndTime(new Date(today.since)).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase())}`}
    >
      {today.automations.length === 0 ? (
        <Message within="card" title="Nothing new">
          Nobody entered an automation, ended one or was written to by one since then.
        </Message>
      ) : (
        <>
          <RowList label="Done by automations">
            {today.automations.map((automation) => (
              <Row
                key={automation.id}
                title={
                  <Link to="/automations/$automationId" params={{ automationId: automation.id }}>
                    {automation.name}
                  </Link>
                }
                line={inWords(automation)}
              />
            ))}
          </RowList>
          <div style={{ padding: '8px 16px' }}>
            <Button variant="default" loading={reading.isPending} onClick={() => reading.mutate()}>
              I have read this
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
