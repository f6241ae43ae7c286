import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Message } from '../../parts/message.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { briefly, dayOf } from '../../parts/when.ts';
import { peopleInsideQuery, type PersonInside } from './run-queries.ts';
import panel from '../panel/panel.module.css';
import { Refused } from '../../parts/refused.tsx';

/** Who stands at a step now, each with the way to their path. */
export function PeopleHere({
  automationId,
  step,
  label,
  people,
  onClose,
}: {
  readonly automationId: string;
  readonly step: string;
  readonly label: string;
  /** in every book; the list shows those of the reader's */
  readonly people: number;
  readonly onClose: () => void;
}): React.JSX.Element {
  const inside = useInfiniteQuery(peopleInsideQuery(automationId, step));
  const shown = inside.data?.pages.flatMap(({ items }) => items) ?? [];
  const elsewhere = inside.hasNextPage || inside.isPending ? 0 : people - shown.length;
  return (
    <aside className={panel.panel} aria-label={`People at: ${label}`}>
      <div className={panel.head}>
        <div>
          <h2>{label}</h2>
          <p>{people === 1 ? '1 person stands here now' : `${people} people stand here now`}</p>
        </div>
        <ActionIcon aria-label="Close" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {inside.isPending && <GreyRows />}
      {inside.error && <Refused within="card" error={inside.error} />}
      {inside.data && shown.length === 0 && (
        <Message within="card" title="Nobody of yours stands here">
          Those who do belong to books that you do not see.
        </Message>
      )}
      <RowList label="People at this step">
        {shown.map((person) => (
          <Standing key={person.id} automationId={automationId} person={person} />
        ))}
      </RowList>
      {inside.hasNextPage && (
        <Button variant="subtle" onClick={() => void inside.fetchNextPage()}>
          Show more
        </Button>
      )}
      {shown.length > 0 && elsewhere > 0 && (
        <p style={{ padding: '0 16px' }}>{elsewhere} more in books that you do not see.</p>
      )}
    </aside>
  );
}

const Standing = ({
  automationId,
  person,
}: {
  readonly automationId: string;
  readonly person: PersonInside;
}): React.JSX.Element => (
  <Row
    title={
      <Link to="/automations/$automationId/runs/$runId" params={{ automationId, runId: person.id }}>
        {person.personName}
      </Link>
    }
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
