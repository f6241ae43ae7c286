import { Button, SegmentedControl } from '@mantine/core';
import { IconDownload, IconLayoutBoard, IconPlus, IconTable } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Message } from '../parts/message.tsx';
import { PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { readersZone } from '../parts/when.ts';
import { useMay, whoCan } from '../session/session.ts';
import table from '../parts/table.module.css';
import { AddLead } from './add-lead.tsx';
import { LeadBoard } from './lead-board.tsx';
import { ColumnChoice } from './columns.tsx';
import { exportAddress, leadCountsQuery, leadRowsQuery } from './lead-queries.ts';
import { LeadTable } from './lead-table.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FILTER_KEYS } from './filter-names.ts';
import { LeadFilters } from './lead-filters.tsx';
import { useColumns } from './use-columns.ts';
import { savedViewsQuery, searchOf } from './saved-views.ts';
import { ViewMenu } from './view-menu.tsx';
import { OPEN_STAGES, viewOf, type LeadsSearch } from './leads-search.ts';
import { Refused } from '../parts/refused.tsx';

const VIEWS = [
  { view: 'open', label: 'All open' },
  { view: 'week', label: 'New this week' },
  { view: 'won', label: 'Won' },
  { view: 'lost', label: 'Lost' },
  { view: 'all', label: 'All' },
] as const;

export function LeadsPage(): React.JSX.Element {
  const search = useSearch({ from: '/inside/leads' });
  const navigate = useNavigate({ from: '/leads' });
  const mayRead = useMay('lead.read');
  const mayChange = useMay('lead.change');
  const [adding, setAdding] = useState(false);
  const counts = useQuery(leadCountsQuery);
  const saved = useQuery({ ...savedViewsQuery, enabled: mayRead });
  const rows = useInfiniteQuery(leadRowsQuery(search));
  const change = (changes: Partial<LeadsSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const [columns, setColumns] = useColumns(search, change);
  if (!mayRead) {
    return (
      <Message
        within="whole"
        title="Leads are not open to you"
      >{`They are seen by ${whoCan('lead.read')}.`}</Message>
    );
  }
  const countOf = (stages: readonly string[]): number | undefined =>
    counts.data?.stages
      .filter(({ stage }) => stages.includes(stage))
      .reduce((sum, { count }) => sum + count, 0);
  const viewCounts: Readonly<Record<string, number | undefined>> = {
    open: countOf(OPEN_STAGES),
    won: countOf(['won']),
    lost: countOf(['lost']),
    all: countOf([...OPEN_STAGES, 'won', 'lost']),
  };
  const view = viewOf(search);
  const asBoard = search.as === 'board';
  const leads = rows.data?.pages.flatMap(({ items }) => items) ?? [];
  const narrowed = FILTER_KEYS.filter((filter) => search[filter] !== undefined).length;
  const nobody = !rows.isPending && leads.length === 0;

  return (
    <>
      <PageHeader
        title="Leads"
        facts={
          viewCounts['open'] === undefined
            ? '\u00a0'
            : `${viewCounts['open']} open, ${countOf(['new'])} of them new`
        }
      >
        <SegmentedControl
          aria-label="Shown as"
          value={asBoard ? 'board' : 'table'}
          onChange={(as) => change({ as: as === 'board' ? 'board' : undefined })}
          data={[
            { value: 'table', label: <IconTable size={16} stroke={1.6} aria-label="Table" /> },
            { value: 'board', label: <IconLayoutBoard size={16} stroke={1.6} aria-label="Board" /> },
          ]}
        />
        {mayChange && (
          <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
            Add lead
          </Button>
        )}
      </PageHeader>
      {!asBoard && (
        <nav className={table.tabs} aria-label="Views">
          {VIEWS.map((one) => (
            <Link
              key={one.view}
              to="/leads"
              search={{
                ...search,
                saved: undefined,
                stage: undefined,
                view: one.view === 'open' ? undefined : one.view,
              }}
              className={table.tab}
              data-on={one.view === view && !search.saved ? '' : undefined}
              aria-current={one.view === view && !search.saved ? 'page' : undefined}
            >
              {one.label}
              <span>{viewCounts[one.view]}</span>
            </Link>
          ))}
          {saved.data?.items.map((one) => (
            <Link
              key={one.id}
              to="/leads"
              search={searchOf(one)}
              className={table.tab}
              data-on={one.id === search.saved ? '' : undefined}
              aria-current={one.id === search.saved ? 'page' : undefined}
              title={one.shared ? 'Seen by everybody of the firm' : 'Seen by you alone'}
            >
              {one.name}
            </Link>
          ))}
        </nav>
      )}
      {rows.error ? (
        <Refused error={rows.error} action={<Button onClick={() => void rows.refetch()}>Try again</Button>} />
      ) : asBoard ? (
        <>
          <FilterChips search={search} onChange={change} />
          <LeadBoard search={search} />
        </>
      ) : (
        <LeadTable
          leads={leads}
          columns={columns}
          sort={search.sort ?? 'newest'}
          onSort={(sort) => change({ sort: sort === 'newest' ? undefined : sort })}
          filters={
            <>
              <LeadFilters search={search} onChange={change} />
              <span style={{ marginLeft: 'auto' }} />
              <ColumnChoice shown={columns} onChange={setColumns} />
              <ViewMenu search={search} onOpen={(saved) => change({ saved })} />
              <Button
                component="a"
                href={exportAddress(search)}
                download
                variant="default"
                leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
              >
                Export
              </Button>
            </>
          }
          chips={<FilterChips search={search} onChange={change} />}
          more={rows.hasNextPage ? () => void rows.fetchNextPage() : undefined}
          foot={`${leads.length}${rows.hasNextPage ? ' and more' : ''} shown`}
          zone={readersZone()}
        >
          {rows.isPending && <GreyRows count={8} />}
          {nobody && narrowed > 0 && (
            <Message
              title={`No lead matches ${narrowed === 1 ? 'this filter' : `these ${narrowed} filters`}`}
              action={
                <Button
                  variant="default"
                  onClick={() => change(Object.fromEntries(FILTER_KEYS.map((filter) => [filter, undefined])))}
                >
                  Show all of this view
                </Button>
              }
            />
          )}
          {nobody && narrowed === 0 && (
            <Message
              title={view === 'open' ? 'No open leads' : 'Nobody here'}
              action={mayChange && <Button onClick={() => setAdding(true)}>Add a lead</Button>}
            >
              A lead is one inquiry of a person: it comes in by your form, or you add it here. Automations
              that begin with a new lead start at once.
            </Message>
          )}
        </LeadTable>
      )}
      {adding && <AddLead onClose={() => setAdding(false)} />}
    </>
  );
}
