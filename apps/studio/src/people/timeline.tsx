import { Anchor, Button, Chip } from '@mantine/core';
import {
  IconCalendar,
  IconChecklist,
  IconDeviceMobileMessage,
  IconMail,
  IconNote,
  IconPhone,
  IconRoute,
  type TablerIcon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Message } from '../parts/message.tsx';
import { GreyRows, KindTile, type Kind } from '../parts/rows.tsx';
import { dayOf, timeOf } from '../parts/when.ts';
import { WhyOfRun } from '../automations/why-of-run.tsx';
import type { TimelineItem, TimelineKind } from './timeline-items.ts';
import classes from './timeline.module.css';

const KINDS: Readonly<Record<TimelineKind, { icon: TablerIcon; tile: Kind; filter: string }>> = {
  mail: { icon: IconMail, tile: 'message', filter: 'Mail' },
  text: { icon: IconDeviceMobileMessage, tile: 'message', filter: 'Texts' },
  call: { icon: IconPhone, tile: 'message', filter: 'Calls' },
  note: { icon: IconNote, tile: 'time', filter: 'Notes' },
  task: { icon: IconChecklist, tile: 'work', filter: 'Tasks' },
  meeting: { icon: IconCalendar, tile: 'trigger', filter: 'Meetings' },
  automation: { icon: IconRoute, tile: 'trigger', filter: 'Automations' },
};
const AT_ONCE = 50;

/** Everything that happened with somebody, newest first, by day. */
export function Timeline({
  items,
  loading,
}: {
  readonly items: readonly TimelineItem[];
  readonly loading: boolean;
}): React.JSX.Element {
  const [filter, setFilter] = useState('All');
  const [shown, setShown] = useState(AT_ONCE);
  const wanted = filter === 'All' ? items : items.filter(({ kind }) => KINDS[kind].filter === filter);
  const days = Map.groupBy(wanted.slice(0, shown), ({ at }) => dayOf(at));
  const filters = ['All', ...new Set(items.map(({ kind }) => KINDS[kind].filter))];
  return (
    <>
      <Chip.Group value={filter} onChange={(value) => setFilter(String(value))}>
        <div className={classes.chips} role="group" aria-label="Show">
          {filters.map((one) => (
            <Chip key={one} value={one} size="xs" radius="sm" variant="outline">
              {one}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {loading && <GreyRows />}
      {!loading && items.length === 0 && (
        <Message within="card" title="Nothing has happened yet">
          Mail, texts, notes, tasks, meetings and the steps of automations come here as they happen.
        </Message>
      )}
      {[...days].map(([day, some]) => (
        <section key={day} aria-label={day}>
          <div className={classes.day}>{day}</div>
          {some.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </section>
      ))}
      {wanted.length > shown && (
        <Button variant="default" m="md" onClick={() => setShown(shown + AT_ONCE)}>
          Show earlier
        </Button>
      )}
    </>
  );
}

function Item({ item }: { readonly item: TimelineItem }): React.JSX.Element {
  const { icon, tile } = KINDS[item.kind];
  const [asked, setAsked] = useState(false);
  return (
    <div className={classes.item}>
      <KindTile kind={tile} icon={icon} />
      <div className={classes.what}>
        <b>{item.title}</b>
        {item.line && (
          <div className={classes.line}>
            {item.line}{' '}
            {item.enrolmentId && (
              <Anchor
                component="button"
                type="button"
                fz="sm"
                onClick={() => setAsked(!asked)}
                aria-expanded={asked}
              >
                Why?
              </Anchor>
            )}
          </div>
        )}
        {asked && item.enrolmentId && <WhyOfRun enrolmentId={item.enrolmentId} />}
        {item.quote && <blockquote className={classes.quote}>{item.quote}</blockquote>}
      </div>
      <time className={classes.at} dateTime={item.at.toISOString()}>
        {timeOf(item.at)}
      </time>
    </div>
  );
}
