import { Anchor } from '@mantine/core';
import type { TimelineItem } from '@rap/contracts/api-client';
import { IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { WhyOfRun } from '../../automations/why-of-run.tsx';
import { counted } from '../../parts/counted.ts';
import { KindTile } from '../../parts/rows.tsx';
import { timeOf } from '../../parts/when.ts';
import { Worded } from '../../parts/worded.tsx';
import { PathLink } from './timeline-row.tsx';
import classes from './timeline.module.css';

const SHOWN = 2;

/** Steps of one run that follow upon each other, newest first: the last ones, and the others when they are asked for. */
export function RunSteps({ steps }: { readonly steps: readonly TimelineItem[] }): React.JSX.Element | null {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const [first] = steps;
  if (!first?.run) return null;
  const folded = steps.length > SHOWN + 1 && !open;
  const shown = folded ? steps.slice(0, SHOWN) : steps;
  return (
    <div className={classes.item} data-item={first.id}>
      <KindTile kind="trigger" icon={IconRoute} />
      <div className={classes.what}>
        <div className={classes.title}>
          Automation <b>{first.run.automationName}</b> <PathLink run={first.run}>See the path</PathLink>{' '}
          <Anchor
            component="button"
            type="button"
            fz="sm"
            aria-expanded={asked}
            onClick={() => setAsked(!asked)}
          >
            Why?
          </Anchor>
        </div>
        {asked && <WhyOfRun enrolmentId={first.run.enrolmentId} />}
        <ul className={classes.steps}>
          {shown.map((step) => (
            <li key={step.id}>
              <span>
                <Worded text={step.title} />
                {step.lines.length > 0 && <span className={classes.line}>: {step.lines.join('. ')}</span>}
                {step.problem && <span className={classes.problem}>{step.problem}</span>}
              </span>
              <time className={classes.at} dateTime={step.at}>
                {timeOf(new Date(step.at))}
              </time>
            </li>
          ))}
        </ul>
        {steps.length > SHOWN + 1 && (
          <Anchor
            component="button"
            type="button"
            fz="sm"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Show fewer steps' : `Show ${counted(steps.length - SHOWN, 'earlier step')}`}
          </Anchor>
        )}
      </div>
    </div>
  );
}
