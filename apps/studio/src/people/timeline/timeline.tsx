import { Button } from '@mantine/core';
import type { TimelineItem } from '@rap/contracts/api-client';
import { useEffect, useRef, type ReactNode } from 'react';
import { Message } from '../../parts/message.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { dayOf } from '../../parts/when.ts';
import type { PersonSearch } from '../person-search.ts';
import { useInSight, useKeptPlace } from './keep-place.ts';
import { RunSteps } from './run-steps.tsx';
import { TimelineRow, type Answer } from './timeline-row.tsx';
import { endOfDay, useTimeline } from './use-timeline.ts';
import classes from './timeline.module.css';

/** Everything that happened with somebody, newest first, by day, as far in both directions as one scrolls. */
export function Timeline({
  personId,
  search,
  filters,
  onReply,
}: {
  readonly personId: string;
  readonly search: PersonSearch;
  /** what narrows it, where the address of the page does */
  readonly filters?: ReactNode;
  readonly onReply?: Answer | undefined;
}): React.JSX.Element {
  const timeline = useTimeline(personId, search);
  const { items, hasNextPage, hasPreviousPage, isFetching } = timeline;
  const list = useRef<HTMLDivElement>(null);
  const [top, bottom] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const older = (): void => void (!isFetching && hasNextPage && timeline.fetchNextPage());
  const newer = (): void => void (!isFetching && hasPreviousPage && timeline.fetchPreviousPage());
  useKeptPlace(list, items.map(({ id }) => id).join(), hasPreviousPage);
  // asked again with each answer: what is in sight may still not fill the page
  useInSight(bottom, hasNextPage && !isFetching, older);
  useInSight(top, hasPreviousPage && !isFetching, newer);
  useJump(list, search.day, !timeline.isPending, items);
  return (
    <div ref={list} className={classes.timeline}>
      {filters}
      {timeline.isPending && <GreyRows count={6} />}
      {timeline.error && <Refused within="card" error={timeline.error} />}
      {timeline.data && items.length === 0 && <Nothing search={search} />}
      <div ref={top}>
        {hasPreviousPage && (
          <Button
            variant="default"
            size="xs"
            m="md"
            loading={timeline.isFetchingPreviousPage}
            onClick={newer}
          >
            Show later
          </Button>
        )}
      </div>
      {sections(items).map(({ heading, future, rows }) => (
        <section key={heading} aria-label={heading}>
          <div className={classes.day}>{heading}</div>
          {rows.map((row) =>
            row.length > 1 || row[0]?.kind === 'step' ? (
              <RunSteps key={row.at(-1)?.id} steps={row} />
            ) : (
              row.map((item) => <TimelineRow key={item.id} item={item} future={future} onReply={onReply} />)
            ),
          )}
        </section>
      ))}
      <div ref={bottom}>
        {hasNextPage && (
          <Button variant="default" size="xs" m="md" loading={timeline.isFetchingNextPage} onClick={older}>
            Show earlier
          </Button>
        )}
      </div>
    </div>
  );
}

interface Section {
  readonly heading: string;
  readonly future: boolean;
  /** one item each, or the steps of one run that follow upon each other */
  readonly rows: TimelineItem[][];
}

/** By day; what is still to come stands under one heading. */
function sections(items: readonly TimelineItem[], now = new Date()): Section[] {
  const found: Section[] = [];
  for (const item of items) {
    const at = new Date(item.at);
    const future = at > now;
    const heading = future ? 'Next' : dayOf(at, now);
    let section = found.at(-1);
    if (section?.heading !== heading) found.push((section = { heading, future, rows: [] }));
    const before = section.rows.at(-1);
    const same = item.run && before?.[0]?.run?.enrolmentId === item.run.enrolmentId;
    if (same && item.kind === 'step' && before?.[0]?.kind === 'step') before.push(item);
    else section.rows.push([item]);
  }
  return found;
}

/** Brings the last item of the day that one jumped to into sight, once. */
function useJump(
  list: React.RefObject<HTMLElement | null>,
  day: string | undefined,
  ready: boolean,
  items: readonly TimelineItem[],
): void {
  const jumped = useRef<string>(undefined);
  useEffect(() => {
    if (!day) jumped.current = undefined;
    if (!day || !ready || jumped.current === day) return;
    jumped.current = day;
    const end = endOfDay(day).getTime();
    const first = items.find(({ at }) => Date.parse(at) <= end);
    const row = first && list.current?.querySelector(`[data-item="${CSS.escape(first.id)}"]`);
    row?.scrollIntoView({ block: 'center' });
  }, [list, day, ready, items]);
}

function Nothing({ search }: { readonly search: PersonSearch }): React.JSX.Element {
  if (search.show)
    return (
      <Message within="card" title="Nothing of what is shown has happened">
        Choose All above to see everything.
      </Message>
    );
  return (
    <Message within="card" title="Nothing has happened yet">
      Mail, texts, notes, tasks, meetings and the steps of automations come here as they happen.
    </Message>
  );
}
