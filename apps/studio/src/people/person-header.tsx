import { Anchor, Avatar, Group } from '@mantine/core';
import type { Person } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { STAGE_LABELS } from '../leads/leads-search.ts';
import { initialsOf } from '../parts/initials.ts';
import { useUserNames } from '../parts/names.ts';
import { PageHeader } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { dayAndTime } from '../parts/when.ts';
import { standingOf, waysOf } from './contact/standing.ts';
import {
  clientQuery,
  consentQuery,
  householdQuery,
  nextMeetingQuery,
  personLeadsQuery,
} from './person-queries.ts';
import classes from './contact/contact.module.css';

/** Who it is, how they may be reached, what comes next. */
export function PersonHeader({
  person,
  children,
}: {
  readonly person: Person;
  readonly children: ReactNode;
}): React.JSX.Element {
  const name = fullName(person);
  const leads = useQuery(personLeadsQuery(person.id));
  const clients = useQuery(clientQuery(person.id));
  const consent = useQuery(consentQuery(person.id));
  const meetings = useQuery(nextMeetingQuery(person.id));
  const households = useQuery(householdQuery(person.id));
  const userName = useUserNames();
  const stage = leads.data?.items[0]?.stage;
  const [client] = clients.data?.items ?? [];
  const [meeting] = meetings.data?.items ?? [];
  const [household] = households.data?.items ?? [];
  const since = client && `Client since ${client.since.slice(0, 4)}`;
  const facts = [
    since ?? (stage && `Lead, ${STAGE_LABELS[stage].toLowerCase()}`),
    [person.city, person.state].filter(Boolean).join(', '),
    person.ownerId && userName(person.ownerId) && `Advisor ${userName(person.ownerId)}`,
    household && household.name,
    meeting && `${meeting.title} ${dayAndTime(new Date(meeting.startsAt))}`,
  ];
  // the first of each kind: the others stand at the side
  const ways = waysOf(person).filter(
    ({ channel }, at, all) => all.findIndex((one) => one.channel === channel) === at,
  );
  return (
    <PageHeader
      crumbs={<Link to="/people">People</Link>}
      title={
        <Group gap="sm" wrap="nowrap">
          <Avatar size={32} radius="xl">
            {initialsOf(name)}
          </Avatar>
          {name}
          {person.preferredName && <span className={classes.goesBy}>goes by {person.preferredName}</span>}
        </Group>
      }
      facts={
        <>
          <div>{facts.filter(Boolean).join(' \u00b7 ')}</div>
          <div className={classes.head}>
            {ways.map((way) => (
              <Group key={way.id} gap={6} wrap="wrap">
                <Anchor fz="sm" href={`${way.channel === 'email' ? 'mailto' : 'tel'}:${way.compared}`}>
                  {way.address}
                </Anchor>
                {consent.data && (
                  <Status tone={standingOf(way, consent.data).tone}>
                    {standingOf(way, consent.data).words}
                  </Status>
                )}
              </Group>
            ))}
          </div>
        </>
      }
    >
      {children}
    </PageHeader>
  );
}
