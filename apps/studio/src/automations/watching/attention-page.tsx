import { Button, Checkbox } from '@mantine/core';
import { listNeedsAttention } from '@rap/contracts/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { usePeopleNames } from '../../parts/names.ts';
import { PageHeader } from '../../parts/page.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { dayAndTime, readersZone } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { AttentionActions } from '../attention-actions.tsx';
import type { NeedingAttention } from '../automation-queries.ts';
import { AttentionBulk } from './attention-bulk.tsx';
import table from '../../parts/table.module.css';
import classes from './watching.module.css';
import { Refused } from '../../parts/refused.tsx';

/** Everybody who stands until somebody has looked, by what went wrong. */
export function AttentionPage(): React.JSX.Element {
  const { automation } = useSearch({ from: '/inside/automations/attention' });
  const navigate = useNavigate({ from: '/automations/attention' });
  const mayControl = useMay('run.control');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const held = useInfiniteQuery({
    queryKey: ['runs', 'attention', 'all', automation ?? ''],
    queryFn: ({ pageParam }) =>
      ask(
        listNeedsAttention({
          query: {
            limit: 100,
            ...(automation === undefined ? {} : { automationId: automation }),
            ...(pageParam ? { after: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const runs = held.data?.pages.flatMap(({ items }) => items) ?? [];
  const selected = runs.filter(({ id }) => chosen.has(id));
  const groups = Map.groupBy(runs, (run) => `${run.automationId} ${run.step} ${run.code}`);
  const choose = (ids: readonly string[], on: boolean): void =>
    setChosen((now) => new Set(on ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))));
  return (
    <>
      <PageHeader
        title="Held"
        crumbs={<Link to="/automations">Automations</Link>}
        facts="A step could not be done. Nothing was lost, and nothing was done twice: they stand there until you decide."
      >
        {automation !== undefined && (
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            Show all automations
          </Button>
        )}
      </PageHeader>
      {selected.length > 0 && (
        <div className={table.toolbar}>
          <AttentionBulk runs={selected} onDone={() => setChosen(new Set())} />
        </div>
      )}
      <div className={table.scroll}>
        {held.isPending && <GreyRows count={6} />}
        {held.error && <Refused error={held.error} />}
        {held.data && runs.length === 0 && (
          <Message title="Nobody is held">
            When a step cannot be done, for example because a person has no advisor, whoever stands there is
            shown here with the ways on.
          </Message>
        )}
        {[...groups.values()].map((group) => (
          <Group key={group[0]?.id} runs={group} chosen={chosen} mayControl={mayControl} onChoose={choose} />
        ))}
      </div>
      <div className={table.foot}>
        <span>
          {runs.length} shown{' '}
          {held.hasNextPage && (
            <Button size="xs" variant="default" ml="xs" onClick={() => void held.fetchNextPage()}>
              Show more
            </Button>
          )}
        </span>
        <span>Times in {readersZone()}</span>
      </div>
    </>
  );
}

/** Those who stand at one step for one reason. */
function Group({
  runs,
  chosen,
  mayControl,
  onChoose,
}: {
  readonly runs: readonly NeedingAttention[];
  readonly chosen: ReadonlySet<string>;
  readonly mayControl: boolean;
  readonly onChoose: (ids: readonly string[], on: boolean) => void;
}): React.JSX.Element | null {
  const nameOf = usePeopleNames(runs.map(({ personId }) => personId));
  const [first] = runs;
  if (!first) return null;
  const ids = runs.map(({ id }) => id);
  const on = ids.filter((id) => chosen.has(id)).length;
  return (
    <table className={table.table} aria-label={`${first.automationName}: ${first.label}`}>
      <thead>
        <tr>
          {mayControl && (
            <th style={{ width: 36 }}>
              <Checkbox
                aria-label={`Select all at ${first.label}`}
                checked={on === ids.length}
                indeterminate={on > 0 && on < ids.length}
                onChange={({ currentTarget }) => onChoose(ids, currentTarget.checked)}
              />
            </th>
          )}
          <th>
            {first.automationName}, {first.label} ({runs.length})
          </th>
          <th data-phone="no">{first.message}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} aria-selected={chosen.has(run.id)}>
            {mayControl && (
              <td data-phone="no">
                <Checkbox
                  aria-label={`Select ${nameOf(run.personId)}`}
                  checked={chosen.has(run.id)}
                  onChange={({ currentTarget }) => onChoose([run.id], currentTarget.checked)}
                />
              </td>
            )}
            <td className={table.main}>
              <Link
                to="/automations/$automationId/runs/$runId"
                params={{ automationId: run.automationId, runId: run.id }}
              >
                {nameOf(run.personId) || 'Somebody of another book'}
              </Link>
              {/* a phone has no head of the table */}
              <div className={classes.reason}>{`${run.label}: ${run.message}`}</div>
            </td>
            <td data-phone="no">since {dayAndTime(new Date(run.since))}</td>
            <td className={table.right}>
              <AttentionActions run={run} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
