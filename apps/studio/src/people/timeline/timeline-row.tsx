import { Anchor } from '@mantine/core';
import type { TimelineItem } from '@rap/contracts/api-client';
import {
  IconArrowBackUp,
  IconCalendar,
  IconChecklist,
  IconDeviceMobileMessage,
  IconFileText,
  IconMail,
  IconMailOpened,
  IconNote,
  IconPencil,
  IconPhone,
  IconRoute,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { clsx } from '../../parts/clsx.ts';
import { KindTile, type Kind } from '../../parts/rows.tsx';
import { dayAndTime, timeOf } from '../../parts/when.ts';
import { Worded } from '../../parts/worded.tsx';
import classes from './timeline.module.css';

const TILES: Readonly<Record<TimelineItem['kind'], { icon: TablerIcon; tile: Kind }>> = {
  message: { icon: IconMail, tile: 'message' },
  call: { icon: IconPhone, tile: 'message' },
  note: { icon: IconNote, tile: 'time' },
  task: { icon: IconChecklist, tile: 'work' },
  meeting: { icon: IconCalendar, tile: 'trigger' },
  document: { icon: IconFileText, tile: 'time' },
  step: { icon: IconRoute, tile: 'trigger' },
  change: { icon: IconPencil, tile: 'time' },
};
const iconOf = ({ kind, channel }: TimelineItem): TablerIcon => {
  if (channel === 'sms') return IconDeviceMobileMessage;
  return channel === 'letter' ? IconMailOpened : TILES[kind].icon;
};

export type Answer = (item: TimelineItem) => void;

/** One thing that happened. `onReply` is there for who may write. */
export function TimelineRow({
  item,
  future = false,
  onReply,
}: {
  readonly item: TimelineItem;
  readonly future?: boolean;
  readonly onReply?: Answer | undefined;
}): React.JSX.Element {
  const at = new Date(item.at);
  const by = byWords(item);
  return (
    <div className={classes.item} data-item={item.id}>
      <KindTile kind={TILES[item.kind].tile} icon={iconOf(item)} />
      <div className={classes.what}>
        <div className={classes.title}>
          <Worded text={item.title} />
        </div>
        {item.lines.map((line) => (
          <div key={line} className={classes.line}>
            <Worded text={line} />
          </div>
        ))}
        {item.problem && <div className={classes.problem}>{item.problem}</div>}
        {item.quote && <Quote text={item.quote} />}
        <div className={classes.line}>
          {by}
          {by && item.run && ' '}
          {item.run && item.kind !== 'step' && <PathLink run={item.run}>See why</PathLink>}
          {item.communicationId && item.direction === 'in' && onReply && (
            <Anchor component="button" type="button" fz="sm" onClick={() => onReply(item)}>
              <IconArrowBackUp size={14} aria-hidden="true" className={classes.sign} /> Reply
            </Anchor>
          )}
        </div>
      </div>
      <time className={classes.at} dateTime={item.at}>
        {future ? dayAndTime(at) : timeOf(at)}
      </time>
    </div>
  );
}

/** Longer than a glance takes: folded. */
const FOLDED_FROM = 320;

function Quote({ text }: { readonly text: string }): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const long = text.length > FOLDED_FROM || text.split('\n').length > 6;
  return (
    <>
      <blockquote className={clsx(classes.quote, long && !open && classes.folded)}>{text}</blockquote>
      {long && (
        <div>
          <Anchor
            component="button"
            type="button"
            fz="sm"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Show less' : 'Show all of it'}
          </Anchor>
        </div>
      )}
    </>
  );
}

export const PathLink = ({
  run,
  children,
}: {
  readonly run: NonNullable<TimelineItem['run']>;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <Anchor
    fz="sm"
    renderRoot={(props: object) => (
      <Link
        {...props}
        to="/automations/$automationId/runs/$runId"
        params={{ automationId: run.automationId, runId: run.enrolmentId }}
      />
    )}
  >
    {children}
  </Anchor>
);

/** Who did it, where the title does not say so. */
function byWords({ kind, by }: TimelineItem): string | undefined {
  if (!by || kind === 'message' || kind === 'call' || kind === 'step') return undefined;
  switch (by.kind) {
    case 'user':
      return `By ${by.name ?? 'somebody who has left'}`;
    case 'automation':
      return by.name ? `By the automation ${by.name}` : 'By an automation';
    case 'form':
      return 'By a form on the web';
    case 'program':
      return by.name ? `By the program ${by.name}` : 'By a program';
    case 'person':
      return undefined;
    case 'system':
      return 'By itself';
  }
}
