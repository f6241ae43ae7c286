import { Button } from '@mantine/core';
import {
  listConsumers,
  listDeadLetters,
  listStuckLanes,
  retryDeadLetter,
  retryLane,
  type EventOf,
  type LaneOf,
  type StuckLanes,
} from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { counted } from '../../parts/counted.ts';
import { Message } from '../../parts/message.tsx';
import { usePeopleNames } from '../../parts/names.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { eventName, useConsumerNames } from './consumer-names.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { SkipEvent } from './skip-event.tsx';

/** How what happens is handed on to automations and webhooks: what waits, what fails again and again, and what was set aside. */
export function EventsSection(): React.JSX.Element {
  const queries = useQueryClient();
  const mayControl = useMay('spine.control');
  const consumers = useQuery({ queryKey: ['spine', 'consumers'], queryFn: () => ask(listConsumers()) });
  const stuck = useQuery({ queryKey: ['spine', 'stuck'], queryFn: () => ask(listStuckLanes()) });
  const dead = useQuery({ queryKey: ['spine', 'dead'], queryFn: () => ask(listDeadLetters()) });
  const nameOf = useConsumerNames();
  const personOf = usePeopleNames([
    ...(stuck.data?.items ?? []).map(({ subjectId }) => subjectId),
    ...(dead.data?.items ?? []).map(({ subjectId }) => subjectId),
  ]);
  const [replaying, setReplaying] = useState<string>();
  const [skipping, setSkipping] = useState<StuckLanes['items'][number]>();
  const acting = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => sayDone('It is tried again within a moment'),
    onError: (error) => sayRefused('It was not tried again', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['spine'] }),
  });
  const again = (body: LaneOf): void => acting.mutate(() => ask(retryLane({ body })));
  const bringBack = (body: EventOf): void => acting.mutate(() => ask(retryDeadLetter({ body })));
  return (
    <SectionFrame
      title="Events"
      facts="What happens is handed on to automations and webhooks, in order for each person"
    >
      <Card title="Who is told">
        {consumers.isPending && <GreyRows />}
        {consumers.error && <Refused error={consumers.error} within="card" />}
        <RowList label="Who is told">
          {consumers.data?.consumers.map(
            ({ name, paused, waitingEvents, waitingSubjects, stuck: failing, deadLetters }) => (
              <Row
                key={name}
                title={nameOf(name)}
                line={
                  waitingEvents === 0
                    ? 'Nothing waits'
                    : `${counted(waitingEvents, 'event')} of ${counted(waitingSubjects, 'person', 'people')} ${waitingEvents === 1 ? 'waits' : 'wait'}`
                }
                when={
                  <Status tone={failing + deadLetters > 0 ? 'danger' : paused ? 'warn' : 'ok'}>
                    {failing + deadLetters > 0
                      ? `${failing} failing, ${deadLetters} set aside`
                      : paused
                        ? 'Paused'
                        : 'In order'}
                  </Status>
                }
                action={
                  mayControl && (
                    <Button size="xs" variant="default" onClick={() => setReplaying(name)}>
                      Tell again…
                    </Button>
                  )
                }
              />
            ),
          )}
        </RowList>
      </Card>
      <Card
        title="Failing again and again"
        aside={stuck.data && counted(stuck.data.items.length, 'person', 'people')}
      >
        {stuck.isPending && <GreyRows />}
        {stuck.error && <Refused error={stuck.error} within="card" />}
        {stuck.data?.items.length === 0 && (
          <Message within="card" title="Nothing fails">
            Whoever’s next event has failed five times comes here; what comes after it waits until it is done.
          </Message>
        )}
        <RowList label="Failing again and again">
          {stuck.data?.items.map((lane) => {
            const { consumer, subjectId, seq, kind, attempts, lastError, nextTryAt } = lane;
            return (
              <Row
                key={`${consumer}:${subjectId}`}
                title={`${eventName(kind)}, to ${nameOf(consumer)}`}
                line={
                  <>
                    <About subjectId={subjectId} seq={seq} name={personOf(subjectId)} />
                    {`. ${counted(attempts, 'attempt')}. ${lastError ?? ''}`}
                  </>
                }
                when={`next ${dayAndTime(new Date(nextTryAt))}`}
                action={
                  mayControl && (
                    <>
                      <Button size="xs" variant="default" onClick={() => again({ consumer, subjectId })}>
                        Try now
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setSkipping(lane)}>
                        Leave out…
                      </Button>
                    </>
                  )
                }
              />
            );
          })}
        </RowList>
      </Card>
      <Card title="Set aside" aside={dead.data && counted(dead.data.items.length, 'event')}>
        {dead.isPending && <GreyRows />}
        {dead.error && <Refused error={dead.error} within="card" />}
        {dead.data?.items.length === 0 && (
          <Message within="card" title="Nothing is set aside">
            An event that cannot be handed on is set aside in the end, so that what comes after it goes on. It
            is kept here until somebody has looked.
          </Message>
        )}
        <RowList label="Set aside">
          {dead.data?.items.map(({ consumer, subjectId, seq, kind, error, deadAt }) => (
            <Row
              key={`${consumer}:${subjectId}:${seq}`}
              title={`${eventName(kind)}, to ${nameOf(consumer)}`}
              line={
                <>
                  <About subjectId={subjectId} seq={seq} name={personOf(subjectId)} />. {error}
                </>
              }
              when={dayAndTime(new Date(deadAt))}
              action={
                mayControl && (
                  <Button size="xs" variant="default" onClick={() => bringBack({ consumer, subjectId, seq })}>
                    Try again
                  </Button>
                )
              }
            />
          ))}
        </RowList>
      </Card>
      {replaying && (
        <ReplayDialog consumer={replaying} name={nameOf(replaying)} onClose={() => setReplaying(undefined)} />
      )}
      {skipping && (
        <SkipEvent
          event={skipping}
          what={`${eventName(skipping.kind)}, to ${nameOf(skipping.consumer)}`}
          onClose={() => setSkipping(undefined)}
        />
      )}
    </SectionFrame>
  );
}

/** Whom an event is about: by name for those who may see people, else by what support looks for. */
const About = ({
  subjectId,
  seq,
  name,
}: {
  readonly subjectId: string;
  readonly seq: number;
  readonly name: string;
}): React.JSX.Element =>
  name ? (
    <Link to="/people/$personId" params={{ personId: subjectId }}>
      {name}
    </Link>
  ) : (
    <span>{`Event ${seq} of ${subjectId}`}</span>
  );
