import { Avatar, Button, Group } from '@mantine/core';
import { fullName } from '@rap/domain/person/full-name';
import { IconChecklist, IconNote, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Refusal, refusalOf } from '../api/refusal.ts';
import { initialsOf } from '../parts/initials.ts';
import { Message } from '../parts/message.tsx';
import { Card, Column, Columns, PageBody, PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { readersZone } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import { AddTask } from '../tasks/add-task.tsx';
import { AddNote } from './add-note.tsx';
import { ConsentCard } from './consent-card.tsx';
import { FactsCard } from './facts-card.tsx';
import { OpenTasksCard } from './open-tasks-card.tsx';
import { personLeadsQuery, personQuery, personRunsQuery, personTasksQuery } from './person-queries.ts';
import { RunsCard } from './runs-card.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { WriteMessage } from './write-message.tsx';
import { STAGE_LABELS } from '../leads/leads-search.ts';

type Doing = 'message' | 'note' | 'task';

export function PersonPage(): React.JSX.Element {
  const { personId } = useParams({ from: '/inside/people/$personId' });
  const search = useSearch({ from: '/inside/people/$personId' });
  const mayWrite = useMay('message.send');
  const mayChange = useMay('person.change');
  const [doing, setDoing] = useState<Doing>();
  const person = useQuery(personQuery(personId));
  const leads = useQuery(personLeadsQuery(personId));
  const tasks = useQuery(personTasksQuery(personId));
  const runs = useQuery(personRunsQuery(personId));

  if (person.error) {
    const gone = person.error instanceof Refusal && person.error.status === 404;
    return (
      <Message title={gone ? 'There is no such person' : refusalOf(person.error).problem.title}>
        {gone
          ? 'They may belong to a book that you do not work for; its advisor or an owner can open it to you.'
          : refusalOf(person.error).problem.detail}
      </Message>
    );
  }
  if (!person.data) return <GreyRows count={6} />;
  const { data } = person;
  const name = fullName(data);
  const stage = leads.data?.items[0]?.stage;
  const close = (): void => setDoing(undefined);
  return (
    <>
      <PageHeader
        crumbs={<Link to="/people">People</Link>}
        title={
          <Group gap="sm">
            <Avatar size={32} radius="xl">
              {initialsOf(name)}
            </Avatar>
            {name}
          </Group>
        }
        facts={[
          stage && `Lead, ${STAGE_LABELS[stage].toLowerCase()}`,
          [data.city, data.state].filter(Boolean).join(', '),
          data.emails[0]?.address,
          data.phones[0]?.number,
        ]
          .filter(Boolean)
          .join(' \u00b7 ')}
      >
        {mayChange && (
          <>
            <Button
              variant="default"
              leftSection={<IconNote size={16} stroke={1.6} />}
              onClick={() => setDoing('note')}
            >
              Note
            </Button>
            <Button
              variant="default"
              leftSection={<IconChecklist size={16} stroke={1.6} />}
              onClick={() => setDoing('task')}
            >
              Task
            </Button>
          </>
        )}
        {mayWrite && (
          <Button leftSection={<IconSend size={16} stroke={1.6} />} onClick={() => setDoing('message')}>
            Write
          </Button>
        )}
      </PageHeader>
      <PageBody>
        <Columns>
          <Column>
            {doing === 'message' && <WriteMessage person={data} onClose={close} />}
            {doing === 'note' && <AddNote personId={personId} onClose={close} />}
            <Card title="Timeline" aside={`Times in ${readersZone()}`}>
              <Timeline personId={personId} search={search} />
            </Card>
          </Column>
          <Column>
            <RunsCard runs={runs.data?.items ?? []} personId={personId} />
            <OpenTasksCard tasks={tasks.data?.items ?? []} />
            <ConsentCard person={data} />
            <FactsCard person={data} />
          </Column>
        </Columns>
      </PageBody>
      {doing === 'task' && <AddTask personId={personId} onClose={close} />}
    </>
  );
}
