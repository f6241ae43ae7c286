import { Button, Group } from '@mantine/core';
import type { TimelineItem } from '@rap/contracts/api-client';
import { calledName, fullName } from '@rap/domain/person/full-name';
import { IconChecklist, IconNote, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Refusal, refusalOf } from '../api/refusal.ts';
import { PageLoading } from '../parts/page-loading.tsx';
import { Message } from '../parts/message.tsx';
import { Card, Column, Columns, PageBody } from '../parts/page.tsx';
import { readersZone } from '../parts/when.ts';
import { useMay, useMe, whoCan } from '../session/session.ts';
import { OpenTask } from '../tasks/open-task.tsx';
import { AddNote } from './add-note.tsx';
import { emptyDraft, isBlank, replyDraft, useKeptDraft } from './compose/draft.ts';
import { WriteMessage } from './compose/write-message.tsx';
import { ContactCard } from './contact/contact-card.tsx';
import { FactsCard } from './facts/facts-card.tsx';
import { OpenTasksCard } from './open-tasks-card.tsx';
import { personQuery, personRunsQuery, personTasksQuery } from './person-queries.ts';
import { PersonHeader } from './person-header.tsx';
import { RunsCard } from './runs/runs-card.tsx';
import { JumpToDay, TimelineFilters } from './timeline/timeline-filters.tsx';
import { Timeline } from './timeline/timeline.tsx';

type Doing = 'message' | 'note' | 'task';

export function PersonPage(): React.JSX.Element {
  const { personId } = useParams({ from: '/inside/people/$personId' });
  const mayRead = useMay('person.read');
  if (!mayRead)
    return (
      <Message
        within="whole"
        title="People are not open to you"
      >{`They are seen by ${whoCan('person.read')}.`}</Message>
    );
  // what was begun for one person is not shown to another
  return <PagePerson key={personId} personId={personId} />;
}

function PagePerson({ personId }: { readonly personId: string }): React.JSX.Element {
  const search = useSearch({ from: '/inside/people/$personId' });
  const mayWrite = useMay('message.send');
  const mayChange = useMay('person.change');
  const [doing, setDoing] = useState<Doing>();
  const [answered, setAnswered] = useState<TimelineItem>();
  const kept = useKeptDraft(personId, answered?.communicationId ?? undefined);
  const unasked = useKeptDraft(personId);
  const { displayName } = useMe();
  const person = useQuery(personQuery(personId));
  const tasks = useQuery(personTasksQuery(personId));
  const runs = useQuery(personRunsQuery(personId));

  if (person.error) {
    const gone = person.error instanceof Refusal && person.error.status === 404;
    return (
      <Message
        within="whole"
        title={gone ? 'There is no such person' : refusalOf(person.error).problem.title}
      >
        {gone
          ? 'They may belong to a book that you do not work for; its advisor or an owner can open it to you.'
          : refusalOf(person.error).problem.detail}
      </Message>
    );
  }
  if (!person.data) return <PageLoading />;
  const { data } = person;
  const fresh = answered ? unasked.draft : kept.draft;
  const begun = fresh !== undefined && !isBlank(fresh, displayName);
  const reply = (item: TimelineItem): void => {
    setAnswered(item);
    setDoing('message');
    document.querySelector('main')?.scrollTo({ top: 0 });
  };
  const close = (): void => setDoing(undefined);
  return (
    <>
      <PersonHeader person={data}>
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
          <Button
            leftSection={<IconSend size={16} stroke={1.6} />}
            onClick={() => {
              setAnswered(undefined);
              setDoing('message');
            }}
          >
            {begun ? 'Write on' : 'Write'}
          </Button>
        )}
      </PersonHeader>
      <PageBody>
        <Columns>
          <Column>
            {doing === 'message' && (
              <WriteMessage
                person={data}
                draft={kept.draft ?? (answered ? replyDraft(answered, displayName) : emptyDraft(displayName))}
                key={answered?.id ?? 'new'}
                kept={kept}
                onClose={close}
              />
            )}
            {doing === 'note' && <AddNote personId={personId} onClose={close} />}
            <Card
              title="Timeline"
              aside={
                <Group gap="sm">
                  Times in {readersZone()}
                  <JumpToDay day={search.day} />
                </Group>
              }
            >
              <Timeline
                filters={<TimelineFilters search={search} />}
                personId={personId}
                search={search}
                onReply={mayWrite ? reply : undefined}
              />
            </Card>
          </Column>
          <Column>
            <RunsCard
              runs={runs.data?.items ?? []}
              personId={personId}
              name={calledName(data) || fullName(data)}
            />
            <OpenTasksCard tasks={tasks.data?.items ?? []} />
            <ContactCard person={data} />
            <FactsCard person={data} />
          </Column>
        </Columns>
      </PageBody>
      {doing === 'task' && <OpenTask personId={personId} onClose={close} />}
    </>
  );
}
