import { Button } from '@mantine/core';
import type { PersonPassed } from '@rap/contracts/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Message } from '../../parts/message.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { briefly, dayOf } from '../../parts/when.ts';
import { peoplePassedQuery, type Period } from './passed.ts';
import { peopleInsideQuery, type PersonInside } from './run-queries.ts';

export function StandingList({
  automationId,
  step,
  version,
  people,
}: {
  readonly automationId: string;
  readonly step: string;
  readonly version: number | undefined;
  readonly people: number;
}): React.JSX.Element {
  const inside = useInfiniteQuery(peopleInsideQuery(automationId, step, version));
  const shown = inside.data?.pages.flatMap(({ items }) => items) ?? [];
  const elsewhere = inside.hasNextPage || inside.isPending ? 0 : people - shown.length;
  return (
    <>
      {inside.isPending && <GreyRows />}
      {inside.error && <Refused within="card" error={inside.error} />}
      {inside.data && shown.length === 0 && (
        <Message
          within="card"
          title={people === 0 ? 'Nobody stands here now' : 'Nobody of yours stands here'}
        >
          {people === 0
            ? 'Whoever comes to the step and waits at it is listed here.'
            : 'Those who do belong to books that you do not see.'}
        </Message>
      )}
      <RowList label="People at this step">
        {shown.map((person) => (
          <Standing key={person.id} automationId={automationId} person={person} />
        ))}
      </RowList>
      <More query={inside} />
      {shown.length > 0 && elsewhere > 0 && (
        <p style={{ padding: '0 16px' }}>{elsewhere} more in books that you do not see.</p>
      )}
    </>
  );
}

export function PassedList({
  automationId,
  step,
  days,
}: {
  readonly automationId: string;
  readonly step: string;
  readonly days: Period;
}): React.JSX.Element {
  const passed = useInfiniteQuery(peoplePassedQuery(automationId, step, days));
  const shown = passed.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {passed.isPending && <GreyRows />}
      {passed.error && <Refused within="card" error={passed.error} />}
      {passed.data && shown.length === 0 && (
        <Message within="card" title="Nobody of yours went through">
          Of those who came in within {days} days, nobody whom you see has left this step.
        </Message>
      )}
      <RowList label="People who went through this step">
        {shown.map((person) => (
          <Passed key={person.id} automationId={automationId} person={person} />
        ))}
      </RowList>
      <More query={passed} />
    </>
  );
}

const More = ({
  query,
}: {
  readonly query: { readonly hasNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> };
}): React.JSX.Element | null =>
  query.hasNextPage ? (
    <Button variant="subtle" onClick={() => void query.fetchNextPage()}>
      Show more
    </Button>
  ) : null;

const PathLink = ({
  automationId,
  person: { id, personName },
}: {
  readonly automationId: string;
  readonly person: Pick<PersonPassed, 'id' | 'personName'>;
}): React.JSX.Element => (
  <Link to="/automations/$automationId/runs/$runId" params={{ automationId, runId: id }}>
    {personName}
  </Link>
);

const Standing = ({
  automationId,
  person,
}: {
  readonly automationId: string;
  readonly person: PersonInside;
}): React.JSX.Element => (
  <Row
    title={<PathLink automationId={automationId} person={person} />}
    line={
      person.status === 'attention' ? (
        <Status tone="danger">Held since {dayOf(new Date(person.since))}</Status>
      ) : (
        `since ${dayOf(new Date(person.since))}`
      )
    }
    when={person.wakeAt ? `until ${briefly(new Date(person.wakeAt))}` : undefined}
  />
);

const Passed = ({
  automationId,
  person,
}: {
  readonly automationId: string;
  readonly person: PersonPassed;
}): React.JSX.Element => (
  <Row title={<PathLink automationId={automationId} person={person} />} when={briefly(new Date(person.at))} />
);
