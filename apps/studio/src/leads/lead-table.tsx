import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { clsx } from '../parts/clsx.ts';
import { Status } from '../parts/status.tsx';
import { briefly, dayAndTime } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import table from '../parts/table.module.css';
import type { LeadRow } from './lead-queries.ts';
import { SelectedLeads } from './selected-leads.tsx';
import { Stage } from './stage.tsx';
import { COLUMN_LABELS } from './columns.tsx';
import type { LeadColumn, LeadSort } from './leads-search.ts';
import { LOST_REASONS } from './lost-reasons.ts';

const SORTS: Readonly<Partial<Record<LeadColumn, { sort: LeadSort; back?: LeadSort }>>> = {
  stage: { sort: 'stage' },
  source: { sort: 'source' },
  came: { sort: 'newest', back: 'oldest' },
  contact: { sort: 'lastContact' },
  owner: { sort: 'owner' },
};

export function LeadTable({
  leads,
  columns,
  sort,
  onSort,
  filters,
  chips,
  more,
  foot,
  zone,
  children,
}: {
  readonly leads: readonly LeadRow[];
  readonly columns: readonly LeadColumn[];
  readonly sort: LeadSort;
  readonly onSort: (sort: LeadSort) => void;
  readonly filters: ReactNode;
  readonly chips: ReactNode;
  readonly more?: (() => void) | undefined;
  readonly foot: string;
  readonly zone: string;
  readonly children?: ReactNode;
}): React.JSX.Element {
  const mayChange = useMay('lead.change');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = leads.filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <div className={clsx(table.toolbar, selected.length > 0 && table.selected)}>
        {selected.length > 0 ? (
          <>
            <SelectedLeads leads={selected} onDone={() => setChosen(new Set())} />
            <ActionIcon aria-label="Select none" onClick={() => setChosen(new Set())}>
              <IconX size={16} />
            </ActionIcon>
          </>
        ) : (
          filters
        )}
      </div>
      {chips}
      <div className={table.scroll}>
        {leads.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                {mayChange && (
                  <th>
                    <Checkbox
                      aria-label="Select all that are shown"
                      checked={selected.length === leads.length}
                      indeterminate={selected.length > 0 && selected.length < leads.length}
                      onChange={({ currentTarget: { checked } }) =>
                        setChosen(new Set(checked ? leads.map(({ id }) => id) : []))
                      }
                    />
                  </th>
                )}
                <th aria-sort={sortedAs({ sort: 'name' }, sort)}>
                  <Head label="Name" sort="name" now={sort} onSort={onSort} />
                </th>
                {columns.map((column) => (
                  <th key={column} aria-sort={sortedAs(SORTS[column] ?? {}, sort)}>
                    <Head label={COLUMN_LABELS[column]} {...SORTS[column]} now={sort} onSort={onSort} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {leads.map((lead) => (
                <tr key={lead.id} aria-selected={chosen.has(lead.id)}>
                  {mayChange && (
                    <td data-phone="no">
                      <Checkbox
                        aria-label={`Select ${lead.personName}`}
                        checked={chosen.has(lead.id)}
                        onChange={({ currentTarget: { checked } }) => choose(lead.id, checked)}
                      />
                    </td>
                  )}
                  <td className={table.main}>
                    <Link to="/leads/$leadId" params={{ leadId: lead.id }}>
                      {lead.personName}
                    </Link>
                  </td>
                  {columns.map((column) => (
                    <LeadCell key={column} lead={lead} column={column} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {children}
      </div>
      <div className={table.foot}>
        <span>
          {foot}{' '}
          {more && (
            <Button size="xs" variant="default" ml="xs" onClick={more}>
              Show more
            </Button>
          )}
        </span>
        <span>Times in {zone}</span>
      </div>
    </>
  );
}

const FALLING: ReadonlySet<LeadSort> = new Set(['newest', 'lastContact']);

/** How a column is sorted, for whoever hears the table read. */
function sortedAs(
  { sort, back }: { sort?: LeadSort; back?: LeadSort },
  now: LeadSort,
): 'ascending' | 'descending' | undefined {
  if (now !== sort && now !== back) return undefined;
  return FALLING.has(now) ? 'descending' : 'ascending';
}

function Head({
  label,
  sort,
  back,
  now,
  onSort,
}: {
  readonly label: string;
  readonly sort?: LeadSort;
  /** the same column the other way round */
  readonly back?: LeadSort;
  readonly now: LeadSort;
  readonly onSort: (sort: LeadSort) => void;
}): React.JSX.Element {
  if (!sort) return <>{label}</>;
  const on = now === sort || now === back;
  const Arrow = FALLING.has(now) ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      className={table.sort}
      data-on={on ? '' : undefined}
      onClick={() => onSort(now === sort && back ? back : sort)}
    >
      {label}
      {on && <Arrow size={13} aria-hidden="true" />}
    </button>
  );
}

function LeadCell({
  lead,
  column,
}: {
  readonly lead: LeadRow;
  readonly column: LeadColumn;
}): React.JSX.Element {
  const { lastTouch: touch, run } = lead;
  switch (column) {
    case 'stage':
      return (
        <td>
          <Stage stage={lead.stage} />
        </td>
      );
    case 'source':
      return (
        <td data-phone="no">
          {touch.source ? [touch.source, touch.medium].filter(Boolean).join(' / ') : lead.sourceName}
        </td>
      );
    case 'campaign':
      return <td data-phone="no">{touch.campaign ?? 'None'}</td>;
    case 'step':
      return (
        <td data-phone="no">
          {run === null ? (
            'None'
          ) : run.status === 'attention' ? (
            <Status tone="danger" filled>
              Held, {run.label}
            </Status>
          ) : (
            (run.label ?? run.automationName)
          )}
        </td>
      );
    case 'came':
      return (
        <td className="numeric" title={dayAndTime(new Date(lead.occurredAt))}>
          {briefly(new Date(lead.occurredAt))}
        </td>
      );
    case 'contact':
      return (
        <td className="numeric" data-phone="no">
          {lead.lastContactAt ? briefly(new Date(lead.lastContactAt)) : 'Not yet'}
        </td>
      );
    case 'owner':
      return <td data-phone="no">{lead.ownerName ?? 'Nobody'}</td>;
    case 'lost':
      return <td data-phone="no">{lead.lostReason ? LOST_REASONS[lead.lostReason] : ''}</td>;
  }
}
